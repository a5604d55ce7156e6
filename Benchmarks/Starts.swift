import Engine
import Realtime

extension EngineCase {
    /// Nanoseconds of processor time of single blocks where playing begins.
    struct Starts {
        /// The first ones that an engine renders, and those after a stop.
        var first: [Int64] = []
        var again: [Int64] = []
    }

    /// Starts, stops and starts again, from full rings.
    func starts(block: Int, count: Int) -> Starts {
        let streams = PlaybackStreams(strips: strips, capacityFrames: 8192)
        let engine = Engine(mix: mix(), streams: streams)
        for (strip, ring) in streams.rings[0].enumerated() { feed(ring, strip: strip) }
        var left = [Float](repeating: 0, count: block)
        var right = left
        func render() -> [Int64] {
            var measurement = Measurement()
            for _ in 0..<count {
                measurement.countAlone { engine.render(left: &left, right: &right, frames: block) }
            }
            return measurement.times.map(\.processor)
        }
        var starts = Starts()
        _ = engine.send(.play(at: 0))
        starts.first = render()
        _ = engine.send(.stop(at: engine.enginePosition))
        _ = render()
        _ = engine.send(.play(at: engine.enginePosition))
        starts.again = render()
        return starts
    }
}
