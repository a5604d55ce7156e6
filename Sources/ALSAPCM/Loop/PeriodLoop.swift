internal import CRealtime
internal import Engine
internal import Glibc
internal import Realtime
internal import Synchronization

/// What the audio thread does: wait for a period, publish the time, render, hand over. On the device while there is one, else
/// against the system's clock.
///
/// - Thread: made at setup; `run` is the audio thread.
// Large: all that the audio thread touches in a period, in one object that is made before it runs.
final class PeriodLoop {
    /// Frames rendered at a time at the most; greater periods are rendered in portions.
    static let capacity = OutputSettings.periodRange.upperBound

    /// Tolerance within a buffer for two clocks, and for a card that counts in milliseconds.
    private static let slackNanoseconds: Int64 = 250_000

    let engine: Engine
    let settings: OutputSettings
    let clock: EngineClock
    let counters: OutputCounters
    let door: DeviceDoor
    private var reports: QueueProducer<OutputReport>
    /// What is heard, for the thread that keeps it; `nil`: it is not kept.
    private let heard: SampleRingWriter?
    let mustStop: StopFlag
    let left: UnsafeMutablePointer<Float>
    let right: UnsafeMutablePointer<Float>
    var device: Unmanaged<PCMDevice>?
    private var filter: TimeFilter
    var punctuality = Punctuality()
    /// Processor time of the block that was rendered last.
    var processor: Int64 = 0
    /// When the device had taken the last block. Read once for all uses: on some systems reading the clock is a system call.
    private var handedOver: Int64 = 0
    /// Whether the device reports how much it has played.
    private var isTimed = false
    private var startedAt: Int64 = 0
    private var startedProcessor: Int64 = 0
    private var endurance = Endurance()
    /// Whether the sound is interrupted, which is counted already.
    private var isInGap = false
    /// A period that the device did not keep was told.
    var toldTooShort = false

