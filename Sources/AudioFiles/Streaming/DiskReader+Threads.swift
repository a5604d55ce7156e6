import Foundation
import Realtime

extension DiskReader {
    /// What the threads read.
    public enum Service: Sendable {
        /// All strips: live.
        case everything
        /// The strips that are decoded or converted: off line, where the rendering thread reads plain files itself.
        case decoding
    }

    struct Threads {
        enum Serve { case nothing, everything, decoding }
        var serve: Serve = .nothing
        var count = 0
        var isStopping = false
        /// Whether a thread is the lookout, which plans from time to time; the others wait until it finds work for more than one.
        var hasLookout = false
    }

    /// A ring that is worth topping up.
    struct Need {
        var lack: Int
        var slot: Int
        var strip: Int
    }

    /// Most threads: enough for a disk that likes several requests at once.
    private static let most = 4

    /// Starts the threads that fill, as many as there are cores and at most four; nothing if they run.
    public func start(_ service: Service = .everything) {
        withLock {
            // Threads that hang in a file do not come back: none are started beside them.
            let end = Date(timeIntervalSinceNow: patience)
            while threads.isStopping { guard condition.wait(until: end) else { return } }
            guard threads.count == 0 else { return }
            threads.serve = service == .everything ? .everything : .decoding
            guard service == .everything || jobs.indices.contains(where: { feeder.isCostly($0) }) else {
                threads.serve = .nothing
                return
            }
            threads.count = min(DiskReader.most, max(1, ProcessInfo.processInfo.activeProcessorCount))
            for number in 1...threads.count {
                let made = Thread { self.serve() }
                made.name = "gainrider-disk\(number)"
                made.start()
            }
        }
    }

    /// Ends the threads and waits for their end. A started reader lives until it is stopped.
    ///
    /// - Returns: whether all have ended. A thread that hangs in a file is waited for no longer than 10 s; then ``faults`` names
    ///   the file, and the thread ends when the file answers.
    @discardableResult
    public func stop() -> Bool {
        withLock {
            guard threads.count > 0 else { return true }
            threads.isStopping = true
            waiting += 1
            condition.broadcast()
            defer { waiting -= 1 }
            let end = Date(timeIntervalSinceNow: patience)
            while threads.count > 0 {
                guard condition.wait(until: end) else {
                    for strip in jobs.indices where jobs[strip] != nil { stalled.insert(strip) }
                    return threads.count == 0
                }
            }
            threads = Threads()
            condition.broadcast()
            return true
        }
    }

    private func serve() {
        // An eighth of what a ring holds, so that seven eighths are always in reserve.
        let pause = min(0.02, max(0.001, Double(capacity) / 8 / Double(sessionRate)))
        condition.lock()
        while !threads.isStopping {
            if let job = nextJob() {
                run(job)
            } else if threads.hasLookout {
                condition.wait()
            } else {
                threads.hasLookout = true
                makePlan()
                if plan.isEmpty { _ = condition.wait(until: Date(timeIntervalSinceNow: pause)) }
                threads.hasLookout = false
                // All are woken: one has to be the lookout while the rest read.
                if !plan.isEmpty { condition.broadcast() }
            }
        }
        threads.count -= 1
        condition.broadcast()
        condition.unlock()
    }

    /// Whether the threads read a strip.
    func isServed(_ strip: Int) -> Bool {
        switch threads.serve {
        case .nothing: false
        case .everything: true
        case .decoding: feeder.isCostly(strip)
        }
    }

    private func nextJob() -> Job? {
        while let need = plan.popLast() {
            guard jobs[need.strip] == nil, lack(need.slot, need.strip) >= worthwhile else { continue }
            return begin(need.slot, need.strip)
        }
        return nil
    }

    /// Lists the rings by how near they are to running dry: so a slot that is being prepared goes before one that plays from
    /// full rings.
    private func makePlan() {
        plan.removeAll(keepingCapacity: true)
        for slot in slots.indices where slots[slot] != nil {
            for strip in jobs.indices where jobs[strip] == nil {
                guard isServed(strip) else { continue }
                let lack = lack(slot, strip)
                if lack >= worthwhile { plan.append(Need(lack: lack, slot: slot, strip: strip)) }
            }
        }
        plan.sort { $0.lack < $1.lack }
    }
}
