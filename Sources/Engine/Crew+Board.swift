import CRealtime
import Lanes
import Synchronization

extension Crew {
    /// Where the audio thread writes what is to be done, and the workers take it.
    ///
    /// - Thread: the audio thread writes between two tasks; workers read after they have taken an index.
    struct Board: ~Copyable {
        let strips: StripRenderer
        /// Threads, the audio thread among them.
        let workers: Int
        var task = Task.read
        var slot = 0
        var frames = 0
        var cells = 1
        var frame: Int64 = 0
        /// How many indices there are (upper half), and the next to take (lower half): in one word, so that who comes late
        /// cannot take one of another task.
        private let next: UnsafeMutablePointer<Atomic<UInt64>>
        let completed = Atomic<Int>(0)
        private let isOver = Atomic<Bool>(false)
        /// Counts the tasks; workers sleep on it.
        private let generation: UnsafeMutablePointer<Atomic<UInt32>>
        private let asleep = Atomic<Int>(0)

        /// Turns of waiting before a worker sleeps: some 50 µs.
        static var patience: Int {
            @_noLocks @_noAllocation get { 2000 }
        }

        init(strips: StripRenderer, workers: Int) {
            self.strips = strips
            self.workers = workers
            next = .allocate(capacity: 1)
            next.initialize(to: Atomic(0))
            generation = .allocate(capacity: 1)
            generation.initialize(to: Atomic(0))
        }

        deinit {
            next.deallocate()
            generation.deallocate()
        }

        /// Hands out a task.
        @_noLocks @_noAllocation
        mutating func post(_ task: Task, count: Int, isOver over: Bool, crowd: Int) {
            self.task = task
            completed.store(0, ordering: .relaxed)
            isOver.store(over, ordering: .relaxed)
            next.pointee.store(UInt64(count) &<< 32, ordering: .releasing)
            generation.pointee.add(1, ordering: .sequentiallyConsistent)
            if asleep.load(ordering: .sequentiallyConsistent) > 0 { rt_wake(generation, Int32(crowd)) }
        }

        /// Takes indices as long as there are some.
        @_noLocks @_noAllocation
        mutating func takePart(worker: Int) {
            while true {
                let taken = next.pointee.add(1, ordering: .acquiringAndReleasing).oldValue
                let index = Int(taken & 0xffff_ffff)
                guard index < Int(taken &>> 32) else { return }
                perform(task, index, worker: worker)
                completed.add(1, ordering: .acquiringAndReleasing)
            }
        }

        /// A worker's life.
        mutating func serve(_ worker: Int) {
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
                        rt_sleep(generation, seen)
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
        func perform(_ task: Task, _ index: Int, worker: Int) {
            switch task {
            case .read: strips.readSection(index, slot: slot, frames: frames)
            case .readAndRender:
                strips.renderSection(
                    index, listens: false, slot: slot, worker: worker, frames: frames, at: frame)
            case .listenAndRender:
                strips.renderSection(index, listens: true, slot: slot, worker: worker, frames: frames, at: frame)
            case .renderStretch:
                strips.renderStretch(index, cells: cells, slot: slot, worker: worker, at: frame)
            case .pass: strips.passSection(index, slot: slot)
            }
        }
    }
}
