import Foundation
public import Realtime
public import Units

/// Keeps the engine's rings filled from the files of all strips, in the order of playing.
///
/// Off line, call ``fill(frames:)`` before each render. Live, ``start(_:)`` gives it threads of its own, which read for the ring that
/// runs dry first. For a locate, ``prepare(slot:position:loop:)`` the slot that the engine does not read,
/// ``waitUntilReady(slot:frames:timeout:)``, send the engine to it, and ``retire(slot:)`` the old one when the engine reports that
/// it has gone. A strip without a source, and one whose file is missing or unreadable, is silence; ``faults`` says why.
/// - Thread: control; it runs its own. The audio thread only reads the rings and never meets a lock here.
// @unchecked: everything that changes is touched only while `condition` is locked, but for the ring and the reader of a
// strip that is in `jobs`: they belong to the thread that runs the job.
// Large: all that one lock protects, in one place.
public final class DiskReader: @unchecked Sendable {
    /// What is wrong with the file of one strip.
    public struct Fault: Sendable, Hashable, CustomStringConvertible {
        /// Number of the strip, from 1.
        public var strip: Int
        public var error: FileError

        public var description: String { "strip \(strip): \(error)" }
    }

    let streams: PlaybackStreams
    /// Frames of a strip that can be read ahead: a power of two.
    public let capacity: Int
    let sessionRate: Int
    let feeder: StripFeeder
    let condition = NSCondition()
    /// Callers that wait for a job to end.
    var waiting = 0
    var slots: [Slot?] = Array(repeating: nil, count: PlaybackStreams.slots)
    /// By strip: what a thread is reading for it.
    var jobs: [Job?]
    /// What is worth reading next, the most urgent last.
    var plan: [Need] = []
    var threads = Threads()
    /// Strips whose files did not answer in time, until they do.
    var stalled: Set<Int> = []
    /// Seconds that anybody waits for a file that does not answer.
    let patience: Double
    /// Called before each piece of reading, without the lock where threads read; tests block a disk here.
    let beforeReading: (@Sendable (_ strip: Int) -> Void)?
    /// What the caller of ``fill(frames:)`` reads itself.
    let ownReading = OwnReading()
    private var generation = 0
    private let openingFaults: [Fault]
    var paths: [String]
    var readingFaults: [(changes: Int, errors: [FileError])]

    /// What a slot plays, and how far each strip's ring has got.
    struct Slot {
        var loop: Range<Int64>?
        /// `nil`: the song's own speed.
        var speed: SpeedReader?
        /// Tells one use of the slot from the next.
        var generation: Int
        /// Place of the song that each ring gets next, in parts of a session frame.
        var next: [Int64]
    }

    /// A piece of a strip that is being read.
    struct Job {
        var slot: Int
        var strip: Int
        var generation: Int
        /// In parts of a session frame.
        var position: Int64
        var loop: Range<Int64>?
        var speed: SpeedReader?
        var frames: Int
    }

    /// Opens the files. A file that cannot be opened is a fault and not an error.
    ///
    /// - Parameters:
    ///   - stems: one for each strip, `nil` for a strip without a source; as many as `streams` has strips.
    ///   - sessionRate: frames per second, 8000…384000.
    ///   - isMapped: whether plain files are mapped into memory: cheaper off line, and not for live.
    public convenience init(
        stems: [StemSource?], streams: PlaybackStreams, sessionRate: Int, isMapped: Bool = false
    ) {
        self.init(
            stems: stems, streams: streams, sessionRate: sessionRate, isMapped: isMapped, patience: 10,
            beforeReading: nil)
    }

