public import Automation
public import MixModel
public import Units

/// Folds what a pass wrote into ranges of lanes. The same for a pass that ends well and for one that is recovered.
///
/// A parameter can be written in several ranges of a pass. Frames are session frames.
public struct PassBuilder: Sendable {
    /// What was written on one parameter without a break.
    public struct Written: Sendable, Hashable {
        /// Not empty.
        public let range: Range<FramePosition>
        /// In rising order, the first at the range's lower bound, all inside the range.
        public let segments: [Lane.Segment]
        /// Position without a lane as it was heard up to the range; `nil`: as it is now.
        public let before: Float?
        /// The same from the range's end on.
        public let after: Float?
        /// The song ended with it: its last position holds from there on.
        public let holdsOn: Bool

        /// Extended by the movement that is under way at its end, if that ends within `grace` frames, and by `room` frames at
        /// most.
        fileprivate func prolonged(within grace: Int64, room: Int64, holdsOn: Bool) -> Written {
            var end = range.upperBound
            if let ramp = segments.last?.ramp, ramp.moves, ramp.end >= end, ramp.end - end < grace {
                end += min(ramp.end + 1 - end, room)
            }
            return Written(
                range: range.lowerBound..<end, segments: segments, before: before, after: after, holdsOn: holdsOn)
        }
    }

    private struct Open {
        var segments: [Lane.Segment] = []
        /// Exclusive end of what is known to have been heard.
        var reached: FramePosition = 0
        var rest: Float?

        mutating func append(_ segment: Lane.Segment) {
            if segments.last?.frame == segment.frame { segments.removeLast() }
            segments.append(segment)
            reach(segment.frame + 1)
        }

        mutating func reach(_ frame: FramePosition) { reached = max(reached, frame) }
    }

    private var open: [ParameterID: Open] = [:]
    private var finished: [ParameterID: [Written]] = [:]
    /// What is to lie over what is being written, as soon as that has ended.
    private var laid: [ParameterID: [Written]] = [:]
    /// Positions without a lane, of parameters that are about to be written.
    private var rests: [ParameterID: Float] = [:]

    public init() {}

    /// What was written, per parameter in the order of writing. Ranges that are still open are not among them.
    public var results: [ParameterID: [Written]] { finished }

    /// The parameters whose writing has not ended.
    public var writing: Set<ParameterID> { Set(open.keys) }

    /// Whether nothing was written at all.
    public var isEmpty: Bool { open.isEmpty && finished.isEmpty && laid.isEmpty }

    /// Takes over an entry of the journal.
    public mutating func fold(_ entry: JournalEntry) {
        switch entry {
        case .segment(let parameter, let frame, let ramp): add(parameter, Lane.Segment(frame: frame, ramp: ramp))
        case .writeEnded(let parameter, let frame): end(parameter, at: frame)
        case .position(let frame): reach(frame)
        case .began(let parameter, let rest): begin(parameter, rest: rest)
        case .laid(let parameter, let range, let line, let holdsOn):
            lay(line, over: range, on: parameter, holdsOn: holdsOn)
        }
    }

    /// Writing begins with the next segment of the parameter, whose position without a lane is this one. Where it is being
    /// written already, nothing begins.
    public mutating func begin(_ parameter: ParameterID, rest: Float) {
        if open[parameter] == nil, rest.isFinite { rests[parameter] = rest }
    }

    /// A segment that was rendered. At the same frame as the one before it takes its place; a frame before that begins a
    /// new range, as after a jump that nobody reported. A segment that is not a number is left out.
    public mutating func add(_ parameter: ParameterID, _ segment: Lane.Segment) {
        guard segment.isSound else { return }
        if let last = open[parameter]?.segments.last, segment.frame < last.frame { close(parameter) }
        open[parameter, default: Open(rest: rests.removeValue(forKey: parameter))].append(segment)
    }

