internal import Glibc

/// Whether the system lets this user run a thread ahead of all others, and keep memory from being swapped out.
public struct RealtimePermission: Sendable, Equatable {
    /// Priority that the audio thread may have, `1...70`; 0: none.
    public var priority: Int
    /// Memory may be locked without a limit.
    public var canLockMemory: Bool

    /// Asks the system; changes nothing.
    ///
    /// - Thread: any.
    public static func check() -> RealtimePermission {
        // Above the kernel's interrupt threads (50), below its watchdogs (99).
        let wanted = 70
        let isRoot = geteuid() == 0
        let limit = softLimit(__RLIMIT_RTPRIO)
        let memory = softLimit(__RLIMIT_MEMLOCK)
        let priority = isRoot ? wanted : min(wanted, Int(min(limit, 99)))
        return RealtimePermission(priority: priority, canLockMemory: isRoot || memory == .max)
    }

    /// Puts the calling thread ahead of all ordinary ones, but behind the audio thread: for the thread that carries hands to the engine.
    ///
    /// - Returns: whether the system permitted it; otherwise moves may be carried later when the machine is busy.
    /// - Thread: any; it is the calling one that is raised.
    @discardableResult
    public static func raiseThisThread() -> Bool {
        let priority = check().priority - 10
        guard priority > 0 else { return false }
        var parameter = sched_param(sched_priority: Int32(priority))
        return pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameter) == 0
    }

    private static func softLimit(_ resource: __rlimit_resource) -> UInt64 {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return 0 }
        return UInt64(limit.rlim_cur)
    }

    /// Locks the program's memory, present and future, if that is without a limit; with a limit, later allocations would fail.
    func lockMemory() -> Bool {
        guard canLockMemory else { return false }
        // MCL_ONFAULT: pages that are never touched take no memory.
        return mlockall(Int32(MCL_CURRENT) | Int32(MCL_FUTURE) | Int32(MCL_ONFAULT)) == 0
    }
}

/// Why the sound may have gaps although all is well.
public enum OutputWarning: Sendable, Equatable {
    /// The audio thread shares the processor with everything else.
    case noRealtime
    /// Memory of the program may be swapped out.
    case memoryNotLocked
    /// The device wakes at another period than asked for, in frames.
    case period(asked: Int, agreed: Int)
    /// The buffer has another size than asked for, in frames.
    case buffer(asked: Int, agreed: Int)
}

extension OutputWarning: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noRealtime:
            "no real-time priority: the sound may have gaps under load; add `@audio - rtprio 95` to "
                + "/etc/security/limits.d/audio.conf, join the group audio and log in again"
        case .memoryNotLocked:
            "memory can't be locked: the sound may have gaps when memory is short; add `@audio - memlock unlimited` to "
                + "/etc/security/limits.d/audio.conf, join the group audio and log in again"
        case .period(let asked, let agreed): "the device's period is \(agreed) frames, \(asked) were asked for"
        case .buffer(let asked, let agreed): "the device's buffer is \(agreed) frames, \(asked) were asked for"
        }
    }
}
