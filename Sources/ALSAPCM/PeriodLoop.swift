internal import CRealtime
internal import Engine
internal import Glibc
internal import Realtime
internal import Synchronization

/// What the audio thread does: wait for a period, publish the time, render, hand over. On the device while there is one, else
/// against the system's clock.
///
/// - Thread: made at setup; `run` is the audio thread.
final class PeriodLoop {
    /// Frames rendered at a time at the most; greater periods are rendered in portions.
    static let capacity = OutputSettings.periodRange.upperBound

    /// What two clocks and a card that counts in milliseconds may differ within a buffer.
    private static let slackNanoseconds: Int64 = 250_000

    private let engine: Engine
    private let settings: OutputSettings
    private let clock: EngineClock
    private let counters: OutputCounters
    private let door: DeviceDoor
    private var reports: QueueProducer<OutputReport>
    private let mustStop: StopFlag
    private let left: UnsafeMutablePointer<Float>
    private let right: UnsafeMutablePointer<Float>
    private var device: Unmanaged<PCMDevice>?
    private var filter: TimeFilter
    private var startedAt: Int64 = 0
    private var startedProcessor: Int64 = 0

    init(
        _ settings: OutputSettings, engine: Engine, device: PCMDevice?, clock: EngineClock, counters: OutputCounters,
        door: DeviceDoor, reports: consuming QueueProducer<OutputReport>, mustStop: StopFlag
    ) {
        self.settings = settings
        self.engine = engine
        self.clock = clock
        self.counters = counters
        self.door = door
        self.reports = reports
        self.mustStop = mustStop
        self.device = device.map { Unmanaged.passRetained($0) }
        left = .allocate(capacity: PeriodLoop.capacity)
        right = .allocate(capacity: PeriodLoop.capacity)
        left.initialize(repeating: 0, count: PeriodLoop.capacity)
        right.initialize(repeating: 0, count: PeriodLoop.capacity)
        filter = TimeFilter(
            frame: Double(engine.enginePosition), nanoseconds: MonotonicClock.nanoseconds,
            sampleRate: Double(settings.sampleRate))
    }

    deinit {
        device?.release()
        left.deallocate()
        right.deallocate()
    }

    /// Until it is told to stop.
    func run() {
        rt_flush_denormals()
        startedAt = MonotonicClock.nanoseconds
        startedProcessor = MonotonicClock.threadNanoseconds
        while !mustStop.isSet {
            guard let device else {
                playAgainstClock()
                continue
            }
            let outcome = device._withUnsafeGuaranteedRef { play(on: $0) }
            if case .lost(let code) = outcome {
                counters.losses.add(1, ordering: .relaxed)
                report(.lost(engineFrame: engine.enginePosition, code: code))
                self.device = nil
                door.discard(device)
            }
        }
        countProcessor()
    }

    // MARK: On a device

    private func play(on device: PCMDevice) -> PCMDevice.Outcome {
        let period = device.agreement.period
        let buffer = Int64(device.agreement.buffer) * 1_000_000_000 / Int64(settings.sampleRate)
        var outcome = restart(device)
        var lastRoom = MonotonicClock.nanoseconds
        var failures = 0
        while true {
            switch outcome {
            case .lost: return outcome
            case .xrun:
                countXrun()
                failures += 1
                // Starting succeeds, yet no period ever gets through: there is nobody at the other end.
                guard failures < 32 else { return .lost(EPIPE) }
                outcome = restart(device)
                lastRoom = MonotonicClock.nanoseconds
                continue
            case .done: break
            }
            let (hasRoom, waited) = device.wait()
            let now = MonotonicClock.nanoseconds
            guard hasRoom, waited == .done else {
                outcome = waited
                if mustStop.isSet { return .done }
                // Two seconds without a period: the device stands still.
                if waited == .done, now - lastRoom > 2_000_000_000 { return .lost(ETIMEDOUT) }
                continue
            }
            // A machine that stood still for longer than the buffer lasts: the card has played it all, and then old
            // samples again, but counts its place modulo the buffer and may see nothing wrong. What is written now
            // would be heard late or never.
            if now - lastRoom > buffer + PeriodLoop.slackNanoseconds {
                outcome = .xrun
                continue
            }
            lastRoom = now
            readTime(of: device)
            let isLast = mustStop.isSet
            outcome = renderPeriod(
                period, to: device, until: now + buffer + PeriodLoop.slackNanoseconds, fades: isLast)
            if outcome == .done { failures = 0 }
            if isLast {
                device.finish()
                return .done
            }
        }
    }

