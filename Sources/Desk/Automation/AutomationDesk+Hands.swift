import Automation
import Engine
import MixModel
import SessionStore
import Units

/// What hands do, and what gates decide about it.
extension AutomationDesk {
    /// An event of a hand on a control: it acts on the parameter, or on its trim where that is what hands move.
    func take(_ event: WriteGate.Event, on index: Int32, at frame: FramePosition, rampFrames: Int64) {
        guard !isLeft(index, by: event) else { return }
        let index = held(index, by: event)
        isolate(index, by: event)
        handle(event, on: index, at: frame, rampFrames: rampFrames)
        // A tap has isolated nothing.
        if case .release = event { forgetUntried(id(of: index)) }
    }

    /// An event of a hand on a parameter, at an engine frame.
    ///
    /// - Parameter rampFrames: length of the movement to a new value.
    func handle(_ event: WriteGate.Event, on index: Int32, at frame: FramePosition, rampFrames: Int64 = 0) {
        let moment = moment(of: index, at: frame)
        let event = compensated(event, on: index)
        let wasHeld = gates[id(of: index)].isHeld
        let orders = gates[id(of: index)].handle(event, moment)
        let way = parameters[Int(index)].way
        for order in orders { carryOut(order, on: index, at: frame, ramp: rampFrames) }
        if wasHeld, orders.contains(.hold), !orders.contains(where: \.isMove) { goOn(way, of: index, at: frame) }
        yieldRecall(of: index, to: event)
        tellIfBackwards(event, on: index, moment)
        if gates[id(of: index)].isAtRest { activeGates.remove(index) } else { activeGates.insert(index) }
        if !gates[id(of: index)].isWriting { parameters[Int(index)].compensation = 0 }
    }

    /// A parameter is taken out of a glide (by a hand, a mode, the punch range) while the hand's last movement is still under way:
    /// that movement goes on to its end.
    private func goOn(_ way: MoveWay, of index: Int32, at frame: FramePosition) {
        guard frame < way.end else { return }
        move(index, to: way.target, at: frame, ramp: way.end - frame)
    }

    func moment(of index: Int32, at frame: FramePosition) -> WriteGate.Moment {
        let id = id(of: index)
        let lane = session.document.lanes[id]
        let mode = heldMode(of: id).asHeld(byFader: id.role.isFader)
        var moment = WriteGate.Moment(
            mode: mode, isRolling: transport.isRolling,
            // A trim goes back to 0 dB, where it has no lane.
            hasLane: mode != .off && (lane?.isEmpty == false || id.trimmed != nil),
            isStepped: id.role.spec.isStepped, punch: punch(of: index, at: frame))
        moment.continuesInLoop = session.document.settings.continuesInLoop
        if preview.holds(id) {
            (moment.mode, moment.punch, moment.isPreviewed, moment.hasLane) = (.latch, .before, true, true)
        }
        return moment
    }

    func carryOut(_ order: WriteGate.Action, on index: Int32, at frame: FramePosition, ramp: Int64) {
        // A message to the user changes nothing that is on its way.
        if case .drop(let reason) = order { return tell(reason, of: index) }
        timers.forgetGate(of: index)
        switch order {
        case .hold: send(.hold(parameter: index, at: frame))
        case .keep: send(.keep(parameter: index))
        case .move(let position): move(index, to: position, at: frame, ramp: ramp)
        case .write(let atSeam):
            let endsAtSeam = atSeam && !session.document.settings.continuesInLoop
            self.order(.expectPass(id(of: index), at: frame))
            send(.write(parameter: index, at: frame, endsAtSeam: endsAtSeam))
        case .endWriting(let glides):
            if glides { self.order(.expectGlide(id(of: index), frames: glideFrames(of: index))) }
            send(.endWriting(parameter: index, at: frame))
        case .glide: glide(index, at: frame)
        case .follow:
            compensate(for: index, to: heldPosition(of: index, at: frame), at: frame, ramp: 0)
            send(.follow(parameter: index, at: frame))
        case .rest(let position):
            self.order(.rest(index, to: spec(of: index).clamped(position), at: frame))
        case .awaitBreakpoint:
            let lane = session.document.lanes[id(of: index)] ?? Lane()
            let here = transport.position(at: frame)
            if let next = lane.nextBreakpoint(after: here),
                let reached = transport.engineFrame(ofSession: next, after: frame)
            {
                timers.tellGate(of: index, .breakpoint, at: reached)
            }
        case .awaitSettled:
            let grabbed = heldPosition(of: index, at: frame)
            timers.tellGate(of: index, .settled(grabbed), at: frame + frames(milliseconds: AutomationDesk.tap))
        case .drop: break
        }
    }