    init(
        stems: [StemSource?], streams: PlaybackStreams, sessionRate: Int, isMapped: Bool, patience: Double,
        beforeReading: (@Sendable (_ strip: Int) -> Void)?
    ) {
        precondition(
            streams.rings.allSatisfy { $0.count == stems.count }, "one stem, or nil, for each strip of the streams")
        self.streams = streams
        self.sessionRate = sessionRate
        self.patience = patience
        self.beforeReading = beforeReading
        paths = stems.map { $0?.path ?? "" }
        capacity = streams.rings.first?.first?.capacityFrames ?? 0
        FileLimit.makeRoom(forStems: stems.count)
        var readers: [StemReader?] = []
        var faults: [Fault] = []
        for (index, stem) in stems.enumerated() {
            do throws(FileError) {
                readers.append(try stem?.open(sessionRate: sessionRate, isMapped: isMapped))
            } catch {
                readers.append(nil)
                faults.append(Fault(strip: index + 1, error: error))
            }
        }
        openingFaults = faults
        readingFaults = readers.map { ($0?.faultChanges ?? 0, $0?.faults ?? []) }
        jobs = Array(repeating: nil, count: readers.count)
        feeder = StripFeeder(readers: readers)
    }

    /// Empties a slot's rings and begins to fill them from a session frame on, without waiting.
    ///
    /// With a loop, play goes from `loop.upperBound` to `loop.lowerBound` for ever, unless it begins behind the loop; backwards the
    /// other way round.
    /// - Parameters:
    ///   - slot: 0 or 1; not the one that the engine reads.
    ///   - position: the session frame that the engine will read first; any.
    ///   - loop: session frames, not empty; `nil` plays on without end.
    ///   - speed: at which the song is played. Where that is not its own, the sound is interpolated.
    public func prepare(slot: Int, position: Int64, loop: Range<Int64>? = nil, speed: PlaySpeed = .normal) {
        withLock {
            let path = PlayPath(from: position, speed: speed, loop: loop)
            let usable = path.isLooping ? loop : nil
            generation += 1
            slots[slot] = Slot(
                loop: usable, speed: speed.isNormal ? nil : SpeedReader(speed), generation: generation,
                next: Array(repeating: path.origin, count: feeder.count))
            // A ring that is being written is emptied by the thread that writes it.
            for strip in jobs.indices where jobs[strip]?.slot != slot { streams.rings[slot][strip].reset() }
            plan.removeAll(keepingCapacity: true)
            condition.broadcast()
        }
    }

    /// Stops filling a slot. What its rings hold stays.
    public func retire(slot: Int) { withLock { slots[slot] = nil } }

    /// Fills the rings of the active slots, on the calling thread.
    ///
    /// After it each ring holds `frames` frames, or as many as fit. Next to nothing when that is so already.
    /// - Parameter frames: what the engine takes next. By default three quarters of a ring; and one that was empty is filled.
    public func fill(frames: Int? = nil) {
        withLock {
            for slot in slots.indices where slots[slot] != nil {
                for strip in jobs.indices { fill(slot, strip, frames: frames) }
            }
        }
    }

    /// Whether every ring of a prepared slot holds `frames` frames (or as many as fit).
    /// - Parameter frames: by default a tenth of a second.
    public func isReady(slot: Int, frames: Int? = nil) -> Bool { withLock { holds(slot, frames) } }

