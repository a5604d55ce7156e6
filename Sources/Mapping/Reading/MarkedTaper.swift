import ControlSurfaces
import Units

extension Taper {
    /// The same law, bent so that it gives each marked value where the control has it printed.
    ///
    /// Between marks it keeps its shape; with corners for the marks it is exact both ways.
    func through(_ marks: [(travel: Double, position: Double)]) -> Taper {
        let low = corners[0].position, high = corners[corners.count - 1].position
        var anchors: [(from: Double, to: Double)] = [(0, 0)]
        var marked: [Corner] = []
        for mark in marks.sorted(by: { $0.travel < $1.travel }) where mark.position > low && mark.position < high {
            let from = travel(position: Float(mark.position))
            guard mark.travel > anchors[anchors.count - 1].to, from > anchors[anchors.count - 1].from, mark.travel < 1
            else { continue }
            anchors.append((from, mark.travel))
            marked.append(Corner(mark.travel, mark.position))
        }
        guard !marked.isEmpty else { return self }
        anchors.append((1, 1))
        func moved(_ travel: Double) -> Double {
            let upper = anchors.firstIndex { $0.from >= travel } ?? anchors.count - 1
            guard upper > 0 else { return 0 }
            let (a, b) = (anchors[upper - 1], anchors[upper])
            return travel == b.from ? b.to : a.to + (b.to - a.to) * ((travel - a.from) / (b.from - a.from))
        }
        let positions = Set(marked.map(\.position))
        let bent = corners.filter { !positions.contains($0.position) }.map { Corner(moved($0.travel), $0.position) }
        return Taper(corners: (bent + marked).sorted { $0.position < $1.position })
    }
}

extension ControlSpec {
    /// A fader's law with the control's marks in it; `nil` if it has none for this parameter.
    func markedTaper(of spec: ParameterSpec) -> Taper? {
        guard form == .absolute, !marks.isEmpty, spec.taper == .fader else { return nil }
        let found = marks.compactMap { mark -> (travel: Double, position: Double)? in
            guard let position = try? ValueReader.position(mark.value, of: spec) else { return nil }
            return (travel(step: mark.number), Double(position))
        }
        return found.isEmpty ? nil : spec.taper.through(found)
    }
}
