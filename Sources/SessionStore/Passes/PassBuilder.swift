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
    }

    private struct Open {
        var segments: [Lane.Segment] = []
        /// Exclusive end of what is known to have been heard.
        var reached: FramePosition = 0

        mutating func append(_ segment: Lane.Segment) {
            if segments.last?.frame == segment.frame { segments.removeLast() }
            segments.append(segment)
            reach(segment.frame + 1)
        }

        mutating func reach(_ frame: FramePosition) { reached = max(reached, frame) }
    }

    private var open: [ParameterID: Open] = [:]
    private var finished: [ParameterID: [Written]] = [:]

    public init() {}

    /// What was written, per parameter in the order of writing. Ranges that are still open are not among them.
    public var results: [ParameterID: [Written]] { finished }

    /// The parameters whose writing has not ended.
    public var writing: Set<ParameterID> { Set(open.keys) }

    /// Whether nothing was written at all.
    public var isEmpty: Bool { open.isEmpty && finished.isEmpty }

    /// Takes over an entry of the journal.
    public mutating func fold(_ entry: JournalEntry) {
        switch entry {
        case .segment(let parameter, let frame, let ramp): add(parameter, Lane.Segment(frame: frame, ramp: ramp))
        case .writeEnded(let parameter, let frame): end(parameter, at: frame)
        case .position(let frame): reach(frame)
        }
    }

    /// A segment that was rendered. At the same frame as the one before it takes its place; a frame before that begins a
    /// new range, as after a jump that nobody reported. A segment that is not a number is left out.
    public mutating func add(_ parameter: ParameterID, _ segment: Lane.Segment) {
        guard segment.isSound else { return }
        if let last = open[parameter]?.segments.last, segment.frame < last.frame { close(parameter) }
        open[parameter, default: Open()].append(segment)
    }

    /// Writing of the parameter has ended; `frame` is no longer part of it.
    public mutating func end(_ parameter: ParameterID, at frame: FramePosition) {
        guard let range = open.removeValue(forKey: parameter), let first = range.segments.first else { return }
        guard frame > first.frame, frame <= SessionSettings.frameLimit else { return }
        finished[parameter, default: []].append(
            Written(range: first.frame..<frame, segments: range.segments.filter { $0.frame < frame }))
    }

    /// The pass has been heard up to this frame (exclusive).
    public mutating func reach(_ frame: FramePosition) {
        guard frame <= SessionSettings.frameLimit else { return }
        for parameter in open.keys { open[parameter]?.reach(frame) }
    }

    /// The pass ends at `frame` (exclusive): so does all writing.
    public mutating func close(at frame: FramePosition) {
        for parameter in open.keys { end(parameter, at: frame) }
    }

    /// The pass was cut off: each parameter's writing ends where it is known to have been heard.
    ///
    /// - Returns: the last frame (exclusive) among them, or `nil` if nothing was being written.
    @discardableResult
    public mutating func close() -> FramePosition? {
        let last = open.values.map(\.reached).max()
        for parameter in open.keys { close(parameter) }
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
