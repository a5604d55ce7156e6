public import MIDI

/// Learns a controller from what it sends while each of its controls is moved, and writes a mapping for it.
///
/// Every control is to be moved once, one after the other: faders and knobs from end to end, encoders to the right and back,
/// keys pressed twice.
public struct ControllerLearner: Sendable {
    private var order: [HeardControl.Key] = []
    private var heard: [HeardControl.Key: HeardControl] = [:]
    private var parameters = ParameterTrace()
    /// Messages that belong to no control.
    public private(set) var strays = 0
    /// Messages of one control that are kept; of more the first and the latest.
    private let limit: Int

    /// - Parameter limit: messages of one control that are kept, at least 16: enough to tell what it is.
    public init(keeping limit: Int = .max) { self.limit = limit }

    /// Takes a message.
    ///
    /// - Parameter time: nanoseconds, never less than before.
    /// - Returns: how the control is called in a mapping, if this is the first that is heard of it.
    @discardableResult
    public mutating func take(_ message: Message, at time: Int64) -> String? {
        guard let (key, value) = HeardControl.reading(message) else {
            strays += 1
            return nil
        }
        if key.kind == .controller { parameters.take(key.number, value, key.channel) }
        if heard[key] == nil {
            order.append(key)
            heard[key] = HeardControl(key: key, samples: [])
        }
        heard[key]?.take(.init(time: time, value: value), keeping: limit)
        return heard[key]?.samples.count == 1 ? heard[key]?.message : nil
    }

    /// How many different messages were heard.
    public var count: Int { order.count + parameters.messages.count }

    /// The mapping, as text that passes `check`.
    ///
    /// - Parameters:
    ///   - name: of the device.
    ///   - client: of its port, for `match`; `nil`: it is chosen by name.
    public func mapping(name: String, client: String? = nil) -> String {
        LearnedLayout(controls(), name: name, client: client).text
    }

    // MARK: What belongs together

    func controls() -> [LearnedControl] {
        var controls: [LearnedControl] = []
        var done = parameters.controllers
        for key in order where !done.contains(key) {
            guard let control = heard[key] else { continue }
            done.insert(key)
            // Whichever half came first.
            let high = HeardControl.Key(kind: key.kind, channel: key.channel, number: key.number % 32)
            if key.number < 64, let low = pairMate(of: high) {
                done.formUnion([high, low.key])
                controls.append(
                    LearnedControl(
                        message:
                            "cc \(high.number)/\(low.key.number) ch \(key.channel)\(low.isFirst ? " lsb-first" : "")",
                        character: .absolute, samples: control.samples, width: 16_383, keys: [high, low.key]))
                continue
            }
            controls.append(
                LearnedControl(
                    message: control.message, character: control.character, samples: control.samples,
                    width: key.kind == .bend ? 16_383 : 127, keys: [key]))
        }
        controls += parameters.messages.map {
            LearnedControl(
                message: $0.message, character: .absolute, samples: [], width: 16_383,
                keys: ParameterTrace.keys(onChannel: $0.channel))
        }
        return TouchFinder.join(controls)
    }

    /// The low half of a pair: 32 controllers above, and there each time that the high one is.
    private func pairMate(of key: HeardControl.Key) -> (key: HeardControl.Key, isFirst: Bool)? {
        guard key.kind == .controller, key.number < 32 else { return nil }
        let low = HeardControl.Key(kind: .controller, channel: key.channel, number: key.number + 32)
        guard let high = heard[key]?.samples, let fine = heard[low]?.samples, high.count >= 3, fine.count >= 3 else {
            return nil
        }
        let close: Int64 = 5_000_000
        let joined = high.filter { sample in fine.contains { abs($0.time - sample.time) <= close } }.count
        guard joined * 5 >= high.count * 4, joined * 5 >= fine.count * 4 else { return nil }
        return (low, (fine.first?.time ?? 0) < (high.first?.time ?? 0))
    }
}

/// Parameter numbers: data entry belongs to them and is no control of its own.
private struct ParameterTrace: Sendable {
    private var chosen: [Int: (high: Int?, low: Int?, isRegistered: Bool)] = [:]
    private(set) var messages: [(message: String, channel: Int)] = []
    private(set) var controllers: Set<HeardControl.Key> = []

    /// The controllers that carry a parameter's number and its data, on a channel.
    static func keys(onChannel channel: Int) -> [HeardControl.Key] {
        [6, 38, 96, 97, 98, 99, 100, 101].map { .init(kind: .controller, channel: channel, number: $0) }
    }

    mutating func take(_ controller: Int, _ value: Int, _ channel: Int) {
        var state = chosen[channel] ?? (nil, nil, false)
        switch controller {
        case 98, 100: (state.low, state.isRegistered) = (value, controller == 100)
        case 99, 101: (state.high, state.isRegistered) = (value, controller == 101)
        case 6:
            guard let high = state.high, let low = state.low, (high, low) != (127, 127) else { return }
            let message = "\(state.isRegistered ? "rpn" : "nrpn") \(high << 7 | low) ch \(channel)"
            if !messages.contains(where: { $0.message == message }) { messages.append((message, channel)) }
            controllers.formUnion(ParameterTrace.keys(onChannel: channel))
        default: return
        }
        chosen[channel] = state
    }
}
