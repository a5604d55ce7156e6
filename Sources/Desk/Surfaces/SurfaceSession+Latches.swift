import ControlSurfaces
import Mapping
import Units

/// A button that a short press may hold.
struct LatchState {
    /// Nanoseconds.
    var pressedAt: Int64
    /// Something else was used while the hand held it: it was a modifier, and is over with the release.
    var isUsed = false
    /// It goes on being held without a hand.
    var isKept = false
    /// It was pressed while it was kept: the release ends it.
    var isEnding = false

    /// A press is short below this.
    static let shortPress: Int64 = 300_000_000
}

extension SurfaceSession {
    /// A control is used: what is held beside it is no short press any more.
    func useLatches(for event: ControlEvent, on surface: Surface) {
        switch event.change {
        case .pressed, .turned, .moved(_, _, false): break
        default: return
        }
        guard surface.controls[event.control].spec.latch == nil else { return }
        for member in companions(of: surface, sharing: .buttons) {
            for control in member.hands.latches.keys { member.hands.latches[control]?.isUsed = true }
        }
    }

    func pressLatch(_ event: ControlEvent, on surface: Surface) {
        guard surface.controls[event.control].spec.latch != nil else { return }
        // Behind a modifier it does what is said there, and holds nothing.
        guard surface.assignments(for: event.name).allSatisfy(\.modifiers.isEmpty) else { return }
        if surface.hands.latches[event.control]?.isKept == true {
            surface.hands.latches[event.control]?.isEnding = true
        } else {
            surface.hands.latches[event.control] = LatchState(pressedAt: event.time)
        }
    }

    /// A button is let go: whether it goes on being held.
    func keepsHeld(_ event: ControlEvent, on surface: Surface) -> Bool {
        guard let state = surface.hands.latches[event.control] else { return false }
        guard !state.isEnding, !state.isUsed, event.time - state.pressedAt < LatchState.shortPress else {
            surface.hands.latches[event.control] = nil
            return false
        }
        surface.hands.latches[event.control]?.isKept = true
        return true
    }

    /// Another button was used: what was held for it alone is let go.
    func endLatches(after event: ControlEvent, on surface: Surface, at frame: FramePosition) {
        guard surface.controls[event.control].spec.latch == nil else { return }
        for member in companions(of: surface, sharing: .buttons) {
            for (control, state) in member.hands.latches
            where state.isKept && member.controls[control].spec.latch == .next {
                member.hands.latches[control] = nil
                member.hands.held.remove(member.controls[control].spec.name)
                endPress(of: control, on: member, at: frame)
                lend(from: member)
            }
        }
    }
}