    init(
        _ settings: OutputSettings, engine: Engine, device: PCMDevice?, clock: EngineClock, counters: OutputCounters,
        door: DeviceDoor, reports: consuming QueueProducer<OutputReport>, heard: SampleRingWriter?, mustStop: StopFlag
    ) {
        self.settings = settings
        self.engine = engine
        self.clock = clock
        self.counters = counters
        self.door = door
        self.reports = reports
        self.heard = heard
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
            if case .lost(let code) = outcome { lose(device, code) }
        }
        countProcessor()
    }

    // MARK: On a device

    private func play(on device: PCMDevice) -> PCMDevice.Outcome {
        let period = device.agreement.period
        let buffer = Int64(device.agreement.buffer) * 1_000_000_000 / Int64(settings.sampleRate)
        var outcome = restart(device)
        var lastRoom = MonotonicClock.nanoseconds
        endurance = Endurance()
        var pace = PaceWatch(buffer: device.agreement.buffer, sampleRate: settings.sampleRate)
        pace.restart(at: lastRoom)
        while true {
            switch outcome {
            case .lost: return outcome
            case .xrun:
                // The block was not begun; it is judged as if it took as long as the one before.
                countXrun(judge(device, due: due(on: device), ended: MonotonicClock.nanoseconds))
                // Gap after gap, or starts after which no period ever gets through: the period is too short, or there is
                // nobody at the other end.
                guard !endurance.failed(at: MonotonicClock.nanoseconds) else { return .lost(EPIPE) }
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
                // Two seconds without a period: the device has stopped.
                if waited == .done, now - lastRoom > 2_000_000_000 { return .lost(ETIMEDOUT) }
                continue
            }
            // The machine was suspended or stalled for longer than the buffer lasts: the card has played it all, then old
            // samples again, but counts modulo the buffer and may report no error. What is written now would be heard
            // late or never.
            if now - lastRoom > buffer + PeriodLoop.slackNanoseconds {
                outcome = .xrun
                continue
            }
            lastRoom = now
            let due = due(on: device)
            readTime(of: device, now)
            let isLast = mustStop.isSet
            outcome = renderPeriod(
                period, to: device, due: due, until: now + buffer + PeriodLoop.slackNanoseconds, fades: isLast)
            if outcome == .done {
                endurance.succeeded()
                isInGap = false
            }
            if isLast {
                device.finish()
                return .done
            }
            if pace.took(period, at: handedOver) {
                report(.unpaced(engineFrame: engine.enginePosition))
                return playAtOurPace(on: device)
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
        punctuality.restart()
        return outcome
    }

    /// Counts a gap once, however often the device has to be started until a period gets through again.
    private func countXrun(_ verdict: Punctuality.Verdict) {
        guard !isInGap else { return }
        isInGap = true
        counters.xruns.add(1, ordering: .relaxed)
        counters.count(verdict, in: counters.xrunsBySystem)
        report(.xrun(engineFrame: engine.enginePosition))
    }

    /// When the device had room for the engine's next period, by the readings so far.
    ///
    /// - Returns: `nil` if the device does not tell its place.
    private func due(on device: PCMDevice) -> Int64? {
        isTimed ? filter.moment(of: Double(engine.enginePosition)) : nil
    }

    /// Judges a block of the device that is there now.
    ///
    /// - Parameter due: `nil`: unknown; then lateness is not blamed on the system.
    private func judge(_ device: PCMDevice, due: Int64?, ended: Int64) -> Punctuality.Verdict {
        guard let due else { return .late(by: 0) }
        let lead = device.agreement.buffer - device.agreement.period
        return punctuality.judge(
            Punctuality.Block(
                due: due, deadline: due + Int64(lead) * 1_000_000_000 / Int64(settings.sampleRate),
                ended: ended, processor: processor))
    }

    /// Reads the device's position and relates it to engine frames: at the moment when there is room for exactly one period, the
    /// engine's next frame begins to be rendered.
    private func readTime(of device: PCMDevice, _ now: Int64) {
        guard let reading = device.played(at: now) else {
            isTimed = false
            return
        }
        isTimed = true
        let ahead = Int64(device.agreement.buffer - device.agreement.period) - device.written
        filter.take(frame: Double(reading.frames + ahead + engine.enginePosition), at: reading.nanoseconds)
        publish()
    }

    private func publish() { clock.publish(frame: filter.frame, nanoseconds: filter.nanoseconds, rate: filter.rate) }

    /// - Parameters:
    ///   - due: when there was room for the period, as ``due(on:)`` says.
    ///   - deadline: the moment at which the device has surely run dry, whatever the kernel says.
    private func renderPeriod(
        _ period: Int, to device: PCMDevice, due: Int64?, until deadline: Int64, fades: Bool
    ) -> PCMDevice.Outcome {
        var done = 0
        while done < period {
            let frames = min(period - done, PeriodLoop.capacity)
            render(frames)
            if fades { fade(frames) }
            var outcome = device.put(left: left, right: right, frames: frames)
            handedOver = MonotonicClock.nanoseconds
            let verdict = judge(device, due: due, ended: handedOver)
            // The device ran dry between its wake-up and now. What was rendered must still be heard: after the gap.
            if outcome == .xrun || outcome == .done && handedOver > deadline {
                countXrun(verdict)
                guard !endurance.failed(at: handedOver) else { return .lost(EPIPE) }
                outcome = restart(device, rendered: frames)
                if outcome == .done { outcome = device.put(left: left, right: right, frames: frames) }
            }
            guard outcome == .done else { return outcome }
            done += frames
        }
        return .done
    }

    /// Fades to silence, so that the end of the program does not click.
    func fade(_ frames: Int) {
        for frame in 0..<frames {
            let gain = 1 - Float(frame + 1) / Float(frames)
            left[frame] *= gain
            right[frame] *= gain
        }
    }

    // MARK: Both

    func render(_ frames: Int) {
        let begin = MonotonicClock.nanoseconds
        let used = MonotonicClock.threadNanoseconds
        engine.render(left: left, right: right, frames: frames)
        if let heard, !heard.write(left: left, right: right, frames: frames) {
            counters.unkept.add(Int64(frames), ordering: .relaxed)
        }
        processor = MonotonicClock.threadNanoseconds - used
        counters.count(render: MonotonicClock.nanoseconds - begin, processor: processor)
        if counters.blocks.load(ordering: .relaxed) % 64 == 0 { countProcessor() }
    }

    private func countProcessor() {
        counters.processor.store(MonotonicClock.threadNanoseconds - startedProcessor, ordering: .relaxed)
        counters.elapsed.store(MonotonicClock.nanoseconds - startedAt, ordering: .relaxed)
    }

    /// Reports are dropped when the queue is full: the counters have them all the same.
    func report(_ report: OutputReport) { _ = reports.push(report) }
}
