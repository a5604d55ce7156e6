import Glibc

/// The number of files that the process may have open.
enum FileLimit {
    /// Files that others need beside the stems: the session, ports, devices, the bounce.
    private static let others = 256

    /// Raises the soft limit, which is often 1,024, so that `count` stems can be open at once; as far as the system allows.
    static func makeRoom(forStems count: Int) {
        var limit = rlimit()
        let wanted = rlim_t(count + others)
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < wanted else {
            return
        }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
