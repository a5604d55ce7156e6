import Automation
public import MixModel
import SessionStore
public import Units

/// Collects what is written: segments of the pass that runs, batches for its journal, the passes of this sitting.
///
/// Knows neither modes nor devices, neither engine nor store: it is told what was ordered and what was rendered, and hands out what is
/// to be stored.
struct PassRecorder {
    private var pass = PassBuilder()
    /// Passes of this sitting that wrote something, in their order.
    private(set) var passes: [PassRecord] = []
    /// What each lap of the last looped pass has left.
    var laps = Laps()
    /// Whether passes are thinned as the session says; else every point stays.
    var thins = true
    /// What the journal does not have yet.
    private var batch: [JournalEntry] = []
    /// The journal of a pass is open.
    private(set) var isOpen = false
    private var lastBatch: FramePosition = 0
    /// Engine frame of the first order to write in this roll of the song.
    private var firstWrite: FramePosition?
    /// Rest positions when writing was ordered, until the engine reports a first segment.
    private var rests: [ParameterID: Float] = [:]
    /// Frames of the glide that is laid after what was written, unheard, when the engine reports its end.
    private var glides: [ParameterID: Int64] = [:]

    /// Something was written that is not stored yet, and nothing is being written any more.
    var isComplete: Bool { !pass.isEmpty && pass.writing.isEmpty }

    // MARK: Orders

    /// Something is written from an engine frame on.
    ///
    /// - Returns: whether the journal begins with this.
    mutating func open(at frame: FramePosition) -> Bool {
        if firstWrite == nil { firstWrite = frame }
        defer { isOpen = true }
        return !isOpen
    }

    /// Whether anything was written since the song began to roll, or was sent elsewhere, before an engine frame.
    func hasWritten(before frame: FramePosition) -> Bool { firstWrite.map { $0 < frame } ?? false }

    /// At an engine frame the song has stopped, or gone on elsewhere.
    ///
    /// - Returns: as ``hasWritten(before:)``.
    mutating func endRoll(at frame: FramePosition) -> Bool {
        guard hasWritten(before: frame) else { return false }
        firstWrite = nil
        return true
    }

    /// Writing was ordered.
    ///
    /// - Parameter rest: the parameter's position without a lane.
    mutating func expect(_ id: ParameterID, rest: Float) { if rests[id] == nil { rests[id] = rest } }

    /// What is written ends with a glide that nobody hears.
    mutating func expectGlide(_ id: ParameterID, frames: Int64) { glides[id] = frames }

    /// A line that begins with a range is laid over it, above what has been written so far.
    ///
    /// - Parameter holdsOn: it holds after the range, too.
    mutating func lay(_ line: Ramp, over range: Range<FramePosition>, on id: ParameterID, holdsOn: Bool) {
        pass.lay(line, over: range, on: id, holdsOn: holdsOn)
        batch.append(.laid(id, range: range, line: line, holdsOn: holdsOn))
    }

    /// Session frame at which the writing that goes on has begun.
    func beginning(of id: ParameterID) -> FramePosition? { pass.beginning(of: id) }

    // MARK: Reports

    /// A segment was rendered and written.
    mutating func written(_ id: ParameterID, _ segment: Lane.Segment) {
        if let rest = rests.removeValue(forKey: id) {
            pass.begin(id, rest: rest)
            batch.append(.began(id, rest: rest))
        }
        add(id, segment)
    }

    /// Writing has ended at a session frame.
    ///
    /// - Parameters:
    ///   - room: frames after it that an unheard glide may take.
    ///   - document: lanes to glide back to, and rest positions.
    mutating func ended(_ id: ParameterID, at frame: FramePosition, room: Int64, in document: SessionDocument) {
        rests[id] = nil
        var end = frame
        if let wanted = glides.removeValue(forKey: id) {
            end += layGlide(id, from: frame, length: min(wanted, room), in: document)
        }
        pass.end(id, at: end, rest: document.mix[id])
        batch.append(.writeEnded(id, frame: end))
    }

