/// How an engine renders. Workers and kernel change no bit of what it renders.
public struct EngineOptions: Sendable, Hashable {
    /// Threads that render, the audio thread among them: 1…64.
    public var workers: Int
    /// Priority of SCHED_FIFO for the threads beside the audio thread, where the system permits it; 0: ordinary threads.
    public var workerPriority: Int
    public var kernel: KernelChoice
    /// Whether the monitor section stands between the mix and the output, with PFL and AFL: live, not in a bounce.
    public var isMonitored: Bool

    /// Whether the master's limiter has its look-ahead in circuit from the start, on or off, so that switching it moves nothing.
    public var isLimiterReady: Bool

    /// One thread, the fastest kernel, no monitor section, unless said.
    ///
    /// - Thread: any.
    public init(
        workers: Int = 1, workerPriority: Int = 0, kernel: KernelChoice = .best, isMonitored: Bool = false,
        isLimiterReady: Bool = false
    ) {
        self.workers = min(max(1, workers), 64)
        self.workerPriority = workerPriority
        self.kernel = kernel
        self.isMonitored = isMonitored
        self.isLimiterReady = isLimiterReady
    }
}
