/// How an engine renders. Workers, kernel and stretches change no bit of what it renders.
public struct EngineOptions: Sendable, Hashable {
    /// Threads that render, the audio thread among them: 1…64.
    public var workers: Int
    /// Priority of SCHED_FIFO for the threads beside the audio thread, where the system permits it; 0: ordinary threads.
    public var workerPriority: Int
    public var kernel: KernelChoice
    /// Whether the monitor section stands between the mix and the output, with PFL and AFL: live, not in a bounce.
    public var isMonitored: Bool

    /// Cells of the time line that a section of strips renders in a row while nothing moves, before the next section does:
    /// 1…16. Off line, where nobody waits for the first of them, more than one keeps what a section needs in the caches.
    public var stretch: Int

    /// Whether the master's limiter, on or off, has its look-ahead in circuit from the start, so that switching it shifts no sound.
    public var isLimiterReady: Bool

    /// Least number of sends of each strip and bus that have parameters, 0…16, even if fewer are connected: so that a send can be set
    /// before it is.
    public var sends: Int

    /// One thread, the fastest kernel, no monitor section, cell by cell, the sends that lead somewhere, unless said.
    ///
    /// - Thread: any.
    public init(
        workers: Int = 1, workerPriority: Int = 0, kernel: KernelChoice = .best, isMonitored: Bool = false,
        stretch: Int = 1, isLimiterReady: Bool = false, sends: Int = 0
    ) {
        self.workers = min(max(1, workers), 64)
        self.workerPriority = workerPriority
        self.kernel = kernel
        self.isMonitored = isMonitored
        self.stretch = min(max(1, stretch), 16)
        self.isLimiterReady = isLimiterReady
        self.sends = sends
    }
}
