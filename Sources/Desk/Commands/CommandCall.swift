import Mapping
import SessionStore
import Units

/// One use of a command.
struct CommandCall: CommandDeeds {
    let desk: Desk
    /// The device that it came from; `nil`: none.
    let surface: Surface?
    /// Engine frame at which it acts.
    let frame: FramePosition
    let ticks: Int

    var isRolling: Bool { desk.transport.isRolling }
    var here: FramePosition { desk.transport.position(at: frame) }
    var end: FramePosition { desk.transport.end }

    func play() { desk.play(at: frame) }
    func stop() { desk.stop(at: frame) }
    func go(to place: FramePosition) { desk.locate(to: place, at: frame) }
    func switchLoop(_ switching: Switching) -> String? { desk.switchLoop(switching, at: frame) }
    func moveLoop(start: FramePosition?, end: FramePosition?) { desk.loopEdge(start: start, end: end, at: frame) }
    func switchPunch(_ switching: Switching) -> String? { desk.switchPunch(switching, at: frame) }
    func movePunch(start: FramePosition?, end: FramePosition?) -> String? {
        desk.putPunch(start: start, end: end, at: frame)
    }
    func marker(after place: FramePosition) -> FramePosition { desk.marker(after: place) }
    func marker(before place: FramePosition) -> FramePosition { desk.marker(before: place) }
    func addMarker() { desk.addMarker(at: frame) }
    func switchThinning(_ switching: Switching) { desk.switchThinning(switching) }
    func switchAutoJoin(_ switching: Switching) { desk.switchAutoJoin(switching) }
    func switchContinueInLoop(_ switching: Switching) { desk.continueInLoop(switching, at: frame) }
    func undo() { desk.undo(at: frame) }
    func redo() { desk.redo(at: frame) }
    func switchPreview(_ switching: Switching) { desk.automation.switchPreview(switching, at: frame) }
    func suspendPreview(_ switching: Switching) -> String? { desk.automation.suspendPreview(switching, at: frame) }
    func punchPreview() -> String? { desk.punchPreview(at: frame) }
    func capture() { desk.capture() }
    func punchCapture() -> String? { desk.punchCapture(at: frame) }
    func suspendGroups(_ switching: Switching) { desk.suspendGroups(switching, at: frame) }
    func clearSolo() { desk.clearSolo(at: frame) }

    func moveBank(by banks: Int) { onSurfaces { $0.moveBank(of: $1, by: banks) } }
    func moveDevice(by places: Int) { onSurfaces { $0.move($1, by: places) } }
    func resync() { onSurfaces { $0.resync($1, at: frame) } }
    func switchMotors(_ switching: Switching) { onSurfaces { $0.switchMotors(of: $1, switching, at: frame) } }
    func switchTakeover(_ switching: Switching) { onSurfaces { $0.switchTakeover(of: $1, switching) } }

    private func onSurfaces(_ does: (SurfaceSession, Surface) -> Void) {
        let session = desk.surfaceSession
        session.perform(from: surface, at: frame) { does(session, $0) }
    }
}

/// What the desk shows, as a lamp of a device looks at it.
struct LampState: CommandState {
    let state: DeskState
    /// `nil`: no device.
    let surface: Surface?

    var isRolling: Bool { state.transport.isRolling }
    var hasLoop: Bool { state.transport.loop != nil }
    var hasPunch: Bool { state.document.settings.punch != nil }
    var thins: Bool { state.document.settings.thinning != nil }
    var joins: Bool { state.document.settings.joins }
    var continuesInLoop: Bool { state.document.settings.continuesInLoop }
    var isPreviewing: Bool { state.isPreviewing }
    var isPreviewSuspended: Bool { state.isPreviewSuspended }
    var groupsLink: Bool { state.groupsLink }
    var isSoloing: Bool { state.isSoloing }
    var areMotorsOn: Bool? { surface?.output.areMotorsOn }
    var takesOver: Bool? { surface?.hands.takesOver }
}
