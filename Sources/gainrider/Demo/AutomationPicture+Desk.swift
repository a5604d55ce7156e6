import AudioFiles
import Automation
import Demonstration
import Desk
import MixModel
import SessionStore
import Units

extension AutomationPicture {
    /// The lanes that the passes of this sitting wrote, over the waveforms of their strips.
    ///
    /// - Parameter stems: paths of the strips' files, in their order.
    init(of desk: Desk, stems: [String]) throws {
        let document = desk.document
        let written = document.lanes.filter { !$0.value.isEmpty }
        var rows: [Row] = []
        for (index, strip) in document.mix.strips.enumerated() {
            let ids = written.keys.filter { $0.node == .strip(index + 1) }.sorted()
            guard !ids.isEmpty else { continue }
            let overview = try WaveformOverview(path: stems[index], columns: 1200)
            rows.append(
                Row(
                    name: strip.name, waveform: overview.columns.map { Column(low: $0.minimum, high: $0.maximum) },
                    curves: ids.map { AutomationPicture.curve($0, desk) }))
        }
        self.init(
            title: "Automation of the demonstration",
            subtitle: "Each lane over the sound that it moves; shaded where a pass wrote it.",
            length: desk.transport.end, sampleRate: desk.sampleRate, framesPerBar: DemoSong.framesPerBar, rows: rows,
            markers: document.mix.markers)
    }

    /// A session as it is stored: its lanes over the waveforms of their strips, buses and the master; where nothing is automated, every
    /// strip with its fader.
    ///
    /// - Parameter stems: paths of the strips' files, in their order; what cannot be read is drawn as silence.
    init(of desk: Desk, title: String, stems: [String?]) {
        let document = desk.document
        let written = document.lanes.filter { !$0.value.isEmpty }.keys
        let mix = document.mix
        let rows = mix.nodes.compactMap { node -> Row? in
            var ids = written.filter { $0.node == node }.sorted()
            if written.isEmpty, case .strip = node { ids = [ParameterID(node, .fader)] }
            guard !ids.isEmpty else { return nil }
            var waveform: [Column] = []
            if case .strip(let number) = node, let path = stems[number - 1],
                let overview = try? WaveformOverview(path: path, columns: 1200)
            {
                waveform = overview.columns.map { Column(low: $0.minimum, high: $0.maximum) }
            }
            return Row(
                name: mix.name(of: node), waveform: waveform, curves: ids.map { AutomationPicture.curve($0, desk) })
        }
        self.init(
            title: "Automation of \(title)",
            subtitle: written.isEmpty
                ? "Nothing is automated yet: each strip's fader over its sound."
                : "Each lane over the sound that it moves.",
            length: desk.transport.end, sampleRate: desk.sampleRate, rows: rows, markers: mix.markers)
    }

    private static func curve(_ id: ParameterID, _ desk: Desk) -> Curve {
        let passes = desk.passes.enumerated().flatMap { number, pass in
            (pass.ranges[id] ?? []).map {
                Pass(
                    number: number + 1, label: "\(desk.document.mode(of: id).rawValue): \(desk.title(of: id))",
                    range: $0)
            }
        }
        let name = id.role.spec.path.prefix(1).uppercased() + id.role.spec.path.dropFirst()
        return Curve(
            name: name, spec: id.role.spec, lane: desk.document.lanes[id] ?? .init(), rest: desk.document.mix[id],
            passes: passes)
    }
}
