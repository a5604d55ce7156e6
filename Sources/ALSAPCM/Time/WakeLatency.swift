internal import Glibc

/// Keeps the processors, as long as it lives, from idle states that they cannot leave in time. Waking from a deep one takes time from
/// the period of a thread that wakes in every period.
///
/// - Source: the Linux kernel's PM QoS interface: the lowest latency asked for through the device rules for all processors,
///   until whoever asked closes it.
/// - Thread: control.
public final class WakeLatency {
    static let device = "/dev/cpu_dma_latency"
    private let descriptor: Int32

    /// Microseconds in which a processor must be awake: a hundredth of the period. At 64 frames that permits the first sleeps
    /// (1 to 10 µs on common processors), not the deep ones (100 µs and more); long periods permit those too.
    static func microseconds(period: Int, sampleRate: Int) -> Int32 { Int32(period * 10_000 / max(1, sampleRate)) }

    /// - Parameters:
    ///   - period: frames from one wake-up to the next.
    ///   - path: the device.
    /// - Returns: `nil` where the system has no such device or does not permit it.
    init?(period: Int, sampleRate: Int, path: String = WakeLatency.device) {
        var latency = WakeLatency.microseconds(period: period, sampleRate: sampleRate)
        descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard write(descriptor, &latency, 4) == 4 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// What the system permits.
    public enum Permission: Sendable { case granted, refused, notThere }

    /// Asks the system; changes nothing.
    ///
    /// - Thread: any.
    public static func permission() -> Permission {
        if access(device, F_OK) != 0 { return .notThere }
        return access(device, W_OK) == 0 ? .granted : .refused
    }
}
