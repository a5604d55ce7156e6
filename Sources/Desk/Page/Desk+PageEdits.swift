import Automation
import Engine
public import MixModel
import SessionStore
public import Units

/// Edits of the session that no control makes: of the page and of other programs. Each is one step of undo.
extension Desk {
    /// Makes a lane between two session frames what points say: straight from one to the next, and as it was outside.
    ///
    /// - Parameters:
    ///   - points: rising frames in the range, with positions on the parameter's scale; none: what is left and right is joined.
    ///   - label: what is done, in the user's words.
    /// - Returns: what is wrong, if it could not be done.
    public func drawLane(
        of id: ParameterID, _ range: Range<FramePosition>, points: [(frame: FramePosition, position: Float)],
        label: String, at frame: FramePosition
    ) -> String? {
        guard id.node != .monitor else { return "the monitors are never automated" }
        guard !automation.isAnythingWriting else { return "lanes are edited when the pass has ended: stop first" }
        let before = document.lanes[id] ?? Lane()
        let rest = document.mix[id]
        let spec = id.role.spec
        let edited = before.drawn(
            range, points.map { ($0.frame, spec.clamped($0.position)) }, rest: rest, stepped: spec.isStepped)
        guard edited != before else { return nil }
        edit("\(label) \(title(of: id))") { $0.lanes[id] = edited.isEmpty ? nil : edited }
        publishLanes(of: [id])
        return nil
    }

    /// Renames a strip, bus or VCA.
    ///
    /// - Returns: what is wrong, if it could not be done.
    public func rename(_ node: Node, to name: String, at frame: FramePosition) -> String? {
        let old = document.mix.name(of: node)
        guard old != name else { return nil }
        switch node {
        case .strip(let number): edit("Rename \(old) to \(name)") { $0.mix.strips[number - 1].name = name }
        case .bus(let number): edit("Rename \(old) to \(name)") { $0.mix.buses[number - 1].name = name }
        case .vca(let number): edit("Rename \(old) to \(name)") { $0.mix.vcas[number - 1].name = name }
        case .master, .monitor: return "the \(old.lowercased()) has no other name"
        }
        return nil
    }
}

extension Lane {
    /// The lane with a range drawn anew: through the points, straight, or in steps; outside every position keeps its bits.
    ///
    /// - Parameters:
    ///   - points: rising frames, all in the range or at its end.
    ///   - rest: the parameter's position where the lane says nothing.
    func drawn(
        _ range: Range<FramePosition>, _ points: [(frame: FramePosition, position: Float)], rest: Float, stepped: Bool
    ) -> Lane {
        let start = position(at: range.lowerBound) ?? rest
        let end = position(at: range.upperBound) ?? rest
        guard !range.isEmpty, !(isEmpty && points.isEmpty) else { return self }
        var corners = points
        if corners.first?.frame != range.lowerBound { corners.insert((range.lowerBound, start), at: 0) }
        if corners.last?.frame != range.upperBound {
            corners.append((range.upperBound, stepped ? corners[corners.count - 1].position : end))
        }
        var arrived = corners[0].position
        let joined = corners.map { corner in
            defer { arrived = corner.position }
            return Point(frame: corner.frame, before: stepped ? arrived : corner.position, after: corner.position)
        }
        return replacing(range, with: Lane.segments(joining: joined), before: rest, after: rest)
    }
}
