import CRealtime
import Memory
import Synchronization
import Vectors

extension Workers {
    /// What is to be done with each section of strips.
    struct Order: BitwiseCopyable {
        var task: Task
        var slot: Int
        var frames: Int
        /// Cells of a stretch, each of `frames` frames.
        var cells: Int
        var frame: Int64

        @_noLocks @_noAllocation
        init(task: Task, slot: Int, frames: Int, cells: Int, frame: Int64) {
            self.task = task
            self.slot = slot
            self.frames = frames
            self.cells = cells
            self.frame = frame
        }
    }

    /// Where the audio thread writes what is to be done, and the workers take it.
    ///
    /// - Thread: the audio thread posts; workers take part.
    struct Board: ~Copyable {
        /// Shared by all threads, each of which renders sections of its own.
        let strips: UnsafePointer<StripRenderer>
        /// Threads, the audio thread among them.
        let workers: Int
        /// Written by the audio thread between two tasks; read by workers after they have taken an index.
        private let order: FixedValue<Order>
        /// By thread, in cache lines of its own: the end of its indices (upper half), and the next to take (lower half), in one word, so
        /// that a late thread cannot take an index of another task. A thread takes the same sections in every block, and finds them in
        /// its caches; when it is done it takes from the others.
        private let next: FixedMemory<Atomic<UInt64>>
        /// Parts that are done, in a cache line of its own.
        private let completed: FixedValue<Atomic<Int>>
        private let isOver = Atomic<Bool>(false)
        /// Counts the tasks; workers sleep on it.
        private let generation: FixedValue<Atomic<UInt32>>
        private let asleep = Atomic<Int>(0)

        /// Words in two cache lines, which a processor may fetch together.
        private static var stride: Int {
            @_noLocks @_noAllocation get { 16 }
        }

        /// Turns for which a worker spins before it sleeps: some 50 µs.
        static var patience: Int {
            @_noLocks @_noAllocation get { 2000 }
        }

        init(strips: UnsafePointer<StripRenderer>, workers: Int) {
            self.strips = strips
            self.workers = workers
            order = FixedValue(Order(task: .read, slot: 0, frames: 0, cells: 1, frame: 0))
            next = FixedMemory(count: workers * Board.stride, placement: .apart) { _ in Atomic(0) }
            completed = FixedValue(Atomic(0), placement: .apart)
            generation = FixedValue(Atomic(0))
        }

        /// Hands out a task for sections from 0.
        @_noLocks @_noAllocation
        func post(_ order: Order, count: Int, crowd: Int) {
            self.order.pointee = order
            completed.pointee.store(0, ordering: .relaxed)
            for worker in 0..<workers {
                let first = count &* worker / workers
                let end = count &* (worker &+ 1) / workers
                next[worker &* Board.stride].store(UInt64(end) &<< 32 | UInt64(first), ordering: .releasing)
            }
            call(crowd)
        }

        /// Lets the workers end.
        func end(crowd: Int) {
            isOver.store(true, ordering: .releasing)
            call(crowd)
        }

        @_noLocks @_noAllocation
        private func call(_ crowd: Int) {
            generation.pointee.add(1, ordering: .sequentiallyConsistent)
            if asleep.load(ordering: .sequentiallyConsistent) > 0 { rt_wake(generation.pointer, Int32(crowd)) }
        }

        /// Waits until so many parts are done.
        @_noLocks @_noAllocation
        func wait(for count: Int) {
            while completed.pointee.load(ordering: .acquiring) < count { rt_pause() }
        }

        /// Takes and does parts until there are none: first its own, then those of other threads.
        @_noLocks @_noAllocation
        func takePart(worker: Int) {
            for turn in 0..<workers {
                let owner = worker &+ turn < workers ? worker &+ turn : worker &+ turn &- workers
                while let index = take(of: owner) {
                    perform(order.pointee, index, worker: worker)
                    completed.pointee.add(1, ordering: .acquiringAndReleasing)
                }
            }
        }

        @_noLocks @_noAllocation
        private func take(of owner: Int) -> Int? {
            let taken = next[owner &* Board.stride].add(1, ordering: .acquiringAndReleasing).oldValue
            let index = Int(taken & 0xffff_ffff)
            return index < Int(taken &>> 32) ? index : nil
        }

        /// The loop of a worker thread.
        func serve(_ worker: Int) {
            rt_name_thread("render worker")
            _ = rt_enter_float_mode()
            var seen: UInt32 = 0
            while true {
                var turns = 0
                while generation.pointee.load(ordering: .acquiring) == seen {
                    turns += 1
                    if turns < Board.patience {
                        rt_pause()
                        continue
                    }
                    asleep.add(1, ordering: .sequentiallyConsistent)
                    if generation.pointee.load(ordering: .sequentiallyConsistent) == seen {
                        rt_sleep(generation.pointer, seen)
                    }
                    asleep.subtract(1, ordering: .sequentiallyConsistent)
                }
                seen = generation.pointee.load(ordering: .acquiring)
                if isOver.load(ordering: .acquiring) { return }
                takePart(worker: worker)
            }
        }

        /// Does one part of a task.
        @_noLocks @_noAllocation
        func perform(_ order: Order, _ index: Int, worker: Int) {
            let (slot, frames) = (order.slot, order.frames)
            switch order.task {
            case .read: strips.pointee.readSection(index, slot: slot, frames: frames)
            case .readAndRender: render(order, index, listens: false, worker: worker)
            case .listenAndRender: render(order, index, listens: true, worker: worker)
            case .pass: strips.pointee.passSection(index, slot: slot)
            }
        }

        @_noLocks @_noAllocation
        private func render(_ order: Order, _ index: Int, listens: Bool, worker: Int) {
            strips.pointee.renderSection(
                index, listens: listens, slot: order.slot, worker: worker, frames: order.frames, cells: order.cells,
                at: order.frame)
        }
    }
}