    /// Writing of the parameter has ended; `frame` is no longer part of it.
    ///
    /// - Parameters:
    ///   - rest: position without a lane from there on; `nil`: as it is when the pass is written into the lanes.
    ///   - room: frames after it that may be written at all.
    ///   - holdsOn: the song ends here.
    public mutating func end(
        _ parameter: ParameterID, at frame: FramePosition, rest: Float? = nil, holdsOn: Bool = false
    ) {
        defer { finished[parameter, default: []] += laid.removeValue(forKey: parameter) ?? [] }
        guard let range = open.removeValue(forKey: parameter), let first = range.segments.first else { return }
        guard frame > first.frame, frame <= SessionSettings.frameLimit else { return }
        finished[parameter, default: []].append(
            Written(
                range: first.frame..<frame, segments: range.segments.filter { $0.frame < frame }, before: range.rest,
                after: rest, holdsOn: holdsOn))
    }

    /// A line that begins with a range, above what the pass has written on the parameter so far.
    ///
    /// - Parameters:
    ///   - range: not empty.
    ///   - holdsOn: the range goes to the song's end, and the line's end holds after it.
    public mutating func lay(
        _ line: Ramp, over range: Range<FramePosition>, on parameter: ParameterID, holdsOn: Bool = false
    ) {
        let segment = Lane.Segment(line)
        guard segment.isSound, line.start == range.lowerBound, !range.isEmpty,
            range.upperBound <= SessionSettings.frameLimit
        else { return }
        laid[parameter, default: []].append(
            Written(range: range, segments: [segment], before: nil, after: nil, holdsOn: holdsOn))
    }

    /// Frame at which the writing of a parameter that is still being written began.
    public func beginning(of parameter: ParameterID) -> FramePosition? { open[parameter]?.segments.first?.frame }

    /// The last line that was written, of a parameter that is still being written.
    public func line(of parameter: ParameterID) -> Ramp? { open[parameter]?.segments.last?.ramp }

    /// The pass has been heard up to this frame (exclusive).
    public mutating func reach(_ frame: FramePosition) {
        guard frame <= SessionSettings.frameLimit else { return }
        for parameter in open.keys { open[parameter]?.reach(frame) }
    }

    /// The pass ends at `frame` (exclusive): so does all writing.
    ///
    /// - Parameters:
    ///   - grace: a movement that comes to its end within so many frames is written to its end: the value that the hand has left.
    ///   - holdsOn: the song ends here.
    ///   - rest: position of a parameter without a lane from there on; `nil`: as it is when the pass is written into the lanes.
    public mutating func close(
        at frame: FramePosition, grace: Int64 = 0, room: Int64 = .max, holdsOn: Bool = false,
        rest: (ParameterID) -> Float? = { _ in nil }
    ) {
        for parameter in open.keys { end(parameter, at: frame, rest: rest(parameter)) }
        for (parameter, written) in laid { finished[parameter, default: []] += written }
        laid = [:]
        guard grace > 0 || holdsOn else { return }
        for (parameter, ranges) in finished {
            guard let last = ranges.last, last.range.upperBound == frame else { continue }
            finished[parameter]?[ranges.count - 1] = last.prolonged(within: grace, room: room, holdsOn: holdsOn)
        }
    }

    /// The pass was cut off: each parameter's writing ends where it is known to have been heard.
    ///
    /// - Returns: the last frame (exclusive) among them, or `nil` if nothing was being written.
    @discardableResult
    public mutating func close() -> FramePosition? {
        let last = open.values.map(\.reached).max()
        for parameter in open.keys { close(parameter) }
        for (parameter, written) in laid { finished[parameter, default: []] += written }
        laid = [:]
        return last
    }

    private mutating func close(_ parameter: ParameterID) {
        guard let reached = open[parameter]?.reached else { return }
        end(parameter, at: reached)
    }
}

extension Lane.Segment {
    /// Whether the segment can be heard: a line of numbers, within the frames that a session can have.
    var isSound: Bool {
        let limit = SessionSettings.frameLimit
        return ramp.from.isFinite && ramp.to.isFinite && (0..<limit).contains(frame)
            && (-limit...frame).contains(ramp.start) && (0...limit).contains(ramp.length)
    }
}
