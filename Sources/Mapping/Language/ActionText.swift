import Automation
import MixModel
import Units

extension Action: CustomStringConvertible {
    /// The action as it is written in a mapping; reads back as the same action.
    public var description: String {
        switch self {
        case .follow(let target): return target.address
        case .set(let target, let position):
            guard let spec = target.spec else { return target.address }
            let text = spec.exactText(at: position)
            return "\(target.address) = \(text)\(spec.suffix)"
        case .cycle(let target, let positions):
            guard let spec = target.spec else { return target.address }
            let texts = positions.map { spec.exactText(at: $0) + spec.suffix }
            return "\(target.address) = \(texts.joined(separator: " | "))"
        case .step(let target, let step):
            return "\(target.address) \(Command.signed(step))\(target.spec?.suffix ?? "")"
        case .toggle(let target): return "toggle \(target.address)"
        case .momentary(let target): return "momentary \(target.address)"
        case .command(let command): return command.description
        }
    }
}

extension Command: CustomStringConvertible {
    /// The command as it is written in a mapping.
    public var description: String {
        switch self {
        case .fixed(let word, _) where word.written.form == .bare: word.written.address
        case .fixed(let word, let switching): Command.switched(word.written.address, switching)
        case .locate(let seconds): "/transport/position = \(Command.plain(seconds)) s"
        case .nudge(let seconds): "/transport/position \(Command.signed(seconds)) s"
        case .speed(.set(let speed)): "/transport/speed = \(speed)"
        case .speed(.step(let step)): "/transport/speed \(Command.signed(step))"
        case .goToMarker(.number(let number)): "/marker/\(number)"
        case .goToMarker(.named(let name)): "/marker/\(name)"
        case .bankByStrips(let strips): "/bank \(Command.signed(Double(strips)))"
        case .bankTo(.strip(let number)): "/bank = \(number)"
        case .bankTo(.stripNamed(let name)): "/bank = \(name)"
        case .bankTo(let node): "/bank = \(node.address)"
        case .select(let node): "\(node.address)/select"
        case .selectBy(let strips): "/selected \(Command.signed(Double(strips)))"
        case .mode(let scope, let mode): "\(scope.address)/mode = \(mode?.rawValue ?? "default")"
        case .match(let scope): "\(scope.address)/match"
        case .automation(let scope, let order): order.text(scope.address)
        case .enable(let kind, let switching): Command.switched("/session/enable/\(kind.rawValue)", switching)
        case .lap(.number(let number)): "/lap = \(number)"
        case .lap(.step(let step)): "/lap \(Command.signed(Double(step)))"
        case .group(let group, let switching): Command.switched("\(group.address)/on", switching)
        case .recallSnapshot(let reference): "/snapshot/\(reference.text)"
        case .takeSnapshot(let reference): "/snapshot/\(reference.text)/take"
        case .recallRevision(let reference): "/revision/\(reference.text)"
        case .listenToRevision(let reference): "/revision/\(reference.text)/listen"
        case .layer(let name): "layer \(name)"
        case .heldLayer(let name): "momentary layer \(name)"
        case .pin(let slot, let switching): Command.switched("/slot/\(slot)/pin", switching)
        }
    }

    static func switched(_ address: String, _ switching: Switching) -> String {
        switch switching {
        case .toggle, .momentary: "\(switching.rawValue) \(address)"
        case .on, .off: "\(address) = \(switching.rawValue)"
        }
    }

    /// `+= 5`, `-= 0.5`.
    static func signed(_ number: Double) -> String { (number < 0 ? "-= " : "+= ") + plain(abs(number)) }

    private static func plain(_ number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
