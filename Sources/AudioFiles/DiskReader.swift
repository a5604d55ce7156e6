import Foundation
public import Realtime
import Synchronization

/// Keeps the engine's rings filled from the files of all strips, in the order of playing.
///
/// Off line, call ``fill()`` before each render. Live, ``start()`` gives it a thread of its own. For a locate,
/// ``prepare(slot:position:loop:)`` the slot that the engine does not read, ``waitUntilReady(slot:frames:timeout:)``, send
/// the engine to it, and ``retire(slot:)`` the old one when the engine reports that it has gone. A strip without a source, and
/// one whose file is missing or unreadable, is silence; ``faults`` says why.
/// - Thread: control; it runs its own. The audio thread only reads the rings and never meets a lock here.
// @unchecked: everything that changes is touched only while `condition` is locked.
public final class DiskReader: @unchecked Sendable {
    /// What is wrong with the file of one strip.
    public struct Fault: Sendable, Hashable, CustomStringConvertible {
        /// Number of the strip, from 1.
        public var strip: Int
        public var error: FileError

        public var description: String { "strip \(strip): \(error)" }
    }

    private let streams: PlaybackStreams
    private let capacity: Int
    private let sessionRate: Int
    private let condition = NSCondition()
    /// Control calls that wait for the lock: the thread lets them pass.
    private let waiting = Atomic<Int>(0)
    private var feeder: StripFeeder
    private var slots: [Slot?] = Array(repeating: nil, count: PlaybackStreams.slots)
    private var openingFaults: [Fault] = []
    private var thread: ThreadState = .none

    private enum ThreadState { case none, running, stopping }

    /// What a slot plays, and how far each strip's ring has got.
    private struct Slot {
        var loop: Range<Int64>?
        /// Session frame that each ring gets next.
        var next: [Int64]
    }

    /// Opens the files. A file that cannot be opened is a fault and not an error.
    ///
    /// - Parameters:
    ///   - stems: one for each strip, `nil` for a strip without a source; as many as `streams` has strips.
    ///   - sessionRate: frames per second, 8000…384000.
    public init(stems: [StemSource?], streams: PlaybackStreams, sessionRate: Int) {
        precondition(
            streams.rings.allSatisfy { $0.count == stems.count }, "one stem, or nil, for each strip of the streams")
        self.streams = streams
        self.sessionRate = sessionRate
        capacity = streams.rings.first?.first?.capacityFrames ?? 0
        var readers: [StemReader?] = []
        for (index, stem) in stems.enumerated() {
            do throws(FileError) {
                readers.append(try stem?.open(sessionRate: sessionRate))
            } catch {
                readers.append(nil)
                openingFaults.append(Fault(strip: index + 1, error: error))
            }
        }
        feeder = StripFeeder(readers: readers)
    }

    /// Empties a slot's rings and begins to fill them from a session frame on, without waiting.
    ///
    /// With a loop, play goes from `loop.upperBound` to `loop.lowerBound` for ever, unless it begins behind the loop.
    /// - Parameters:
    ///   - slot: 0 or 1; not the one that the engine reads.
    ///   - position: the session frame that the engine will read first; any.
    ///   - loop: session frames, not empty; `nil` plays on without end.
    public func prepare(slot: Int, position: Int64, loop: Range<Int64>? = nil) {
        withLock {
            for ring in streams.rings[slot] { ring.reset() }
            let usable = loop.flatMap { $0.isEmpty || position >= $0.upperBound ? nil : $0 }
            slots[slot] = Slot(loop: usable, next: Array(repeating: position, count: feeder.count))
            condition.broadcast()
        }
    }

    /// Stops filling a slot. What its rings hold stays.
    public func retire(slot: Int) { withLock { slots[slot] = nil } }

    /// Fills the rings of the active slots, on the calling thread.
    ///
    /// After it each ring holds at least three quarters of its capacity, and a ring that was empty is full. Next to nothing when that is so
    /// already: a ring is topped up only when a worthwhile piece is missing.
    public func fill() {
        withLock {
            for slot in slots.indices {
                for strip in 0..<feeder.count { while lack(slot, strip) >= worthwhile { feed(slot, strip) } }
            }
        }
    }

    /// Whether every ring of a prepared slot holds `frames` frames (or as many as fit).
    /// - Parameter frames: by default a tenth of a second.
    public func isReady(slot: Int, frames: Int? = nil) -> Bool { withLock { holds(slot, frames) } }

