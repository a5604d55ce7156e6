internal import Engine
internal import Synchronization

/// Paced by the system's clock: without a device, or with one that does not pace.
///
/// - Thread: audio.
extension PeriodLoop {
    /// Renders periods as a device with a buffer of `periods` would ask for them; until told to stop, or until the device is back.
    func playAgainstClock() {
        let rate = Int64(settings.sampleRate)
        let period = Int64(settings.period)
        func duration(_ frames: Int64) -> Int64 { frames * 1_000_000_000 / rate }
        let allowed = duration(period * Int64(settings.periods - 1))
        var anchor = MonotonicClock.nanoseconds
        var rendered: Int64 = 0
        punctuality.restart()
        while !mustStop.isSet {
            let due = anchor + duration(rendered)
            MonotonicClock.sleep(until: due)
            let position = engine.enginePosition
            clock.publish(frame: Double(position), nanoseconds: due, rate: Double(rate) / 1e9)
            render(Int(period))
            rendered += period
            let ended = MonotonicClock.nanoseconds
            let verdict = punctuality.judge(
                Punctuality.Block(due: due, deadline: due + allowed, ended: ended, processor: processor))
            let lateness = ended - due - allowed
            if lateness > 0 {
                counters.lateBlocks.add(1, ordering: .relaxed)
                counters.count(verdict, in: counters.lateBySystem)
                report(.late(engineFrame: position, nanoseconds: lateness))
            }
            // The whole buffer would have run dry: start anew, as a device would.
            if lateness > duration(period) {
                anchor = MonotonicClock.nanoseconds
                rendered = 0
                punctuality.restart()
            }
            if let found = door.take() {
                device = found
                report(.returned(engineFrame: engine.enginePosition))
                return
            }
        }
    }

    /// Gives a device that takes everything at once a period at its time, until told to stop or until it fails.
    func playAtOurPace(on device: PCMDevice) -> PCMDevice.Outcome {
        let rate = Int64(settings.sampleRate)
        let period = device.agreement.period
        let anchor = MonotonicClock.nanoseconds
        var rendered: Int64 = 0
        while true {
            let due = anchor + rendered * 1_000_000_000 / rate
            MonotonicClock.sleep(until: due)
            clock.publish(frame: Double(engine.enginePosition), nanoseconds: due, rate: Double(rate) / 1e9)
            let isLast = mustStop.isSet
            var done = 0
            while done < period {
                let frames = min(period - done, PeriodLoop.capacity)
                render(frames)
                if isLast { fade(frames) }
                let outcome = device.put(left: left, right: right, frames: frames)
                // An xrun does not matter here: nobody listens.
                if case .lost = outcome { return outcome }
                if outcome == .xrun, case .lost(let code) = device.start(free: 0) { return .lost(code) }
                done += frames
            }
            rendered += Int64(period)
            if isLast {
                device.finish()
                return .done
            }
        }
    }
}
