import Automation
import MixModel
import Units

/// What differs between two states of a session, in the words of an engineer.
extension SessionDocument {
    /// Sentences about what is different here from an older state; none if nothing is.
    ///
    /// Strips, buses and VCAs are told apart by their names, so that another order is no difference of each. Curves that differ by
    /// no more than thinning may change them are the same.
    public func differences(from old: SessionDocument) -> [String] {
        let pairs = NodePairs(old.mix, mix)
        var sentences = pairs.sentences
        for (before, after) in pairs.common {
            let name = VisibleText.line(mix.name(of: after))
            sentences += links(of: after, from: old, before).map { "\(name): \($0)" }
            for role in Role.roles(of: after) {
                let one = ParameterID(before, role)
                let other = ParameterID(after, role)
                let found = CurveDifference.words(
                    role.spec, old.curve(of: one), curve(of: other), until: max(end, old.end), rate: mix.sampleRate)
                let title = role.spec.path.replacing("/", with: " ")
                sentences += found.map { "\(name): \(title) \($0)" }
                if old.mode(of: one) != mode(of: other), old.modes.parameters[one] != modes.parameters[other] {
                    sentences.append("\(name): \(title) automation \(mode(of: other).rawValue)")
                }
            }
            if old.modes.nodes[before] != modes.nodes[after] {
                sentences.append("\(name): automation \((modes.nodes[after] ?? .read).rawValue)")
            }
        }
        return sentences + general(from: old)
    }

    /// Behind the last sound and the last movement.
    private var end: FramePosition {
        max(mix.length, lanes.values.compactMap { $0.extent?.upperBound }.max() ?? 0, 1)
    }

    /// The lane, or the value at rest where there is none.
    private func curve(of id: ParameterID) -> CurveDifference.Curve {
        guard let lane = lanes[id], !lane.isEmpty else { return .rest(mix[id]) }
        return .lane(lane)
    }

    private func links(of node: Node, from old: SessionDocument, _ before: Node) -> [String] {
        func output(_ number: Int?, _ mix: Mix) -> String { number.map { mix.name(of: .bus($0)) } ?? "the master" }
        func names(_ numbers: [Int?], _ mix: Mix, _ make: (Int) -> Node) -> [String] {
            numbers.map { $0.map { VisibleText.line(mix.name(of: make($0))) } ?? "nothing" }
        }
        func connections(_ mix: Mix, _ node: Node) -> (output: Int?, sends: [Int?], vcas: [Int])? {
            switch node {
            case .strip(let number):
                (mix.strips[number - 1].output, mix.strips[number - 1].sends, mix.strips[number - 1].vcas)
            case .bus(let number):
                (mix.buses[number - 1].output, mix.buses[number - 1].sends, mix.buses[number - 1].vcas)
            case .vca(let number): (nil, [], mix.vcas[number - 1].vcas)
            case .master, .monitor: nil
            }
        }
        guard let was = connections(old.mix, before), let now = connections(mix, node) else { return [] }
        var sentences: [String] = []
        let (from, to) = (output(was.output, old.mix), output(now.output, mix))
        if from != to { sentences.append("goes to \(VisibleText.line(to)), not to \(VisibleText.line(from))") }
        let (sends, oldSends) = (names(now.sends, mix) { .bus($0) }, names(was.sends, old.mix) { .bus($0) })
        if sends != oldSends {
            sentences.append("sends to \(sends.isEmpty ? "nothing" : sends.joined(separator: ", "))")
        }
        let (vcas, oldVCAs) = (names(now.vcas, mix) { .vca($0) }, names(was.vcas, old.mix) { .vca($0) })
        if vcas != oldVCAs {
            sentences.append(vcas.isEmpty ? "in no VCA" : "in the VCA \(vcas.joined(separator: ", "))")
        }
        if case .strip(let number) = node, case .strip(let oldNumber) = before,
            mix.strips[number - 1].source != old.mix.strips[oldNumber - 1].source
        {
            sentences.append("plays \(mix.strips[number - 1].source.map { VisibleText.line($0.path) } ?? "nothing")")
        }
        return sentences
    }

    /// What belongs to no strip.
    private func general(from old: SessionDocument) -> [String] {
        var sentences: [String] = []
        func compare<Value: Equatable>(_ one: Value, _ other: Value, _ sentence: @autoclosure () -> String) {
            if one != other { sentences.append(sentence()) }
        }
        compare(
            old.mix.tempo, mix.tempo,
            "tempo \(LaneText.plain(mix.tempo)) bpm, was \(LaneText.plain(old.mix.tempo)) bpm")
        compare(old.mix.panLaw, mix.panLaw, "pan law \(mix.panLaw.rawValue), was \(old.mix.panLaw.rawValue)")
        compare(old.mix.sampleRate, mix.sampleRate, "sample rate \(mix.sampleRate) Hz, was \(old.mix.sampleRate) Hz")
        compare(
            old.mix.markers, mix.markers,
            "markers: \(mix.markers.isEmpty ? "none" : mix.markers.map { VisibleText.line($0.name) }.joined(separator: ", "))"
        )
        compare(
            old.mix.groups, mix.groups,
            "groups: \(mix.groups.isEmpty ? "none" : mix.groups.map { VisibleText.line($0.name) + ($0.isOn ? "" : " (off)") }.joined(separator: ", "))"
        )
        compare(
            old.snapshots, snapshots,
            "snapshots: \(snapshots.isEmpty ? "none" : snapshots.map { VisibleText.line($0.name) }.joined(separator: ", "))"
        )
        compare(
            old.modes.session, modes.session,
            "automation of the session \(modes.session?.rawValue ?? "as each strip has it")")
        return sentences
    }
}

/// Nodes of two mixes that are the same to a person.
private struct NodePairs {
    var common: [(Node, Node)] = []
    var sentences: [String] = []

    init(_ old: Mix, _ new: Mix) {
        pair(old.strips.map(\.name), new.strips.map(\.name), "strip") { .strip($0) }
        pair(old.buses.map(\.name), new.buses.map(\.name), "bus") { .bus($0) }
        pair(old.vcas.map(\.name), new.vcas.map(\.name), "VCA") { .vca($0) }
        common.append((.master, .master))
    }

    private mutating func pair(_ old: [String], _ new: [String], _ noun: String, _ node: (Int) -> Node) {
        var left = Array(old.indices)
        var found: [(Int, Int)] = []
        var added: [Int] = []
        for index in new.indices {
            // In its own place before any other of the name.
            if let match = left.first(where: { $0 == index && old[$0] == new[index] })
                ?? left.first(where: { old[$0] == new[index] && !(new.indices.contains($0) && new[$0] == old[$0]) })
            {
                left.removeAll { $0 == match }
                found.append((match, index))
            } else {
                added.append(index)
            }
        }
        // One in the same place, of another name: that is what it is called now.
        for index in added {
            if let match = left.first(where: { $0 == index }) {
                left.removeAll { $0 == match }
                found.append((match, index))
                sentences.append("\(VisibleText.line(old[match])) is called \(VisibleText.line(new[index]))")
            } else {
                sentences.append("\(VisibleText.line(new[index])): a new \(noun)")
            }
        }
        for index in left { sentences.append("\(VisibleText.line(old[index])): the \(noun) is gone") }
        common += found.sorted { $0.1 < $1.1 }.map { (node($0.0 + 1), node($0.1 + 1)) }
    }
}