    /// Waits until the slot is ready; without a running thread it fills the slot itself.
    /// - Parameters:
    ///   - frames: by default a tenth of a second.
    ///   - timeout: in seconds.
    /// - Returns: whether it is ready.
    @discardableResult
    public func waitUntilReady(slot: Int, frames: Int? = nil, timeout: Double = 5) -> Bool {
        let end = Date(timeIntervalSinceNow: timeout)
        return withLock {
            while !holds(slot, frames) {
                guard slots[slot] != nil else { return false }
                if thread == .running {
                    guard condition.wait(until: end) else { return holds(slot, frames) }
                } else {
                    for strip in 0..<feeder.count { while lack(slot, strip) >= worthwhile { feed(slot, strip) } }
                }
            }
            return true
        }
    }

    /// Everything that was found wrong until now, by strip: on opening, and while reading.
    public var faults: [Fault] {
        withLock {
            let reading = feeder.readers.enumerated().flatMap { index, reader in
                (reader?.faults ?? []).map { Fault(strip: index + 1, error: $0) }
            }
            return (openingFaults + reading).sorted { $0.strip < $1.strip }
        }
    }

    /// Memory of the rings and of the readers, in bytes. It does not grow.
    public var memoryBytes: Int {
        let rings = PlaybackStreams.slots * feeder.count * capacity * 2 * MemoryLayout<Float>.size
        return withLock { rings + feeder.memoryBytes }
    }

    /// Starts the thread that fills; nothing if it runs.
    public func start() {
        withLock {
            while thread == .stopping { condition.wait() }
            guard thread == .none else { return }
            thread = .running
            let made = Thread { self.run() }
            made.name = "gainrider-disk"
            made.start()
        }
    }

    /// Ends the thread and waits for its end. A started reader lives until it is stopped.
    public func stop() {
        withLock {
            guard thread != .none else { return }
            thread = .stopping
            condition.broadcast()
            while thread != .none { condition.wait() }
        }
    }

    // MARK: The thread

    private func run() {
        // An eighth of what a ring holds, so that seven eighths are always in reserve.
        let pause = min(0.02, max(0.001, Double(capacity) / 8 / Double(sessionRate)))
        condition.lock()
        while thread == .running {
            if let (slot, strip) = neediest() {
                feed(slot, strip)
                condition.broadcast()
                condition.unlock()
                while waiting.load(ordering: .relaxed) > 0 { sched_yield() }
                condition.lock()
            } else {
                _ = condition.wait(until: Date(timeIntervalSinceNow: pause))
            }
        }
        thread = .none
        condition.broadcast()
        condition.unlock()
    }

    /// The ring that runs dry first: so a slot that is being prepared goes before one that plays from a full ring.
    private func neediest() -> (slot: Int, strip: Int)? {
        var found: (slot: Int, strip: Int)?
        var most = worthwhile - 1
        for slot in slots.indices where slots[slot] != nil {
            for strip in 0..<feeder.count where lack(slot, strip) > most {
                most = lack(slot, strip)
                found = (slot, strip)
            }
        }
        return found
    }

    // MARK: Below the lock

    private func withLock<Result>(_ body: () -> Result) -> Result {
        waiting.add(1, ordering: .relaxed)
        condition.lock()
        waiting.subtract(1, ordering: .relaxed)
        defer { condition.unlock() }
        return body()
    }

    /// Frames below which topping up a ring is not worth a read.
    private var worthwhile: Int { max(1, min(StripFeeder.block, capacity / 4)) }

    /// Frames that a ring of an active slot lacks.
    private func lack(_ slot: Int, _ strip: Int) -> Int {
        slots[slot] == nil ? 0 : streams.rings[slot][strip].writableFrames
    }

    private func holds(_ slot: Int, _ frames: Int?) -> Bool {
        guard slots[slot] != nil else { return false }
        let wanted = min(frames ?? sessionRate / 10, capacity - worthwhile + 1)
        return (0..<feeder.count).allSatisfy { capacity - streams.rings[slot][$0].writableFrames >= wanted }
    }

    private func feed(_ slot: Int, _ strip: Int) {
        guard let loop = slots[slot].map(\.loop), let position = slots[slot]?.next[strip] else { return }
        slots[slot]?.next[strip] = feeder.feed(streams.rings[slot][strip], strip, at: position, loop: loop)
    }
}