    /// A touch that is shorter than this, in ms, and moves nothing is a tap.
    static let tap = 200

    /// A hand's movement, straight over so many frames.
    private func move(_ index: Int32, to position: Float, at frame: FramePosition, ramp: Int64) {
        let spec = spec(of: index)
        let target = spec.clamped(position)
        lastMoved[id(of: index)] = frame
        if id(of: index).trimmed != nil { tellIfClamped(index, at: target) }
        compensate(for: index, to: target, at: frame, ramp: ramp)
        parameters[Int(index)].way = MoveWay(
            target: target, end: spec.isStepped || !transport.isRolling ? frame : frame + ramp)
        send(.ramp(parameter: index, at: frame, to: target, length: Int32(ramp)))
    }

    /// The return to the lane: after the movement that the hand made last, and before the seam or the punch range's end.
    private func glide(_ index: Int32, at frame: FramePosition) {
        let room = min(transport.framesToSeam(from: frame) ?? 0, framesToPunchOut(from: frame) ?? .max)
        var delay = max(0, parameters[Int(index)].way.end - frame)
        if delay >= room { delay = 0 }
        let length = min(shortGlide ?? glideFrames(of: index), room - delay)
        let back = heldPosition(of: index, at: frame + delay + length)
        send(.glide(parameter: index, at: frame, delay: Int32(delay), length: Int32(length)))
        timers.tellGate(of: index, .glided, at: frame + delay + length)
        compensateReturn(of: index, Timers.Return(frame: frame + delay, position: back, length: length), at: frame)
    }

    /// The return to the lane: as its control's mapping says, else as the session says.
    func glideFrames(of index: Int32) -> Int64 {
        let held = engineIndex(of: id(of: index).trimmed ?? id(of: index)) ?? index
        return frames(
            milliseconds: parameters[Int(held)].glideMilliseconds ?? session.document.settings.glideMilliseconds)
    }

    /// Tells every gate of a movement of the transport.
    func tellGates(_ event: WriteGate.Event, at frame: FramePosition) {
        // A gate at rest has nothing to do, but for writing that begins with the start or the punch-in.
        let begins = event == .roll || event == .punchIn
        let asked =
            begins && session.document.modes.haveWrite
            ? Array(parameters.indices.map(Int32.init)) : activeGates.sorted()
        for index in asked { handle(event, on: index, at: frame) }
    }

    /// Whether anything is being written, as far as the desk has ordered it.
    var isAnythingWriting: Bool { activeGates.contains { gates[id(of: $0)].isWriting } }

    /// A movement of a hand came to nothing: that is said, once for each parameter and roll.
    private func tell(_ drop: WriteGate.Drop, of index: Int32) {
        guard told.drops.insert(index).inserted else { return }
        let title = title(of: id(of: index))
        switch drop {
        case .noTouch:
            let mode = mode(ruling: id(of: index)).rawValue
            say("\(title): moved without a touch, which writes nothing in \(mode); latch would write it")
        case .punchOut: say("\(title): moved in the glide that ends at the punch-out; not written")
        }
    }
}
