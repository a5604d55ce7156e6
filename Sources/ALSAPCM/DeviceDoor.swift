internal import Glibc
internal import Synchronization

/// Where the audio thread gives a lost device away and takes a new one, while another thread opens and closes them:
/// opening takes milliseconds, allocates and locks, and meanwhile the transport must go on.
final class DeviceDoor: @unchecked Sendable {
    // @unchecked: the pointers cross by atomic exchange, each owned by whoever took it out.

    private let isWanted = Atomic<Bool>(false)
    private let offered = Atomic<UnsafeRawPointer?>(nil)
    private let discarded = Atomic<UnsafeRawPointer?>(nil)
    private let mustEnd = Atomic<Bool>(false)
    private let wake: UnsafeMutablePointer<sem_t>
    private let settings: OutputSettings
    private let agree: @Sendable (PCMAgreement) -> Void
    private var thread: AudioThread?

    /// - Parameters:
    ///   - settings: of the device that is opened again.
    ///   - agree: told on the door's own thread what a device that came back agreed to.
    init(_ settings: OutputSettings, agree: @escaping @Sendable (PCMAgreement) -> Void) {
        self.settings = settings
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
    func open() { thread = AudioThread(priority: 0) { [unowned self] in serve() } }

    /// Ends the door's thread and waits for it.
    ///
    /// - Thread: control, after the audio thread has ended.
    func close() {
        mustEnd.store(true, ordering: .releasing)
        sem_post(wake)
        thread?.join()
        thread = nil
    }

    /// Gives a lost device away, to be closed, and asks for another.
    ///
    /// - Thread: audio.
    func discard(_ device: Unmanaged<PCMDevice>) {
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
            waitSecond()
            // Not there yet is the expected answer; the next second asks again.
            guard !mustEnd.load(ordering: .acquiring), let device = try? PCMDevice(settings) else { continue }
            isWanted.store(false, ordering: .relaxed)
            agree(device.agreement)
            offered.store(UnsafeRawPointer(Unmanaged.passRetained(device).toOpaque()), ordering: .releasing)
        }
    }

    /// One second, or less if the door is closed meanwhile.
    private func waitSecond() {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        moment.tv_sec += 1
        sem_timedwait(wake, &moment)
    }

    private static func release(_ pointer: borrowing Atomic<UnsafeRawPointer?>) {
        guard let device = pointer.exchange(nil, ordering: .acquiringAndReleasing) else { return }
        Unmanaged<PCMDevice>.fromOpaque(device).release()
    }
}
