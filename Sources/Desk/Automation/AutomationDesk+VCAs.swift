import Automation
import Engine
import MixModel
import SessionStore
import Units

/// While a member is being written and its VCA moves, the member's lane gets the inverse: what sounds does not move.
extension AutomationDesk {
    /// A hand's value on a member whose VCA has moved under it: the hand moves it by as much as it is moved itself.
    func compensated(_ event: WriteGate.Event, on index: Int32) -> WriteGate.Event {
        let parameter = parameters[Int(index)]
        guard parameter.compensation != 0, case .value(let position, let hand, let touched) = event else {
            return event
        }
        return .value(shifted(position, by: parameter.compensation, parameter.spec), hand, touched: touched)
    }

    /// A VCA's fader is sent to a position: its members that are being written are sent the other way.
    ///
    /// - Parameter ramp: frames of the movement.
    func compensate(for index: Int32, to position: Float, at frame: FramePosition, ramp: Int64) {
        let id = id(of: index)
        guard case .vca(let number) = id.node, id.role.isFader else { return }
        let before = parameters[Int(index)].heldAt ?? heldPosition(of: index, at: frame)
        let gate = gates[id]
        parameters[Int(index)].heldAt = gate.isHeld && !gate.isGliding ? position : nil
        shiftMembers(of: number, by: decibels(before, id) - decibels(position, id), at: frame, ramp: ramp)
    }

    /// A VCA's fader returns to its lane. What that does to its members is decided when it begins: by then they may be on their own way
    /// back, or another hand may have taken the VCA.
    func compensateReturn(of index: Int32, _ coming: Timers.Return, at frame: FramePosition) {
        guard case .vca = id(of: index).node, id(of: index).role.isFader else { return }
        guard coming.frame <= frame else { return timers.beginLater(coming, of: index) }
        compensate(for: index, to: coming.position, at: coming.frame, ramp: coming.length)
    }

    /// Returns that begin by a frame.
    func beginReturns(upTo frame: FramePosition) {
        while let due = timers.takeReturn(upTo: frame) {
            compensate(for: due.index, to: due.coming.position, at: due.coming.frame, ramp: due.coming.length)
        }
    }

    /// VCAs that play lanes: once in ten milliseconds, over the time to the next.
    func compensateForLanes(from frame: FramePosition, over length: Int64) {
        guard transport.isRolling, !session.document.mix.vcas.isEmpty else { return }
        let faders = (1...session.document.mix.vcas.count).flatMap { number in
            [Role.fader, .trimFader].map { (number, ParameterID(.vca(number), $0)) }
        }
        for (number, id) in faders {
            guard engineIndex(of: id) != nil, !gates[id].isHeld else { continue }
            let lane = followedLane(of: id)
            guard let from = lane.position(at: transport.position(at: frame)),
                let to = lane.position(at: transport.position(at: frame + length)), from != to
            else { continue }
            shiftMembers(of: number, by: decibels(from, id) - decibels(to, id), at: frame, ramp: length)
        }
    }

    private func shiftMembers(of number: Int, by change: Double, at frame: FramePosition, ramp: Int64) {
        guard change != 0 else { return }
        for node in members(of: number) {
            let written = [Role.fader, .trimFader].map { ParameterID(node, $0) }.first {
                gates[$0].isWriting && !gates[$0].isGliding
            }
            guard let id = written, let index = engineIndex(of: id) else { continue }
            guard change.isFinite else {
                say("\(title(of: id)): its VCA is at silence; what is written cannot make up for that")
                continue
            }
            parameters[Int(index)].compensation += change
            let target = shifted(shownPosition(of: index), by: change, id.role.spec)
            gates[id].shift(to: target)
            parameters[Int(index)].way = MoveWay(target: target, end: frame + ramp)
            send(.ramp(parameter: index, at: frame, to: target, length: Int32(ramp)))
        }
    }

    /// What a VCA moves, through VCAs that it moves.
    private func members(of number: Int) -> [Node] {
        var found: Set<Node> = []
        var open = [number]
        var passed: Set<Int> = []
        while let next = open.popLast() {
            passed.insert(next)
            let mix = session.document.mix
            for (place, strip) in mix.strips.enumerated() where strip.vcas.contains(next) {
                found.insert(.strip(place + 1))
            }
            for (place, bus) in mix.buses.enumerated() where bus.vcas.contains(next) { found.insert(.bus(place + 1)) }
            for (place, vca) in mix.vcas.enumerated() where vca.vcas.contains(next) {
                if !passed.contains(place + 1) { open.append(place + 1) }
            }
        }
        return found.sorted()
    }

    private func decibels(_ position: Float, _ id: ParameterID) -> Double {
        Double(id.role.spec.scale.value(at: position))
    }

    /// A level moved by so many dB, inside its range; silence stays silence.
    private func shifted(_ position: Float, by change: Double, _ spec: ParameterSpec) -> Float {
        let level = Double(spec.scale.value(at: position))
        guard level.isFinite else { return position }
        return spec.clamped(spec.scale.position(of: .init(level + change)))
    }
}
