import Automation
import Engine
import SessionStore
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
        for index in activeGates.sorted() where !gates[id(of: index)].hands.isEmpty {
            handle(.punchIn, on: index, at: frame)
        }
        writeWhereArmed(at: frame)
    }

    /// Parameters whose mode writes by itself do so from here on, if nothing keeps them from it.
    func writeWhereArmed(at frame: FramePosition) {
        guard transport.isRolling, session.document.modes.haveWrite else { return }
        for index in parameters.indices.map(Int32.init)
        where moment(of: index, at: frame).mode.policy.starts == .onRoll {
            handle(.punchIn, on: index, at: frame)
        }
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