    /// Starts the device anew; `rendered` frames of the engine are still to be given to it.
    private func restart(_ device: PCMDevice, rendered: Int = 0) -> PCMDevice.Outcome {
        let outcome = device.start(free: rendered)
        // The first period is due one period from now: the frame rendered now would have been one period earlier.
        let frame = engine.enginePosition - Int64(device.agreement.period)
        filter.restart(frame: Double(frame), nanoseconds: MonotonicClock.nanoseconds)
        publish()
        return outcome
    }

    private func countXrun() {
        counters.xruns.add(1, ordering: .relaxed)
        report(.xrun(engineFrame: engine.enginePosition))
    }

    /// The line from what the device has played to the frames of the engine: when a period has exactly room, the engine's next
    /// frame is rendered.
    private func readTime(of device: PCMDevice) {
        guard let reading = device.played() else { return }
        let ahead = Int64(device.agreement.buffer - device.agreement.period) - device.written
        filter.take(frame: Double(reading.frames + ahead + engine.enginePosition), at: reading.nanoseconds)
        publish()
    }

    private func publish() { clock.publish(frame: filter.frame, nanoseconds: filter.nanoseconds, rate: filter.rate) }

    /// - Parameter deadline: the moment at which the device has surely run dry, whatever the kernel says.
    private func renderPeriod(
        _ period: Int, to device: PCMDevice, until deadline: Int64, fades: Bool
    ) -> PCMDevice.Outcome {
        var done = 0
        while done < period {
            let frames = min(period - done, PeriodLoop.capacity)
            render(frames)
            if fades { fade(frames) }
            var outcome = device.put(left: left, right: right, frames: frames)
            // The device ran dry between its wake-up and now. What was rendered must still be heard: after the gap.
            if outcome == .xrun || outcome == .done && MonotonicClock.nanoseconds > deadline {
                countXrun()
                outcome = restart(device, rendered: frames)
                if outcome == .done { outcome = device.put(left: left, right: right, frames: frames) }
            }
            guard outcome == .done else { return outcome }
            done += frames
        }
        return .done
    }

    /// To silence, so that the end of the program is not a click.
    private func fade(_ frames: Int) {
        for frame in 0..<frames {
            let gain = 1 - Float(frame + 1) / Float(frames)
            left[frame] *= gain
            right[frame] *= gain
        }
    }

    // MARK: Against the clock

    /// As a device with `periods` of buffer would ask for them; until told to stop, or until the device is back.
    private func playAgainstClock() {
        let rate = Int64(settings.sampleRate)
        let period = Int64(settings.period)
        func duration(_ frames: Int64) -> Int64 { frames * 1_000_000_000 / rate }
        var anchor = MonotonicClock.nanoseconds
        var rendered: Int64 = 0
        while !mustStop.isSet {
            let due = anchor + duration(rendered)
            MonotonicClock.sleep(until: due)
            let wake = MonotonicClock.nanoseconds - due
            let position = engine.enginePosition
            clock.publish(frame: Double(position), nanoseconds: due, rate: Double(rate) / 1e9)
            render(Int(period))
            rendered += period
            let allowed = duration(period * Int64(settings.periods - 1))
            let took = MonotonicClock.nanoseconds - due
            let lateness = took - allowed
            counters.count(wake: wake)
            if lateness > 0 {
                counters.lateBlocks.add(1, ordering: .relaxed)
                // Without the wait for the processor it would have been in time.
                if took - wake <= allowed { counters.lateWakes.add(1, ordering: .relaxed) }
                report(.late(engineFrame: position, nanoseconds: lateness))
            }
            // The whole buffer has run dry: a device would start anew here, and so do we.
            if lateness > duration(period) {
                anchor = MonotonicClock.nanoseconds
                rendered = 0
            }
            if let found = door.take() {
                device = found
                report(.returned(engineFrame: engine.enginePosition))
                return
            }
        }
    }

    // MARK: Both

    private func render(_ frames: Int) {
        let begin = MonotonicClock.nanoseconds
        engine.render(left: left, right: right, frames: frames)
        counters.count(render: MonotonicClock.nanoseconds - begin)
        if counters.blocks.load(ordering: .relaxed) % 64 == 0 { countProcessor() }
    }

    private func countProcessor() {
        counters.processor.store(MonotonicClock.threadNanoseconds - startedProcessor, ordering: .relaxed)
        counters.elapsed.store(MonotonicClock.nanoseconds - startedAt, ordering: .relaxed)
    }

    /// A full queue means that nobody reads: the counters have it all the same.
    private func report(_ report: OutputReport) { _ = reports.push(report) }
}

/// Set once, by the control thread.
final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    var isSet: Bool { flag.load(ordering: .acquiring) }
    func set() { flag.store(true, ordering: .releasing) }
}
