import MIDI

/// What came from one control while it was moved, and what kind of control that shows.
struct HeardControl {
    enum Kind: Hashable { case note, controller, bend, pressure, polyPressure, program }

    struct Key: Hashable {
        var kind: Kind
        var channel: Int
        var number: Int
    }

    struct Sample {
        var time: Int64
        var value: Int
    }

    let key: Key
    var samples: [Sample]

    /// Keeps the first sample, which tells which way it went, and the latest ones.
    mutating func take(_ sample: Sample, keeping limit: Int) {
        if samples.count >= max(16, limit) { samples.removeSubrange(1...(samples.count / 2)) }
        samples.append(sample)
    }

    /// A message taken apart; `nil` for those of no control.
    static func reading(_ message: Message) -> (Key, Int)? {
        switch message {
        case .noteOn(let channel, let note, let velocity):
            (Key(kind: .note, channel: channel, number: note), velocity)
        case .noteOff(let channel, let note, _): (Key(kind: .note, channel: channel, number: note), 0)
        case .controlChange(let channel, let controller, let value):
            (Key(kind: .controller, channel: channel, number: controller), value)
        case .pitchBend(let channel, let value): (Key(kind: .bend, channel: channel, number: 0), value)
        case .channelPressure(let channel, let value): (Key(kind: .pressure, channel: channel, number: 0), value)
        case .polyPressure(let channel, let note, let value):
            (Key(kind: .polyPressure, channel: channel, number: note), value)
        case .programChange(let channel, let program):
            (Key(kind: .program, channel: channel, number: program), 127)
        case .systemExclusive, .systemCommon, .realTime: nil
        }
    }

    /// As written in a mapping.
    var message: String {
        switch key.kind {
        case .note: "note \(key.number) ch \(key.channel)"
        case .controller: "cc \(key.number) ch \(key.channel)"
        case .bend: "pitchbend ch \(key.channel)"
        case .pressure: "pressure ch \(key.channel)"
        case .polyPressure: "poly \(key.number) ch \(key.channel)"
        case .program: "program \(key.number) ch \(key.channel)"
        }
    }

    /// What the numbers show.
    enum Character: Hashable {
        case button, toggle, absolute
        case relative(String)
        /// Too little was heard to tell.
        case unclear
    }

    var character: Character {
        switch key.kind {
        case .note, .program: return .button
        case .bend: return .absolute
        case .controller, .pressure, .polyPressure: break
        }
        let values = samples.map(\.value)
        let distinct = Set(values)
        if distinct.count <= 2, distinct.contains(0), values.count >= 2 { return switched }
        if let encoding = encoding(values, distinct) { return .relative(encoding) }
        return distinct.count >= 4 ? .absolute : distinct.count == 1 && values.count == 1 ? .unclear : .absolute
    }

    /// Two numbers, one of them 0. A key that toggles by itself keeps its number until it is pressed again.
    private var switched: Character {
        let holds = zip(samples, samples.dropFirst()).filter { $0.value > 0 && $1.value == 0 }.map {
            $1.time - $0.time
        }
        return !holds.isEmpty && holds.allSatisfy { $0 > 1_500_000_000 } ? .toggle : .button
    }

    /// The encoding of an encoder, whose numbers stay near the one that means no movement; `nil` if it is none.
    ///
    /// The first turn is taken to be clockwise where two encodings differ in that alone.
    private func encoding(_ values: [Int], _ distinct: Set<Int>) -> String? {
        guard values.count >= 3, let first = values.first else { return nil }
        let low = values.filter { (1...20).contains($0) }.count, high = values.filter { $0 >= 108 }.count
        let under = values.filter { (44...63).contains($0) }.count,
            over = values.filter { (64...84).contains($0) }.count
        // A fader that is moved slowly goes on from number to number; an encoder repeats itself.
        let repeats = zip(values, values.dropFirst()).filter { $0 == $1 }.count
        guard repeats * 4 >= values.count - 1 || distinct.count == 2 else { return nil }
        switch values.count {
        case under + over where over > 0 && under > 0: return "offset"
        case low + over where low > 0 && over > 0: return first <= 20 ? "signed" : "signed-inverse"
        case low + high where low > 0: return "twos"
        case over where over > 0: return "offset"
        default: return nil
        }
    }
}
