import ALSAPCM
import Automation
import ControlSurfaces
import Desk
import Engine
import MixModel
import SessionStore
import Units

/// The line at the foot of the terminal: where the song is, what is being written, how the sound fares.
struct StatusLine {
    let desk: Desk
    let output: AudioOutput

    /// One line, at most `columns` wide.
    func text(columns: Int) -> String {
        let state = desk.transport.isRolling ? "▶" : "■"
        let position = TimeText.minutes(desk.transport.position(at: desk.now), sampleRate: desk.sampleRate)
        let statistics = output.statistics
        var parts = [
            "\(state) \(position)", "mode \(modes)",
            "xruns \(statistics.xruns + statistics.lateBlocks)",
        ]
        let surfaces = desk.surfaces.map(\.name)
        parts.append(surfaces.isEmpty ? "no controller" : surfaces.joined(separator: ", "))
        let writing = desk.writingParameters
        if !writing.isEmpty {
            let names = writing.prefix(3).map { desk.title(of: $0) }.joined(separator: ", ")
            parts.insert("● \(names)\(writing.count > 3 ? " and \(writing.count - 3) more" : "")", at: 2)
        }
        if let waiting = desk.waitingControls.first {
            let arrow = waiting.direction == .up ? "↑" : "↓"
            parts.insert(
                "\(arrow) \(desk.title(of: waiting.parameter)): move \(waiting.direction.rawValue) to catch it", at: 2
            )
        }
        let line = VisibleText.line(parts.joined(separator: "  "))
        return line.count > columns ? String(line.prefix(max(0, columns - 1))) + "…" : line
    }

    /// The session-wide mode, else the modes in use, most frequent first.
    private var modes: String {
        if let mode = desk.document.modes.session { return mode.rawValue }
        let strips = desk.document.mix.nodes.filter { $0 != .monitor }.map {
            desk.document.mode(of: ParameterID($0, .fader)).rawValue
        }
        let counts = Dictionary(grouping: strips, by: { $0 }).mapValues(\.count)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }.joined(
            separator: " ")
    }
}
