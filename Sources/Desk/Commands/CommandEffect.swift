import Mapping
import Units

/// One use of a command.
struct CommandCall {
    let desk: Desk
    /// `on` for what is no switch.
    let switching: Switching
    /// The device that it came from; `nil`: none.
    let surface: Surface?
    /// Engine frame at which it acts.
    let frame: FramePosition
    /// Of an encoder, signed; 1 for a button.
    let ticks: Int

    /// Session frame of the play head.
    var here: FramePosition { desk.transport.position(at: frame) }

    func locate(to session: FramePosition) { desk.locate(to: session, at: frame) }
}

/// What a command without a varying part does, and what a lamp shows of it.
struct CommandEffect {
    /// - Returns: what is wrong, if it could not be done.
    let run: (CommandCall) -> String?
    /// Whether what it switches is on, or what it brings about is so; `nil`: no lamp shows it, or none of no device.
    let isOn: (DeskState, Surface?) -> Bool?

    /// What can go wrong.
    init(
        isOn: @escaping (DeskState, Surface?) -> Bool? = { _, _ in nil }, tries: @escaping (CommandCall) -> String?
    ) {
        (run, self.isOn) = (tries, isOn)
    }

    /// What cannot.
    init(isOn: @escaping (DeskState, Surface?) -> Bool? = { _, _ in nil }, does: @escaping (CommandCall) -> Void) {
        self.init(isOn: isOn) { call -> String? in
            does(call)
            return nil
        }
    }

    /// What is about devices: the one that it came from, else each.
    static func onSurfaces(
        isOn: @escaping (DeskState, Surface?) -> Bool? = { _, _ in nil },
        _ does: @escaping (SurfaceSession, Surface, CommandCall) -> Void
    ) -> CommandEffect {
        CommandEffect(isOn: isOn) { call -> String? in
            let session = call.desk.surfaceSession
            session.perform(from: call.surface, at: call.frame) { does(session, $0, call) }
            return nil
        }
    }
}
