import ALSAPCM
import Desk
import MIDI
public import Mapping
import Units

/// Recorded hands beside the real ones.
extension LiveMix {
    /// How far ahead of the sound recorded hands are given to the engine, in ms.
    private static let foresight = 20

    struct Replay {
        var events: ArraySlice<Performance.Event>
        var hands: PerformanceHands
        /// Engine frame of performance time 0.
        var start: FramePosition
    }

    /// Lets recorded hands play, from now on.
    ///
    /// - Parameter mappings: by name of the performance's surfaces.
    public func replay(_ performance: Performance, mappings: [String: DeviceMapping]) {
        // Its devices get their first state before its first event.
        let start = frame(of: clock()) + desk.frames(milliseconds: 200)
        let hands = PerformanceHands(performance, mappings: mappings, desk: desk, keepsSent: false, at: desk.now)
        replay = Replay(events: performance.events[...], hands: hands, start: start)
    }

    /// Engine frame at which the next recorded event must be given to the engine; `nil`: there is none.
    var nextOfReplay: FramePosition? {
        guard let replay, let event = replay.events.first else { return nil }
        return replay.start + desk.clock.frame(nanoseconds: event.nanoseconds)
            - desk.frames(milliseconds: LiveMix.foresight)
    }

    func takePerformance() {
        guard let start = replay?.start else { return }
        // Recorded hands are known in advance: they reach the engine early enough to act at their very sample, whatever the
        // machine is doing. Real hands come after them then, by this much at the most.
        let horizon =
            output.engineFrame(atNanoseconds: clock()) + Int64(output.period)
            + desk.frames(milliseconds: LiveMix.foresight)
        while let event = replay?.events.first {
            let due = start + desk.clock.frame(nanoseconds: event.nanoseconds)
            guard due <= horizon else { return }
            replay?.events.removeFirst()
            let frame = raise(to: due)
            desk.advance(to: frame)
            if let complaint = replay?.hands.act(event.input, at: frame) { rig.tell(complaint) }
        }
    }
}
