import Realtime

/// The audio thread's end of the reports: never waits, and says later that it had to drop some.
///
/// - Thread: audio.
struct ReportSink: ~Copyable {
    /// Slots kept free for returned lanes, which must not be lost.
    static var reserve: Int {
        @_noLocks @_noAllocation get { 1024 }
    }

    private var queue: QueueProducer<EngineReport>
    private var hasLost = false

    init(_ queue: consuming QueueProducer<EngineReport>) { self.queue = queue }

    @_noLocks @_noAllocation
    mutating func push(_ report: EngineReport) {
        guard queue.free > ReportSink.reserve else {
            hasLost = true
            return
        }
        if hasLost { hasLost = !queue.push(.fault(.reportsLost, node: -1)) }
        if !queue.push(report) { hasLost = true }
    }

    @_noLocks @_noAllocation
    mutating func giveBack(_ table: UnsafeMutablePointer<LaneTable>) {
        if !queue.push(.laneReturned(table)) { hasLost = true }
    }
}
