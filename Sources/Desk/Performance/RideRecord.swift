public import Automation
public import MixModel
public import SessionStore
public import Units

/// What a performance did to parameters, on the song's time line: what was heard, where hands were on, what was there before.
///
/// - Thread: the desk's.
public struct RideRecord {
    /// One parameter that has a lane, or that hands or a mode took hold of.
    public struct Track: Sendable {
        /// What sounded, turn by turn; a stretch begins anew where the song was stopped or went elsewhere. A level sounds with its trim.
        public fileprivate(set) var heard: [[Lane.Point]] = []
        /// Session frames at which hands were on it.
        public fileprivate(set) var held: [Range<FramePosition>] = []
        /// Hands were on it when it was looked at last.
        fileprivate var isOpen = false
    }

    /// The session as it was before.
    public let before: SessionDocument
    public private(set) var tracks: [ParameterID: Track] = [:]
    /// Session frames that were played, stretch by stretch.
    public private(set) var rolled: [Range<FramePosition>] = []
    private var last: (engine: FramePosition, session: FramePosition)?

    init(_ document: SessionDocument) {
        before = document
        for (id, lane) in document.lanes where !lane.isEmpty { tracks[id] = Track() }
    }

    /// Parameters that hands were on, in the order of the mix; a level with its trim, whichever of them was moved.
    public var ridden: [ParameterID] {
        let held = tracks.filter { !$0.value.held.isEmpty }.keys
        return Set(held.flatMap { [$0] + ($0.trimmed.map { [$0] } ?? []) }).sorted()
    }

    /// Looks at the desk, at the end of a turn.
    mutating func note(_ desk: Desk) {
        for (id, gate) in desk.automation.gates.open where gate.isWriting || !gate.hands.isEmpty {
            for id in [id, id.trimmed].compactMap({ $0 }) where tracks[id] == nil { begin(id) }
        }
        guard desk.transport.isRolling else {
            last = nil
            return
        }
        let session = desk.transport.position(at: desk.now)
        let goesOn = last.map { session - $0.session == desk.now - $0.engine } ?? false
        last = (desk.now, session)
        if goesOn {
            rolled[rolled.count - 1] = rolled[rolled.count - 1].lowerBound..<session
        } else {
            rolled.append(session..<session)
        }
        for id in tracks.keys {
            let point = Lane.Point(session, desk.automation.soundingPosition(of: id))
            let isHeld = desk.automation.gates.open[id]?.hands.isEmpty == false
            tracks[id]?.note(point, isHeld: isHeld, goesOn: goesOn)
        }
    }

    /// A parameter that nobody had touched was at rest since play began.
    private mutating func begin(_ id: ParameterID) {
        var track = Track()
        if let present = rolled.last, last != nil {
            let rest = before.mix[id]
            track.heard = [
                [Lane.Point(present.lowerBound, rest), Lane.Point(present.upperBound, rest)]
            ]
        }
        tracks[id] = track
    }
}

extension RideRecord.Track {
    fileprivate mutating func note(_ point: Lane.Point, isHeld: Bool, goesOn: Bool) {
        if !goesOn || heard.isEmpty { heard.append([]) }
        let stretch = heard.count - 1
        // Where nothing moves, the ends say all.
        if heard[stretch].suffix(2).count == 2, heard[stretch].suffix(2).allSatisfy({ $0.after == point.after }) {
            heard[stretch].removeLast()
        }
        heard[stretch].append(point)
        // A hand that lets go in this turn was on until now.
        if isOpen, goesOn, let range = held.last {
            held[held.count - 1] = range.lowerBound..<point.frame
        } else if isHeld {
            held.append(point.frame..<point.frame)
        }
        isOpen = isHeld
    }
}
