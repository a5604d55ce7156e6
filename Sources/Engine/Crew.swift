import CRealtime
import Glibc
import Lanes
import Synchronization

/// The threads that render a block together: the audio thread and its workers.
///
/// Work is handed out group by group by an atomic counter; who does what changes no bit, since groups do not know each other
/// and sums are made in a fixed order. Between blocks a worker turns for a while, then sleeps; the audio thread never does.
///
/// - Thread: audio; setup makes it and dismisses it.
struct Crew: ~Copyable {
    /// What is to be done with each group of strips, or with a part of the frames.
    enum Task: Int {
        case read, readAndRender, listenAndRender, pass, sum
    }

    private let board: UnsafeMutablePointer<Board>
    private let threads: [pthread_t]

    init(strips: StripRenderer, items: UnsafeMutablePointer<SumItem>, workers: Int) {
        board = .allocate(capacity: 1)
        board.initialize(to: Board(strips: strips, items: items, workers: workers))
        var started: [pthread_t] = []
        for number in 1..<max(1, workers) {
            var thread = pthread_t()
            let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
            entry.initialize(to: Entry(board: board, number: number))
            let status = pthread_create(
                &thread, nil,
                { memory in
                    let entry = memory!.assumingMemoryBound(to: Entry.self)
                    entry.pointee.board.pointee.serve(entry.pointee.number)
                    entry.deallocate()
                    return nil
                }, entry)
            if status == 0 { started.append(thread) } else { entry.deallocate() }
        }
        threads = started
    }

    deinit {
        board.deinitialize(count: 1)
        board.deallocate()
    }

    private struct Entry {
        let board: UnsafeMutablePointer<Board>
        let number: Int
    }

    /// The workers' threads, so that they can be given the audio thread's rank.
    var workerThreads: [pthread_t] { threads }

    /// Lets the workers end, and waits for them.
    ///
    /// - Thread: setup, when nothing renders any more.
    func dismiss() {
        board.pointee.post(.sum, count: 0, isOver: true, crowd: threads.count)
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Does a task for all groups of strips; returns when all is done.
    @_noLocks @_noAllocation
    func work(_ task: Task, slot: Int, frames: Int, at frame: Int64) {
        board.pointee.slot = slot
        board.pointee.frames = frames
        board.pointee.frame = frame
        run(task, count: board.pointee.strips.layout.stripGroupCount, isSmall: false)
    }

    /// Makes the sums of the list, each worker for a part of the frames.
    @_noLocks @_noAllocation
    func sum(_ items: Int, frames: Int) {
        board.pointee.items = items
        board.pointee.frames = frames
        run(.sum, count: board.pointee.workers, isSmall: items < 64)
    }

    @_noLocks @_noAllocation
    private func run(_ task: Task, count: Int, isSmall: Bool) {
        guard board.pointee.workers > 1, count > 1, !isSmall else {
            for index in 0..<count { board.pointee.perform(task, index, worker: 0) }
            return
        }
        board.pointee.post(task, count: count, isOver: false, crowd: board.pointee.workers &- 1)
        board.pointee.takePart(worker: 0)
        while board.pointee.completed.load(ordering: .acquiring) < count { rt_pause() }
    }
}
