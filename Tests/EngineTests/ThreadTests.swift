import Automation
import Engine
import MixModel
import Realtime
import Testing

@Suite struct Threads {
    @Test func `control, disk and audio work side by side`() async {
        let mix = Rig.mix(strips: 9, buses: 1)
        let streams = PlaybackStreams(strips: 9, capacityFrames: 2_048)
        let engine = Engine(mix: mix, streams: streams)
        let blocks = 1_500
        let audio = Task.detached {
            var left = [Float](repeating: 0, count: 64)
            var right = left
            for _ in 0..<blocks {
                engine.render(left: &left, right: &right, frames: 64)
                await Task.yield()
            }
        }
        let disk = Task.detached {
            let sound = [Float](repeating: 0.25, count: 256)
            while engine.enginePosition < Int64(blocks * 64) {
                for ring in streams.rings[0] { _ = ring.write(left: sound, right: sound, frames: 256) }
                await Task.yield()
            }
        }
        let fader = engine.index(of: ParameterID(.strip(9), .fader)) ?? -1
        var sent = 0
        var returned = 0
        var written = 0
        #expect(engine.send(.play(at: 0)))
        while engine.enginePosition < Int64(blocks * 64) {
            let now = engine.enginePosition
            _ = engine.send(.write(parameter: fader, at: now, endsAtSeam: false))
            _ = engine.send(.ramp(parameter: fader, at: now + 100, to: Float(sent % 12), length: 100))
            let table = LaneTable.make(Lane(points: [(0, -3), (4_800, Float(sent % 7))]))
            if engine.send(.lane(parameter: fader, table: table)) { sent += 1 } else { LaneTable.free(table) }
            while let report = engine.nextReport() {
                if case .laneReturned(let table) = report {
                    LaneTable.free(table)
                    returned += 1
                }
                if case .segment(fader, _, _) = report { written += 1 }
            }
            #expect((-70...12).contains(engine.livePosition(of: fader)))
            #expect(engine.readMeter(of: .master).peakLeft < 100)
            await Task.yield()
        }
        await audio.value
        await disk.value
        while let report = engine.nextReport() {
            if case .laneReturned(let table) = report {
                LaneTable.free(table)
                returned += 1
            }
        }
        // The last one is with the engine, others may still be in the queue.
        #expect(sent > 0 && returned < sent && written > 0)
    }
}
