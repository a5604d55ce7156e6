import Mapping
import MixModel
import Units

/// One function for each word of the protocol.
extension OrderReader {
    mutating func set(_ value: JSONValue, isHeld: Bool) {
        guard let values = value.object else {
            return fault("set", "expected addresses with values, such as {\"/strip/3/fader\": \"-3.2 dB\"}")
        }
        for (address, value) in values.sorted(by: { $0.key < $1.key }) {
            let written: String
            switch value {
            case .text(let text): written = text
            case .number(let number): written = "\(number)"
            case .bool(let isOn): written = isOn ? "on" : "off"
            default:
                fault(address, "expected a value, such as \"-3.2 dB\", -3.2 or true")
                continue
            }
            let words = "\(address) = \(written)"
            guard let action = action(words) else { continue }
            if isHeld, case .set(let target, let position) = action {
                add(words, .move(target, position))
            } else {
                add(words, .perform(action))
            }
        }
    }

    mutating func perform(_ value: JSONValue) {
        guard let texts = value.texts else {
            return fault("do", "expected an action or a list of them, such as \"/transport/play\"")
        }
        for text in texts { if let action = action(text) { add(text, .perform(action)) } }
    }

    private mutating func action(_ text: String) -> Action? {
        do throws(AddressError) {
            let action = try Action(parsing: text)
            if case .follow = action {
                fault(text, "`\(text)` says no value; expected one, such as `\(text) = …`")
                return nil
            }
            return action
        } catch {
            fault(text, error.description)
            return nil
        }
    }

    mutating func targets(_ value: JSONValue, _ key: String, _ order: (Target) -> PageOrder) {
        guard let addresses = value.texts else {
            return fault(key, "expected an address or a list of them, such as \"/strip/3/fader\"")
        }
        for address in addresses { if let target = target(address) { add(address, order(target)) } }
    }

    mutating func target(_ address: String) -> Target? {
        do throws(AddressError) { return try Target(parsing: address) } catch {
            fault(address, error.description)
            return nil
        }
    }

    mutating func node(_ address: String) -> NodeReference? {
        // Whatever has a name has a fader.
        guard case .parameter(let node, _)? = try? Target(parsing: address + "/fader") else {
            fault(address, "`\(address)` is no strip, bus, VCA or master; expected one such as /strip/3")
            return nil
        }
        return node
    }

    mutating func watch(_ value: JSONValue) {
        guard let addresses = value.texts, addresses.count <= 1024 else {
            return fault("watch", "expected a list of addresses, 1024 at most")
        }
        var watched: [Watched] = []
        for address in addresses {
            if let target = try? Target(parsing: address) {
                watched.append(.parameter(target))
            } else if case .parameter(let node, _)? = try? Target(parsing: address + "/fader") {
                watched.append(.node(node))
            } else if address == "/monitor" {
                watched.append(.node(.monitor))
            } else {
                _ = target(address)
            }
        }
        add("watch", .watch(watched))
    }

    mutating func setRate(_ value: JSONValue) {
        guard let number = value.number, (0.1...60).contains(number) else {
            return fault("rate", "expected pictures a second, 0.1 to 60")
        }
        rate = number
    }

    mutating func names(_ value: JSONValue) {
        guard let names = value.object else {
            return fault("name", "expected addresses with names, such as {\"/strip/3\": \"Lead Vox\"}")
        }
        for (address, value) in names.sorted(by: { $0.key < $1.key }) {
            guard let name = value.text, !name.isEmpty, name.count <= 200 else {
                fault(address, "expected a name of 1 to 200 characters")
                continue
            }
            if let node = node(address) { add(address, .name(node, name)) }
        }
    }

    mutating func travel(_ value: JSONValue) {
        guard let number = value.number, let count: Int = ReadNumber.nearest(number, in: 0...1_000_000) else {
            return fault("history", "expected how many changes are to be in force, 0 or more")
        }
        add("history", .travel(count))
    }

    mutating func range(_ value: JSONValue, _ key: String, _ order: (Range<FramePosition>?) -> PageOrder) {
        if value == .null { return add(key, order(nil)) }
        guard let ends = frames(value), ends.count == 2, ends[0] < ends[1] else {
            return fault(key, "expected two rising frames, such as [48000, 96000], or null")
        }
        add(key, order(ends[0]..<ends[1]))
    }

    func frames(_ value: JSONValue) -> [FramePosition]? {
        guard let list = value.list else { return nil }
        let frames = list.compactMap { $0.number.flatMap { ReadNumber.nearest($0, in: 0...FramePosition(1 << 44)) } }
        return frames.count == list.count ? frames : nil
    }
}
