import CRealtime
import Glibc
import Memory
import Synchronization
import Vectors

/// The threads that render a block together: the audio thread and its workers.
///
/// Work is shared out by sections of 64 strips: an atomic counter for each thread, from which others take when they are done. Who
/// does what changes no bit, since strips are independent and sums are made in a fixed order. Between blocks a worker spins for some
/// 50 µs, then sleeps; the audio thread never sleeps here.
///
/// - Thread: audio; setup makes it and dismisses it.
struct Workers: ~Copyable {
    /// What is to be done with each section of strips.
    enum Task: Int {
        case read, readAndRender, listenAndRender, pass
    }

    private let board: FixedValue<Board>
    private let threads: [pthread_t]

    /// - Parameter strips: must outlive the threads.
    init(strips: UnsafePointer<StripRenderer>, workers: Int, priority: Int) {
        board = FixedValue(Board(strips: strips, workers: workers))
        var started: [pthread_t] = []
        for number in 1..<max(1, workers) {
            var thread = pthread_t()
            let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
            entry.initialize(to: Entry(board: board.pointer, number: number))
            let status = pthread_create(
                &thread, nil,
                { memory in
                    let entry = memory!.assumingMemoryBound(to: Entry.self)
                    entry.pointee.board.pointee.serve(entry.pointee.number)
                    entry.deallocate()
                    return nil
                }, entry)
            guard status == 0 else {
                entry.deallocate()
                continue
            }
            started.append(thread)
            // Refused where the system does not permit it; then workers are as ordinary as the rest.
            var rank = sched_param(sched_priority: Int32(priority))
            if priority > 0 { pthread_setschedparam(thread, SCHED_FIFO, &rank) }
        }
        threads = started
    }

    private struct Entry {
        let board: UnsafeMutablePointer<Board>
        let number: Int
    }

    /// Lets the workers end, and waits for them.
    ///
    /// - Thread: setup, when nothing renders any more.
    func dismiss() {
        board.pointee.end(crowd: threads.count)
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Does a task for all sections of strips; returns when all is done.
    ///
    /// - Parameter cells: cells of a stretch, each of `frames` frames.
    @_noLocks @_noAllocation
    func work(_ task: Task, slot: Int, frames: Int, cells: Int = 1, at frame: Int64) {
        let order = Order(task: task, slot: slot, frames: frames, cells: cells, frame: frame)
        let layout = board.pointee.strips.pointee.layout
        let count = layout.sectionCount
        guard board.pointee.workers > 1, count > 1 else {
            let hasCommon = layout.commonGroupCount > 0
            if hasCommon { board.pointee.perform(order, layout.commonSection, worker: 0) }
            for index in 0..<count { board.pointee.perform(order, index, worker: 0) }
            // The sections' sums have read the inputs of bare common groups, too.
            if hasCommon && task == .readAndRender {
                board.pointee.strips.pointee.passSection(layout.commonSection, slot: slot)
            }
            return
        }
        board.pointee.post(order, count: count, crowd: board.pointee.workers &- 1)
        board.pointee.takePart(worker: 0)
        board.pointee.wait(for: count)
    }
}
