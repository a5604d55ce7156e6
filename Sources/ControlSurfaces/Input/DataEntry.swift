/// Which parameter number data entry is for, on each channel; RPN and NRPN share the data controllers, and the last that was
/// chosen has them.
///
/// A device may leave out the halves of an address that have not changed, and send either half first.
/// - Source: MIDI 1.0, "Registered and non-registered parameter numbers"; RP-018 for increment and decrement.
struct DataEntry: Sendable {
    enum Meaning: Sendable, Hashable {
        /// No part of this: a plain controller.
        case controller
        /// The address has changed, or nothing that is mapped is chosen.
        case nothing
        case data(Pair14Bit.Half, MessageKey)
        /// Data increment or decrement.
        case step(Int, MessageKey)
    }

    private struct Address: Sendable {
        var high: Int?
        var low: Int?
        /// `nil` until both halves are known, and for the null address.
        var number: Int? {
            guard let high, let low, (high, low) != (127, 127) else { return nil }
            return high << 7 | low
        }
    }

    private struct Line: Sendable {
        var registered = Address()
        var nonRegistered = Address()
        var isRegistered = false
    }

    private var lines = [Line](repeating: Line(), count: 17)

    mutating func take(controller: Int, value: Int, channel: Int) -> Meaning {
        switch controller {
        case 98, 99, 100, 101:
            lines[channel].isRegistered = controller > 99
            switch controller {
            case 98: lines[channel].nonRegistered.low = value
            case 99: lines[channel].nonRegistered.high = value
            case 100: lines[channel].registered.low = value
            default: lines[channel].registered.high = value
            }
            return .nothing
        case 6, 38, 96, 97:
            let line = lines[channel]
            let address = line.isRegistered ? line.registered : line.nonRegistered
            guard let number = address.number else {
                // Nothing was chosen, or it was given up: whoever sends these means the controller.
                return .controller
            }
            let key = MessageKey(
                kind: line.isRegistered ? .registered : .nonRegistered, channel: channel, index: number)
            switch controller {
            case 6: return .data(.high, key)
            case 38: return .data(.low, key)
            default: return .step(controller == 96 ? 1 : -1, key)
            }
        default: return .controller
        }
    }
}
