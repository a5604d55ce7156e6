import Automation
import MixModel
import Texts
import Units
import Yams

extension SessionTextReader {
    /// A lane under its address.
    mutating func readLane(_ entry: (key: String, node: Yams.Node, value: Yams.Node)) {
        guard let parameter = ParameterID(address: entry.key) else {
            let isAlone = entry.key.hasPrefix("/master") || entry.key.hasPrefix("/monitor")
            let path = entry.key.split(separator: "/").dropFirst(isAlone ? 1 : 2).joined(separator: "/")
            let help: String
            if let role = Role(path: path), entry.key.hasPrefix("/") {
                help = role.whose
            } else {
                help =
                    path.isEmpty
                    ? "such as /strip/1/fader" : TextReader.suggestion(path, Role.specs.map(\.path))
            }
            reader.add(entry.node, "\"\(entry.key)\" is not the address of a parameter", help: help)
            return
        }
        if parameter.node == .monitor {
            reader.add(entry.node, "the monitors are not automated", help: "write the value under \"monitor:\"")
            return
        }
        if !document.mix.contains(parameter.node) {
            reader.add(
                entry.node,
                "there is no \(parameter.node.address); the session has \(document.mix.inventory)")
        }
        readLane(entry, parameter)
    }

    /// A lane under its node: `fader: {points: …}`.
    mutating func readLane(_ entry: (key: String, node: Yams.Node, value: Yams.Node), of place: MixModel.Node) {
        guard let role = Role(path: entry.key), role.belongs(to: place) else {
            let help = Role(path: entry.key)?.whose
            reader.unknown(
                entry.key, entry.node, in: "the lanes of \(place.address)",
                known: help == nil ? Role.roles(of: place).map(\.spec.path) : [], help: help)
            return
        }
        readLane(entry, ParameterID(place, role))
    }

    /// A trim under its node, by what it is added to: `fader: {points: …}`.
    mutating func readTrim(_ entry: (key: String, node: Yams.Node, value: Yams.Node), of place: MixModel.Node) {
        guard let role = Role(path: entry.key)?.trim, role.belongs(to: place) else {
            let known = Role.roles(of: place).compactMap(\.trimmed).map(\.spec.path)
            let help = Role(path: entry.key) == nil ? nil : "faders and levels of sends have trims"
            reader.unknown(
                entry.key, entry.node, in: "the trims of \(place.address)", known: help == nil ? known : [],
                help: help)
            return
        }
        readLane(entry, ParameterID(place, role))
    }

    private mutating func readLane(
        _ entry: (key: String, node: Yams.Node, value: Yams.Node), _ parameter: ParameterID
    ) {
        guard seenLanes.insert(parameter).inserted else {
            reader.add(
                entry.node, "the lane of \(parameter.address) stands here for the second time",
                help: "lanes under their node move with it; keep one of the two")
            return
        }
        for part in reader.entries(entry.value, "a lane") ?? [] {
            if readFlag(part, .parameter(parameter)) { continue }
            switch part.key {
            case "mode":
                let mode: AutomationMode? = reader.word(part.value, "mode")
                if let mode { document.modes.parameters[parameter] = mode.stored }
            case "points":
                if let lane = readPoints(part.value, parameter.role) { document.lanes[parameter] = lane }
            default: reader.unknown(part.key, part.node, in: entry.key, known: Section.lane.names)
            }
        }
    }

    /// A point as it stands in the text.
    struct Point {
        var frame: FramePosition
        var position: Float
        /// `hold` and the seven numbers say all; `linear` needs the next point.
        var ramp: Ramp?
    }

    /// The points of a lane, put together as they come.
    struct PointList {
        private(set) var segments: [Lane.Segment] = []
        private var last: (point: Point, line: Int, column: Int)?
        var isWhole = true

        mutating func add(_ point: Point, _ line: Int, _ column: Int, _ reader: inout TextReader) {
            if let last = last?.point {
                if point.frame <= last.frame {
                    reader.add(
                        line, column, "the point at frame \(point.frame) comes after one at frame \(last.frame)",
                        help: "points stand in the order of time")
                    isWhole = false
                } else if last.ramp == nil {
                    segments.append(
                        Lane.Segment(
                            Ramp(
                                start: last.frame, from: last.position, to: point.position,
                                length: point.frame - last.frame)))
                }
            }
            if let ramp = point.ramp { segments.append(Lane.Segment(frame: point.frame, ramp: ramp)) }
            last = (point, line, column)
        }

        /// `nil` if there was a mistake.
        mutating func lane(_ reader: inout TextReader) -> Lane? {
            guard isWhole else { return nil }
            if let last, last.point.ramp == nil {
                reader.add(
                    last.line, last.column, "the last point is linear, but there is no point to go to",
                    help: "write hold")
                return nil
            }
            return Lane(segments: segments)
        }
    }

    private mutating func readPoints(_ node: Yams.Node, _ role: Role) -> Lane? {
        if case .scalar(let scalar) = node, let number = pointLines.number(scalar.string),
            readLists.insert(number).inserted
        {
            return readPointLines(number, role)
        }
        guard let nodes = reader.list(node, "points") else { return nil }
        var list = PointList()
        for node in nodes where !reader.isFull {
            guard let point = readPoint(node, role) else {
                list.isWhole = false
                continue
            }
            list.add(point, node.mark?.line ?? 1, node.mark?.column ?? 1, &reader)
        }
        return list.lane(&reader)
    }

    mutating func readPoint(_ node: Yams.Node, _ role: Role) -> Point? {
        let spec = role.spec
        guard let parts = reader.list(node, "a point") else { return nil }
        guard parts.count == 3 || parts.count == 7 else {
            reader.add(
                node, "a point with \(parts.count) parts",
                help:
                    "[frame, value, hold], [frame, value, linear] or [frame, value, linear, start, from, to, length]")
            return nil
        }
        let frame = reader.place(parts[0], "the frame of a point")
        let position = readValue(parts[1], spec.path, role)
        let shape = reader.text(parts[2], "the shape of a point")
        guard shape == "hold" && parts.count == 3 || shape == "linear" else {
            if let shape {
                reader.add(
                    parts[2], "the shape of a point is \"\(TextReader.shown(shape))\"", help: "it is hold or linear")
            }
            return nil
        }
        guard parts.count == 7 else {
            guard let frame, let position else { return nil }
            return Point(
                frame: frame, position: position, ramp: shape == "hold" ? .hold(position, from: frame) : nil)
        }
        guard let frame,
            let start = reader.whole(parts[3], "the start of the line", -SessionSettings.frameLimit...frame),
            let from = readValue(parts[4], spec.path, role), let to = readValue(parts[5], spec.path, role),
            let length = reader.whole(parts[6], "the length of the line", 0...SessionSettings.frameLimit)
        else { return nil }
        let ramp = Ramp(start: start, from: from, to: to, length: length)
        let stands = ramp.position(at: frame)
        guard let position, position == stands else {
            reader.add(
                parts[1],
                "the point's value is not on its line, which stands at \(LaneText.exact(stands, spec)) there",
                help: "for a point of your own write [frame, value, hold] or [frame, value, linear]")
            return nil
        }
        return Point(frame: frame, position: stands, ramp: ramp)
    }
}
