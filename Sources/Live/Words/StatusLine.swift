import ALSAPCM
import ALSASequencer
import Automation
import ControlSurfaces
import Desk
import Engine
import MixModel
import SessionStore
import Texts
import Units

/// The line at the foot of the terminal: where the song is, what is being written, how the sound fares.
public struct StatusLine {
    private let live: LiveMix

    public init(_ live: LiveMix) { self.live = live }

    /// One line, at most `columns` wide. What is wrong stands first, so that it is never cut off.
    public func text(columns: Int) -> String {
        let state = live.desk.state
        var parts = [transport(state)]
        if let absence = live.output.absence { parts.append("⚠ no sound device: \(absence.words)") }
        if live.meters.clippedFrames > 0 { parts.append("⚠ output clipped") }
        if let waiting = state.waiting.first {
            let arrow = waiting.direction == .up ? "↑" : "↓"
            parts.append(
                "\(arrow) \(state.title(of: waiting.parameter)): move \(waiting.direction.rawValue) to catch it")
        }
        let writing = state.writing
        if !writing.isEmpty {
            let names = writing.prefix(3).map { state.title(of: $0) }.joined(separator: ", ")
            parts.append("● \(names)\(writing.count > 3 ? " and \(writing.count - 3) more" : "")")
        }
        parts.append("mode \(modes(state))")
        parts.append("xruns \(live.output.gaps)")
        let lost = live.rig.devices?.statistics.overruns ?? 0
        if lost > 0 { parts.append("MIDI lost \(lost)×") }
        let surfaces = state.surfaces.map(\.name)
        parts.append(surfaces.isEmpty ? "no controller" : surfaces.joined(separator: ", "))
        parts.append("? keys")
        let line = VisibleText.line(parts.joined(separator: "  "))
        return TextWidth.cut(line, columns: columns)
    }

    /// `▶ 00:12.3 / 03:40.0 Chorus`: play head, length of the song, the marker that the play head has passed last.
    private func transport(_ state: DeskState) -> String {
        func time(_ frame: FramePosition) -> String { TimeText.minutes(frame, sampleRate: state.sampleRate) }
        return
            "\(state.transport.isRolling ? "▶" : "■") \(state.transport.speed.sign.map { "\($0) " } ?? "")\(time(state.position)) / \(time(state.mix.length))"
            + (state.marker.map { " \($0.name)" } ?? "")
    }

    /// The session-wide mode, else the modes in use, most frequent first.
    private func modes(_ state: DeskState) -> String {
        if let mode = state.document.modes.session { return mode.rawValue }
        let strips = state.mix.nodes.filter { $0 != .monitor }.map {
            state.document.mode(of: ParameterID($0, .fader)).rawValue
        }
        let counts = Dictionary(grouping: strips, by: { $0 }).mapValues(\.count)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }.joined(
            separator: " ")
    }
}

extension DeviceAbsence {
    /// In a few words, for the foot of the screen.
    var words: String {
        guard let reason else { return "\(device) went away" }
        return switch reason {
        case .noDevice: "\(device) is not there"
        case .busy: "\(device) is held by another program"
        case .noPermission: "\(device): no permission"
        case .rate(_, let wanted, _): "\(device) does not run at \(wanted) Hz"
        case .channels(_, let offered): "\(device) has \(offered) channel\(offered == 1 ? "" : "s")"
        case .format: "\(device) takes none of our formats"
        case .setting, .system: "\(reason)"
        }
    }
}
