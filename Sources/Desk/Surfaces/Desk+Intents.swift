import Automation
import Engine
import Mapping
import MixModel
import Units

/// What hands on devices want becomes what hands do to the mix.
extension Desk {
    /// What devices see of the desk.
    var surroundingsOfSurfaces: SurfaceSession.Surroundings {
        SurfaceSession.Surroundings(
            addresses: { [unowned self] in addresses }, selected: { [unowned self] in selected },
            position: { [unowned self] in shownPosition(of: $0) },
            mode: { [unowned self] in automation.mode(ruling: $0) },
            isRolling: { [unowned self] in transport.isRolling },
            isOnlyListening: { [unowned self] in automation.isOnlyListening }, now: { [unowned self] in now },
            state: { [unowned self] in state(at: $0) },
            meters: { [unowned self] in meterFeed.read(self, at: $0) },
            carryOut: { [unowned self] in carryOut($0, of: $1, at: $2) }, say: { [unowned self] in say($0) })
    }

    /// - Returns: what is wrong, if it could not be done.
    private func carryOut(_ intent: SurfaceSession.Intent, of surface: Surface, at frame: FramePosition) -> String? {
        switch intent {
        case .hold(let id, let hand, let glide):
            guard let index = take(id, glide: glide) else { return nil }
            self.hand(.touch(hand), on: index, at: frame)
        case .move(let id, let position, let hand, let isHeld, let ramp):
            guard let index = engine.index(of: id) else { return nil }
            if isHeld { touched = index }
            self.hand(.value(position, hand, touched: isHeld), on: index, at: frame, rampFrames: ramp)
            automation.tellIfRuled(index)
        case .press(let id, let position, let hand, let glide):
            guard let index = take(id, glide: glide) else { return nil }
            let ramp = frames(milliseconds: 20)
            self.hand(.value(position, hand, touched: true), on: index, at: frame, rampFrames: ramp)
        case .switchOff(let id, let hand):
            guard let index = engine.index(of: id) else { return nil }
            self.hand(.value(0, hand, touched: true), on: index, at: frame)
        case .letGo(let id, let hand):
            guard let index = engine.index(of: id) else { return nil }
            self.hand(.release(hand), on: index, at: frame)
        case .command(let command, let ticks): return perform(command, on: surface, at: frame, ticks: ticks)
        case .action(let action): return perform(action, for: surface, at: frame)
        case .unlink: unlink(at: frame)
        case .suspendPreview(let switching): return automation.suspendPreview(switching, at: frame)
        }
        return nil
    }

    /// A hand takes a parameter.
    ///
    /// - Returns: its number, if the mix has it.
    private func take(_ id: ParameterID, glide: Int?) -> Int32? {
        guard let index = engine.index(of: id) else { return nil }
        automation.parameters[Int(index)].glideMilliseconds = glide
        touched = index
        return index
    }
}