    /// Waits until the slot is ready; without threads of its own it fills the slot itself.
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
                if threads.serve == .everything {
                    waiting += 1
                    let isInTime = condition.wait(until: end)
                    waiting -= 1
                    guard isInTime else { return holds(slot, frames) }
                } else {
                    for strip in jobs.indices { fill(slot, strip, frames: frames ?? readyFrames) }
                    // Missing frames of a file that does not answer are not waited for.
                    if !holds(slot, frames), !stalled.isEmpty || Date() >= end { return false }
                }
            }
            return true
        }
    }

    /// Everything that was found wrong until now, by strip: on opening, and while reading.
    public var faults: [Fault] {
        withLock {
            let reading = readingFaults.enumerated().flatMap { index, found in
                found.errors.map { Fault(strip: index + 1, error: $0) }
            }
            let silent = stalled.map { strip in
                let reason = "it has not answered for \(Int(patience.rounded(.up))) s"
                return Fault(strip: strip + 1, error: .notReadable(path: paths[strip], reason: reason))
            }
            return (openingFaults + reading + silent).sorted { $0.strip < $1.strip }
        }
    }

    /// Memory of the rings and of the readers, in bytes, once all of it is in use. It does not grow. Decoders of libsndfile take
    /// some more: FLAC 0.1 MiB a file.
    public var memoryBytes: Int { streams.memoryBytes + feeder.memoryBytes }

    // MARK: Below the lock

    func withLock<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }

    /// Frames below which topping up a ring is not worth a read.
    var worthwhile: Int { max(1, min(StripFeeder.block, capacity / 4)) }

    /// Frames that a ring of an active slot lacks.
    func lack(_ slot: Int, _ strip: Int) -> Int { slots[slot] == nil ? 0 : streams.rings[slot][strip].writableFrames }

    /// Frames of a tenth of a second.
    private var readyFrames: Int { sessionRate / 10 }

    private func holds(_ slot: Int, _ frames: Int?) -> Bool {
        guard let current = slots[slot]?.generation else { return false }
        let wanted = min(frames ?? readyFrames, capacity - worthwhile + 1)
        return jobs.indices.allSatisfy { strip in
            // The ring of an outdated job still has to be emptied.
            if let job = jobs[strip], job.slot == slot, job.generation != current { return false }
            return capacity - streams.rings[slot][strip].writableFrames >= wanted
        }
    }

    private func fill(_ slot: Int, _ strip: Int, frames: Int?) {
        let ring = streams.rings[slot][strip]
        let least = frames.map { min($0, capacity) } ?? capacity - worthwhile + 1
        while slots[slot] != nil, capacity - ring.writableFrames < least {
            guard jobs[strip] == nil else {
                guard !stalled.contains(strip), waitForJob(of: strip) else { return }
                continue
            }
            // Off line nobody reads meanwhile: reset, a ring that runs empty each time stays in the same few cache lines.
            if frames != nil, !isServed(strip), ring.readableFrames == 0 { ring.reset() }
            guard let job = begin(slot, strip, frames: frames.map { max($0, StripFeeder.smallBlock) }) else { return }
            run(job)
        }
    }

    /// Waits for the thread that reads a strip.
    ///
    /// - Returns: whether it has come back in time; if not, the strip counts as stalled.
    func waitForJob(of strip: Int) -> Bool {
        let end = Date(timeIntervalSinceNow: patience)
        waiting += 1
        defer { waiting -= 1 }
        while jobs[strip] != nil {
            guard condition.wait(until: end) else {
                if jobs[strip] != nil { stalled.insert(strip) }
                return jobs[strip] == nil
            }
        }
        return true
    }

    /// Takes a strip, which nobody else has, for a piece of reading.
    /// - Parameter frames: by default as much as is worthwhile.
    func begin(_ slot: Int, _ strip: Int, frames: Int? = nil) -> Job? {
        guard let use = slots[slot] else { return nil }
        let job = Job(
            slot: slot, strip: strip, generation: use.generation, position: use.next[strip], loop: use.loop,
            speed: use.speed, frames: min(frames ?? StripFeeder.block, lack(slot, strip)))
        jobs[strip] = job
        return job
    }

    /// Reads, without the lock if the threads serve the strip, and puts the strip back.
    func run(_ job: Job) {
        let isShared = isServed(job.strip)
        if isShared { condition.unlock() } else { ownReading.begin(job.strip) }
        beforeReading?(job.strip)
        let ring = streams.rings[job.slot][job.strip]
        let next = feeder.feed(
            ring, job.strip, at: job.position, loop: job.loop, speed: job.speed, frames: job.frames)
        if isShared { condition.lock() } else { ownReading.end() }
        jobs[job.strip] = nil
        stalled.remove(job.strip)
        if slots[job.slot]?.generation == job.generation {
            slots[job.slot]?.next[job.strip] = next
        } else if slots[job.slot] != nil {
            ring.reset()
        }
        let changes = feeder.faultChanges(job.strip)
        if changes != readingFaults[job.strip].changes {
            readingFaults[job.strip] = (changes, feeder.faults(job.strip))
        }
        if waiting > 0 { condition.broadcast() }
    }
}
