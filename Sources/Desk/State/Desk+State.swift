import Engine
import SessionStore
import Units

extension Desk {
    /// What the desk shows now. Take it at the end of a turn, after ``advance(to:)``.
    public var state: DeskState { state(at: now) }

    /// - Parameter frame: of the moment that is shown.
    func state(at frame: FramePosition) -> DeskState {
        var state = DeskState(
            document,
            transport: TransportState(
                model: transport, loop: control.wantedLoop, punch: document.settings.punch,
                awaited: control.awaited?.session, speed: control.wantedSpeed),
            selected: selected, positions: .rendered(engine))
        state.frame = frame
        state.touched = touched.map { automation.id(of: $0) }
        state.gates = automation.gates.open
        state.moved = automation.lastMoved
        state.surfaces = surfaces.map { $0.state(since: frame - 3 * Int64(sampleRate)) }
        state.groupsLink = groupsLink
        state.writesAtStop = automation.writesAtStop
        (state.isPreviewing, state.isPreviewSuspended) = (automation.preview.isOn, automation.preview.isSuspended)
        state.previewed = Set(automation.preview.values.keys)
        state.lastSnapshot = automation.lastSnapshot
        state.revisionsReady = revisionShelf?.ready ?? []
        state.history = line.history
        state.passes = passes
        state.notices = notices.recent
        return state
    }
}
