import Mapping
import Units

/// Lanes as they shall be.
extension OrderReader {
    /// Most points of a lane in one message.
    private static let mostPoints = 10_000

    mutating func lane(_ value: JSONValue) {
        let form =
            "{\"address\": \"/strip/3/fader\", \"from\": 0, \"to\": 96000, \"points\": [[0, -3], [48000, \"-6 dB\"]]}"
        guard let lane = value.object, let address = lane["address"]?.text, let points = lane["points"]?.list,
            let from = lane["from"], let to = lane["to"], let ends = frames(.list([from, to])), ends[0] < ends[1],
            points.count <= OrderReader.mostPoints
        else { return fault("lane", "expected \(form), \(OrderReader.mostPoints) points at most") }
        guard let target = target(address) else { return }
        guard let spec = target.spec else { return fault(address, "a lane needs the address of one parameter") }
        var read: [LaneOrder.Point] = []
        for point in points {
            guard let pair = point.list, pair.count == 2, let frame = frames(.list([pair[0]]))?.first,
                let position = position(pair[1], of: spec)
            else { return fault(address, "expected a frame and a value for each point, such as [48000, \"-6 dB\"]") }
            guard (ends[0]...ends[1]).contains(frame), read.last.map({ $0.frame < frame }) ?? true else {
                return fault(address, "points must rise, from \(ends[0]) to \(ends[1]); found frame \(frame)")
            }
            read.append(LaneOrder.Point(frame: frame, position: position))
        }
        let label = lane["label"]?.text.map { String($0.prefix(80)) } ?? "Draw"
        add(address, .lane(LaneOrder(target: target, range: ends[0]..<ends[1], points: read, label: label)))
    }

    private func position(_ value: JSONValue, of spec: ParameterSpec) -> Float? {
        switch value {
        case .number(let number): return spec.clamped(spec.scale.position(of: number))
        case .text(let text):
            guard case .position(let position) = spec.reading(text) else { return nil }
            return position
        default: return nil
        }
    }
}