    /// Lays a glide to the old curve after what was written: nobody hears it now, and no step is left there.
    ///
    /// - Returns: its frames.
    private mutating func layGlide(
        _ id: ParameterID, from frame: FramePosition, length: Int64, in document: SessionDocument
    ) -> Int64 {
        guard !id.role.spec.isStepped, length > 0, let line = pass.line(of: id), frame >= line.start else { return 0 }
        let back = document.lanes[id]?.position(at: frame + length) ?? document.mix[id]
        let ramp = Ramp(start: frame, from: line.position(at: frame), to: back, length: length)
        add(id, Lane.Segment(frame: frame, ramp: ramp))
        return length
    }

    private mutating func add(_ id: ParameterID, _ segment: Lane.Segment) {
        pass.add(id, segment)
        batch.append(.segment(id, frame: segment.frame, ramp: segment.ramp))
    }

    // MARK: What is to be stored

    /// What was rendered since the last batch, if one is due.
    ///
    /// - Parameters:
    ///   - interval: frames between two batches.
    ///   - position: session frame up to which the song was rendered.
    mutating func batchIfDue(
        at frame: FramePosition, every interval: Int64, position: FramePosition
    ) -> [JournalEntry]? {
        guard isOpen, frame - lastBatch >= interval || frame < lastBatch else { return nil }
        lastBatch = frame
        defer { batch = [] }
        return batch + [.position(frame: position)]
    }

    /// The lanes as they are if all writing ended at a session frame; nothing changes.
    ///
    /// - Returns: the lanes that differ; `nil` if nothing was written.
    func lanes(upTo session: FramePosition, in document: SessionDocument) -> [(id: ParameterID, lane: Lane)]? {
        guard !pass.isEmpty else { return nil }
        var written = pass
        written.close(at: session) { document.mix[$0] }
        var lanes = document.lanes
        return written.apply(to: &lanes) { document.mix[$0] }.compactMap { id in lanes[id].map { (id, $0) } }
    }

    /// What a pass has made of the session.
    struct Outcome: Equatable {
        /// In the order of the session.
        var changed: [ParameterID]
        var lanes: [ParameterID: Lane]
        /// `nil` where nothing changed, or nothing is thinned.
        var thinned: Thinned?
    }

    /// What thinning has made of a pass: points that were written, and that stay.
    struct Thinned: Equatable {
        var bound: Thinning
        var written: Int
        var kept: Int
    }

    /// The pass ends at a session frame, and the next begins.
    ///
    /// - Parameters: as of ``PassBuilder/close(at:grace:room:holdsOn:rest:)``; `thinning`: what becomes of the points, `nil`: all stay.
    /// - Returns: what is to be stored; `nil` if there was no pass.
    mutating func close(
        at frame: FramePosition, grace: Int64 = 0, room: Int64 = .max, holdsOn: Bool = false,
        thinning: Thinning? = nil,
        in document: SessionDocument
    ) -> Outcome? {
        defer { (pass, batch) = (PassBuilder(), []) }
        pass.close(at: frame, grace: grace, room: room, holdsOn: holdsOn) { document.mix[$0] }
        guard !pass.isEmpty || isOpen else { return nil }
        isOpen = false
        var lanes = document.lanes
        let kept = (thins ? thinning : nil).map { (bound: $0, pass: pass.thinned($0)) }
        let changed = pass.apply(to: &lanes, thinned: kept?.pass) { document.mix[$0] }
        guard !changed.isEmpty else { return Outcome(changed: [], lanes: lanes) }
        let written = pass.results.filter { changed.contains($0.key) }
        passes.append(PassRecord(ranges: written.mapValues { $0.map(\.range) }))
        let thinned = kept.map { Thinned(bound: $0.bound, written: $0.pass.written, kept: $0.pass.kept) }
        return Outcome(changed: changed, lanes: lanes, thinned: thinned)
    }
}

/// What a pass of this sitting has written.
public struct PassRecord: Sendable, Hashable {
    /// Session frames, by parameter.
    public let ranges: [ParameterID: [Range<FramePosition>]]
}
