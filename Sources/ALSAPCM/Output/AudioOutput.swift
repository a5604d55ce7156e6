public import Engine
public import Realtime
internal import Synchronization

/// Plays an engine: on an ALSA device, or with no device at all in real-time pace (``OutputSettings/clockDevice``).
///
/// The engine is rendered on a thread of its own, one period at a time. A device that goes away is waited for, while the
/// engine goes on against the system's clock.
///
/// - Thread: control, except where noted.
// Large: what is shared with the audio thread has a member each, so that its way of sharing stands beside it.
public final class AudioOutput: @unchecked Sendable {
    // @unchecked: fields change only in `start` and `stop`, on the control thread; what the audio thread shares are atomics,
    // a queue and a lock that it never takes.

    public let settings: OutputSettings
    /// What to tell the user after the start; empty when all is as it should be.
    public private(set) var warnings: [OutputWarning] = []

    private let engine: Engine
    private let heard: SampleRing?
    private let clock: EngineClock
    private let counters = OutputCounters()
    private let reportQueue = Queue<OutputReport>(capacity: 1024)
    private var reports: QueueConsumer<OutputReport>
    private let agreed = Mutex<PCMAgreement?>(nil)
    private let mustStop = StopFlag()
    private var door: DeviceDoor?
    private var thread: AudioThread?
    private var wakeLatency: WakeLatency?

    /// Checks the settings; opens nothing yet.
    ///
    /// - Parameter heard: gets everything that is rendered, for the thread that keeps it; `nil`: it is not kept. Frames without room in
    ///   it are left out and counted (``unkeptFrames``).
    /// - Throws: ``PCMError/setting(name:found:expected:)``.
    public init(_ settings: OutputSettings, engine: Engine, heard: SampleRing? = nil) throws(PCMError) {
        try settings.check()
        self.settings = settings
        self.engine = engine
        self.heard = heard
        clock = EngineClock(sampleRate: settings.sampleRate)
        reports = reportQueue.makeConsumer()
    }

    deinit { stop() }

    /// Opens the device and begins to render. Once only: make another output to start again.
    ///
    /// - Throws: each case of ``PCMError`` but `setting`; nothing plays then, and another device may be tried.
    public func start() throws(PCMError) {
        precondition(thread == nil && !mustStop.isSet, "an output is started once")
        var device: PCMDevice?
        var waiting: PCMError?
        if settings.device != OutputSettings.clockDevice {
            do throws(PCMError) {
                let opened = try PCMDevice(settings)
                agree(opened.agreement)
                warn(of: opened.agreement)
                device = opened
            } catch {
                guard settings.waits, case .busy = error else { throw error }
                waiting = error
            }
        }
        let permission = RealtimePermission.check()
        if !permission.lockMemory() { warnings.append(.memoryNotLocked) }
        let door = DeviceDoor(settings) { [weak self] in self?.agree($0) }
        let loop = PeriodLoop(
            settings, engine: engine, device: device, clock: clock, counters: counters, door: door,
            reports: reportQueue.makeProducer(), heard: heard.map { SampleRingWriter($0) }, mustStop: mustStop)
        guard let thread = AudioThread(priority: permission.priority, { loop.run() }) else {
            throw .system(device: settings.device, action: "play on", reason: "the system gives no more threads")
        }
        if !thread.isRealtime { warnings.append(.noRealtime) }
        if let waiting { door.want(after: waiting) }
        if device != nil || waiting != nil { door.open() }
        wakeLatency = WakeLatency(period: period, sampleRate: settings.sampleRate)
        self.door = door
        self.thread = thread
    }

    /// Fades out, waits for the last period, closes the device. Does nothing if it doesn't play.
    ///
    /// - Returns: whether the device was closed. One in which a call hangs is waited for no longer than ``patience`` seconds, and left
    ///   to itself.
    @discardableResult
    public func stop() -> Bool {
        guard let thread else { return true }
        mustStop.set()
        defer {
            self.thread = nil
            wakeLatency = nil
            door = nil
        }
        guard thread.join(patience: AudioOutput.patience) else {
            _ = door?.close(patience: 0)
            return false
        }
        return door?.close(patience: AudioOutput.patience) ?? true
    }

    /// Seconds that a device has for its end: more than any buffer lasts, and than a device needs to be opened.
    static let patience = 3

    /// Format, rate, period and buffer of the device; `nil` for the clock device and before the start.
    ///
    /// - Thread: any.
    public var agreement: PCMAgreement? { agreed.withLock { $0 } }

    /// Frames rendered at a time: the device's word, else what was asked for.
    ///
    /// - Thread: any.
    public var period: Int { agreement?.period ?? settings.period }

    /// Frames from rendering to sounding, the converter's own delay not counted.
    ///
    /// - Thread: any.
    public var latency: Int { agreement?.buffer ?? settings.period * settings.periods }

    /// Why nothing is heard: the device is away, held by another program, or unusable. `nil` while it plays, and for the clock
    /// device, which nobody expects to hear.
    ///
    /// - Thread: any but audio.
    public var absence: DeviceAbsence? { door?.absence }

    /// Counters since the start, with the distributions of block times: too costly for every turn of the desk's loop.
    ///
    /// - Thread: any.
    public var statistics: OutputStatistics { counters.read() }

    /// ``OutputStatistics/gaps`` alone, which costs nothing.
    ///
    /// - Thread: any.
    public var gaps: Int64 { counters.gaps }

    /// Frames that were heard and not kept, since their ring was full.
    ///
    /// - Thread: any.
    public var unkeptFrames: Int64 { counters.unkept.load(ordering: .relaxed) }

    /// What happened since the last call, oldest first; `nil`: nothing more.
    public func nextReport() -> OutputReport? { reports.pop() }

    /// The engine frame whose rendering starts at a moment; advances at the device's own rate between periods.
    ///
    /// An event stamped at a moment sounds at a constant distance from it when it is given the frame `engineFrame + period`:
    /// the block with that frame is rendered at the earliest after the moment.
    ///
    /// - Parameter nanoseconds: on the monotonic clock, as the sequencer's stamps are.
    /// - Thread: any.
    public func engineFrame(atNanoseconds nanoseconds: Int64) -> Int64 { clock.engineFrame(at: nanoseconds) }

    /// The place and speed of the engine as last published: frame, moment, frames per second.
    ///
    /// - Thread: any.
    public var clockPoint: ClockPoint {
        let point = clock.read()
        return ClockPoint(engineFrame: point.frame, nanoseconds: point.nanoseconds, framesPerSecond: point.rate * 1e9)
    }

    private func agree(_ agreement: PCMAgreement) { agreed.withLock { $0 = agreement } }

    private func warn(of agreement: PCMAgreement) {
        let buffer = settings.period * settings.periods
        if agreement.period != settings.period {
            warnings.append(.period(asked: settings.period, agreed: agreement.period))
        }
        if agreement.buffer != buffer { warnings.append(.buffer(asked: buffer, agreed: agreement.buffer)) }
    }
}

/// A point on the line of engine frames over time.
public struct ClockPoint: Sendable, Equatable {
    /// Frame whose rendering starts at ``nanoseconds``.
    public var engineFrame: Double
    /// On the monotonic clock.
    public var nanoseconds: Int64
    /// The device's own rate, as measured.
    public var framesPerSecond: Double
}
