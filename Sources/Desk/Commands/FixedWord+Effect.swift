import Mapping
import SessionStore

extension FixedWord {
    /// What the word does: its row in the table of effects.
    // swift-format-ignore
    var effect: CommandEffect {
        switch self {
        case .play: .init(isOn: { state, _ in state.transport.isRolling }, does: { $0.desk.play(at: $0.frame) })
        case .stop: .init(isOn: { state, _ in !state.transport.isRolling }, does: { $0.desk.stop(at: $0.frame) })
        case .playOrStop: .init(isOn: { state, _ in state.transport.isRolling }, does: { $0.desk.playOrStop(at: $0.frame) })
        case .toStart: .init(does: { $0.locate(to: 0) })
        case .toEnd: .init(does: { $0.locate(to: $0.desk.transport.end) })
        case .loop: .init(isOn: { state, _ in state.transport.loop != nil }, tries: { $0.desk.switchLoop($0.switching, at: $0.frame) })
        case .loopStart: .init(does: { $0.desk.loopEdge(start: $0.here, at: $0.frame) })
        case .loopEnd: .init(does: { $0.desk.loopEdge(end: $0.here, at: $0.frame) })
        case .punch: .init(isOn: { state, _ in state.document.settings.punch != nil }, tries: { $0.desk.switchPunch($0.switching, at: $0.frame) })
        case .punchStart: .init(tries: { $0.desk.putPunch(start: $0.here, at: $0.frame) })
        case .punchEnd: .init(tries: { $0.desk.putPunch(end: $0.here, at: $0.frame) })
        case .nextMarker: .init(does: { $0.locate(to: $0.desk.marker(after: $0.here)) })
        case .previousMarker: .init(does: { $0.locate(to: $0.desk.marker(before: $0.here)) })
        case .addMarker: .init(does: { $0.desk.addMarker(at: $0.frame) })
        case .nextBank: .onSurfaces { $0.moveBank(of: $1, by: $2.ticks) }
        case .previousBank: .onSurfaces { $0.moveBank(of: $1, by: -$2.ticks) }
        case .thinning: .init(isOn: { state, _ in state.document.settings.thinning != nil }, does: { $0.desk.switchThinning($0.switching) })
        case .autoJoin: .init(isOn: { state, _ in state.document.settings.joins }, does: { $0.desk.switchAutoJoin($0.switching) })
        case .continueInLoop: .init(isOn: { state, _ in state.document.settings.continuesInLoop }, does: { $0.desk.continueInLoop($0.switching, at: $0.frame) })
        case .undo: .init(does: { $0.desk.undo(at: $0.frame) })
        case .redo: .init(does: { $0.desk.redo(at: $0.frame) })
        case .preview: .init(isOn: { state, _ in state.isPreviewing }, does: { $0.desk.automation.switchPreview($0.switching, at: $0.frame) })
        case .suspendPreview: .init(isOn: { state, _ in state.isPreviewSuspended }, tries: { $0.desk.automation.suspendPreview($0.switching, at: $0.frame) })
        case .punchPreview: .init(tries: { $0.desk.punchPreview(at: $0.frame) })
        case .capture: .init(does: { $0.desk.capture() })
        case .punchCapture: .init(tries: { $0.desk.punchCapture(at: $0.frame) })
        case .suspendGroups: .init(isOn: { state, _ in !state.groupsLink }, does: { $0.desk.suspendGroups($0.switching, at: $0.frame) })
        case .clearSolo: .init(isOn: { state, _ in state.isSoloing }, does: { $0.desk.clearSolo(at: $0.frame) })
        case .placeLeft: .onSurfaces { $0.move($1, by: -$2.ticks) }
        case .placeRight: .onSurfaces { $0.move($1, by: $2.ticks) }
        case .resync: .onSurfaces { $0.resync($1, at: $2.frame) }
        case .motors: .onSurfaces(isOn: { $1?.output.areMotorsOn }) { $0.switchMotors(of: $1, $2.switching, at: $2.frame) }
        case .takeover: .onSurfaces(isOn: { $1?.hands.takesOver }) { $0.switchTakeover(of: $1, $2.switching) }
        }
    }
}
