import AudioFiles
import Automation
import Desk
import MixModel
import SessionStore
import Units

/// What a listener of a written mix should know of it, each a sentence for people: it is said, and changes nothing.
struct MixRemarks {
    private(set) var sentences: [String] = []

    /// What the session's switches do to a mix, or do not.
    ///
    /// - Parameter document: as the sound was rendered from it.
    mutating func add(_ document: SessionDocument) {
        let soloed = MixRemarks.nodes(document, .solo)
        if !soloed.isEmpty {
            sentences.append(
                "solo is on for \(Self.list(soloed)): the file has what is soloed, and not the whole mix")
        }
        let listened = [(Role.pfl, "PFL"), (.afl, "AFL")].compactMap { role, name in
            let nodes = MixRemarks.nodes(document, role)
            return nodes.isEmpty ? nil : "\(name) is on for \(Self.list(nodes))"
        }
        if !listened.isEmpty {
            sentences.append(
                listened.joined(separator: ", ")
                    + ": it is heard in the monitors alone, and the file has the whole mix")
        }
    }

    mutating func add(_ sentence: String) { sentences.append(sentence) }

    /// What goes on after the file's end.
    mutating func add(_ cut: CutSound?, end: FramePosition, sampleRate: Int) {
        guard let cut else { return }
        let level = cut.peak > 0 ? ", up to \(Self.short(Level.decibels(gain: Double(cut.peak)))) dBFS" : ""
        let sources = cut.sources.isEmpty ? "" : " (\(Self.list(cut.sources)))"
        let after = Double(cut.end - end) / Double(sampleRate)
        sentences.append(
            cut.goesOn
                ? "the file ends while the mix still sounds\(level)\(sources): it had not ended "
                    + "\(Tail.limitSeconds) s after the song; --tail takes up to 600 seconds"
                : "the file ends while the mix still sounds\(level)\(sources), for another \(Self.short(after, up: true)) s; "
                    + "--tail auto keeps it")
    }

    /// Samples beyond full scale, which only a float file holds.
    mutating func add(_ summary: AudioWriter.Summary, _ format: AudioWriter.Format) {
        guard format.bits == nil, summary.peak > 1 else { return }
        sentences.append(
            "the mix goes up to +\(Self.short(Level.decibels(gain: Double(summary.peak)), up: true)) dBFS: this file holds it, but "
                + "converters and files of 16 or 24 bits clip it; lower the master fader, or switch its limiter on")
    }

    /// Says them all where errors are said, away from the sound.
    func say() {
        for sentence in sentences { Terminal.error.line("gainrider: \(sentence)") }
    }

    /// Names of nodes for which a switch is on, at rest or somewhere in its lane.
    private static func nodes(_ document: SessionDocument, _ role: Role) -> [String] {
        document.mix.nodes.filter { role.belongs(to: $0) }.filter { node in
            let id = ParameterID(node, role)
            let lane = document.mode(of: id) == .off ? [] : document.lanes[id]?.segments ?? []
            return lane.isEmpty ? document.mix[id] >= 0.5 : lane.contains { $0.ramp.to >= 0.5 || $0.ramp.from >= 0.5 }
        }
        .map { document.mix.name(of: $0) }
    }

    /// The first three names.
    private static func list(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    }

    /// One decimal.
    private static func short(_ value: Double, up: Bool = false) -> String {
        "\((value * 10).rounded(up ? .up : .toNearestOrAwayFromZero) / 10)"
    }
}
