import Automation
import Engine
import Units

/// What is written, and glides, while the song changes its speed or its direction.
extension AutomationDesk {
    /// The song goes on at another speed from this engine frame on.
    ///
    /// - Parameter turned: in the other direction. Backwards ends what is written as a locate does, and forward again what is held by
    ///   a hand is written, as at a punch-in.
    func goOn(turned: Bool, at frame: FramePosition) {
        guard turned else { return fitGlides(at: frame) }
        guard transport.speed.isForward else { return tellGates(.locate, at: frame) }
        for index in parameters.indices.map(Int32.init) where takesUp(index, at: frame) {
            handle(.punchIn, on: index, at: frame)
        }
    }

    /// Whether a parameter is written where play turns forward: a hand is on it, or its mode writes by itself.
    private func takesUp(_ index: Int32, at frame: FramePosition) -> Bool {
        let gate = gates[id(of: index)]
        let moment = moment(of: index, at: frame)
        return moment.punch == .inside && (!gate.hands.isEmpty || moment.mode.policy.starts == .onRoll)
    }

    /// Glides that end with a range, and switches that wait for a breakpoint, do so at another frame now.
    private func fitGlides(at frame: FramePosition) {
        for index in activeGates.sorted() {
            guard let due = timers.gate(of: index), due.frame > frame else { continue }
            switch due.event {
            case .breakpoint: carryOut(.awaitBreakpoint, on: index, at: frame, ramp: 0)
            case .glided:
                let room = min(transport.framesToSeam(from: frame) ?? .max, framesToPunchOut(from: frame) ?? .max)
                guard due.frame - frame > room else { continue }
                send(.glide(parameter: index, at: frame, delay: 0, length: Int32(room)))
                timers.tellGate(of: index, .glided, at: frame + room)
            default: continue
            }
        }
    }

    /// A movement that would be written forward: said once for each parameter and roll.
    func tellIfBackwards(_ event: WriteGate.Event, on index: Int32, _ moment: WriteGate.Moment) {
        guard case .value = event, moment.isRolling, moment.mode.policy.starts != .never, !transport.speed.isForward,
            !moment.isPreviewed,
            told.drops.insert(index).inserted
        else { return }
        say("\(title(of: id(of: index))): moved while the song plays backwards; heard, not written")
    }
}
