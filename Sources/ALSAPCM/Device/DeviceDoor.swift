internal import CALSA
internal import Glibc
internal import Synchronization

/// Exchanges devices between the audio thread, which gives up a lost one and takes a new one, and a thread that closes and opens them:
/// opening takes milliseconds, allocates and locks, while the transport must go on.
final class DeviceDoor: @unchecked Sendable {
    // @unchecked: the pointers cross by atomic exchange, each owned by whoever took it out.

    private let isWanted = Atomic<Bool>(false)
    private let offered = Atomic<UnsafeRawPointer?>(nil)
    private let discarded = Atomic<UnsafeRawPointer?>(nil)
    private let mustEnd = Atomic<Bool>(false)
    private let wake: UnsafeMutablePointer<sem_t>
    private let settings: OutputSettings
    /// Period to ask for.
    private let period: Atomic<Int>
    /// The next device is asked for at once.
    private let isUrgent = Atomic<Bool>(false)
    private let failure = Mutex<PCMError?>(nil)
    private let agree: @Sendable (PCMAgreement) -> Void
    private var thread: AudioThread?

    /// - Parameters:
    ///   - settings: of the device that is opened again.
    ///   - agree: called on the door's own thread with what a device that came back agreed to.
    init(_ settings: OutputSettings, agree: @escaping @Sendable (PCMAgreement) -> Void) {
        self.settings = settings
        period = Atomic(settings.period)
        self.agree = agree
        wake = .allocate(capacity: 1)
        sem_init(wake, 0, 0)
    }

    deinit {
        DeviceDoor.release(offered)
        DeviceDoor.release(discarded)
        sem_destroy(wake)
        wake.deallocate()
    }

    /// - Thread: control.
    func open() { thread = AudioThread(priority: 0) { [self] in serve() } }

    /// There is no device at the start: tries to open one every second.
    ///
    /// - Thread: setup, before ``open()``.
    func want(after error: PCMError) {
        failure.withLock { $0 = error }
        isWanted.store(true, ordering: .releasing)
    }

    /// Why there is no device; `nil` while there is one. Right after a loss there is no reason yet.
    ///
    /// - Thread: any but audio.
    var absence: DeviceAbsence? {
        guard isWanted.load(ordering: .acquiring) else { return nil }
        return DeviceAbsence(device: settings.device, reason: failure.withLock { $0 })
    }

    /// Ends the door's thread and waits for it.
    ///
    /// - Returns: whether it has ended within so many seconds; a device that hangs while it is opened keeps it.
    /// - Thread: control, after the audio thread has ended.
    func close(patience: Int) -> Bool {
        mustEnd.store(true, ordering: .releasing)
        sem_post(wake)
        defer { thread = nil }
        return thread?.join(patience: patience) ?? true
    }

    /// Gives a lost device away, to be closed, and asks for another.
    ///
    /// - Parameter period: frames of the period to ask for at once; `nil`: the same again, in a second.
    /// - Thread: audio.
    func discard(_ device: Unmanaged<PCMDevice>, retryingWith period: Int? = nil) {
        if let period {
            self.period.store(period, ordering: .relaxed)
            isUrgent.store(true, ordering: .relaxed)
        }
        discarded.store(UnsafeRawPointer(device.toOpaque()), ordering: .releasing)
        isWanted.store(true, ordering: .releasing)
        sem_post(wake)
    }

    /// The device that came back, once.
    ///
    /// - Thread: audio.
    func take() -> Unmanaged<PCMDevice>? {
        offered.exchange(nil, ordering: .acquiringAndReleasing).map { Unmanaged.fromOpaque($0) }
    }

    private func serve() {
        while !mustEnd.load(ordering: .acquiring) {
            guard isWanted.load(ordering: .acquiring) else {
                sem_wait(wake)
                continue
            }
            DeviceDoor.release(discarded)
            if !isUrgent.exchange(false, ordering: .relaxed) { waitSecond() }
            guard !mustEnd.load(ordering: .acquiring) else { return }
            var settings = settings
            settings.period = period.load(ordering: .relaxed)
            do {
                let device = try PCMDevice(settings)
                failure.withLock { $0 = nil }
                isWanted.store(false, ordering: .relaxed)
                agree(device.agreement)
                offered.store(UnsafeRawPointer(Unmanaged.passRetained(device).toOpaque()), ordering: .releasing)
            } catch {
                // An error is expected while the device is away: it is kept as the reason, and the next try is in a second.
                failure.withLock { $0 = error }
            }
        }
    }

    /// One second, or less if the door is closed meanwhile.
    private func waitSecond() { _ = calsa_wait(wake, 1) }

    private static func release(_ pointer: borrowing Atomic<UnsafeRawPointer?>) {
        guard let device = pointer.exchange(nil, ordering: .acquiringAndReleasing) else { return }
        Unmanaged<PCMDevice>.fromOpaque(device).release()
    }
}

/// There is no sound, since the device is not there or can't be used.
public struct DeviceAbsence: Sendable, Equatable {
    /// Name of the device that is waited for.
    public var device: String
    /// What the last try to open it said; `nil` before the first.
    public var reason: PCMError?

    public init(device: String, reason: PCMError?) {
        self.device = device
        self.reason = reason
    }
}
