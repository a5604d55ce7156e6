import ControlSurfaces

/// Finds two controls that one message would move.
struct MessageClaims {
    private struct Key: Hashable {
        var kind: Int
        var number: Int
    }

    private struct Claim {
        var name: String
        var pattern: MessagePattern
    }

    private var claims: [Key: [Claim]] = [:]
    private var sysEx: [(pattern: SysExPattern, claim: Claim)] = []

    /// Claims a control's message.
    ///
    /// - Returns: the control that has it already.
    mutating func take(_ pattern: MessagePattern, by control: ControlSpec, isTouch: Bool) -> String? {
        let claim = Claim(name: control.name, pattern: pattern)
        if case .systemExclusive(let bytes) = pattern.message {
            defer { sysEx.append((bytes, claim)) }
            return sysEx.first { $0.pattern.overlaps(bytes) }?.claim.name
        }
        var other: String?
        for key in MessageClaims.keys(of: pattern.message, control, isTouch: isTouch) {
            other = other ?? claims[key]?.first { MessageClaims.collide($0.pattern, pattern) }?.name
            claims[key, default: []].append(claim)
        }
        return other
    }

    /// Whether one message could be both: on a common channel, and with a common number.
    private static func collide(_ one: MessagePattern, _ other: MessagePattern) -> Bool {
        guard one.channel == nil || other.channel == nil || one.channel == other.channel else { return false }
        if case .only(_, let press, _) = one, case .only(_, let other, _) = other { return press == other }
        return true
    }

    private static func keys(of pattern: MessagePattern, _ control: ControlSpec, isTouch: Bool) -> [Key] {
        switch pattern {
        case .note(let number, _): [Key(kind: 0, number: number)]
        case .controlChange(let number, _):
            if case .relative(.incDec, _) = control.form, !isTouch {
                [Key(kind: 1, number: number), Key(kind: 1, number: number + 1)]
            } else {
                [Key(kind: 1, number: number)]
            }
        case .controlChangePair(let high, let low, _, _): [Key(kind: 1, number: high), Key(kind: 1, number: low)]
        case .pitchBend: [Key(kind: 2, number: 0)]
        case .channelPressure: [Key(kind: 3, number: 0)]
        case .polyPressure(let number, _): [Key(kind: 4, number: number)]
        case .programChange(let number, _): [Key(kind: 5, number: number)]
        case .parameter(let parameter, _): [Key(kind: parameter.isRegistered ? 6 : 7, number: parameter.number)]
        case .realTime(let byte): [Key(kind: 8, number: Int(truncatingIfNeeded: byte))]
        case .systemExclusive, .only: []
        }
    }
}

extension MappingChecks {
    func sameMessages() {
        // The same message through another port is another message.
        var claims: [Int: MessageClaims] = [:]
        var told: Set<SourceLocation> = []
        for control in mapping.controls {
            var patterns: [(MessagePattern, Bool)] = control.input.map { [($0, false)] } ?? []
            if case .sense(let pattern) = control.touch { patterns.append((pattern, true)) }
            for (pattern, isTouch) in patterns {
                guard
                    let other = claims[control.port, default: MessageClaims()].take(
                        pattern, by: control, isTouch: isTouch),
                    let place = reader.places[control.name], told.insert(place).inserted
                else { continue }
                let line = reader.places[other]?.line ?? 0
                let touch = isTouch ? "the touch of " : ""
                let twin = other == control.name ? "itself" : "`\(other)` on line \(line)"
                findings.error(
                    "same-message", at: place,
                    "\(touch)`\(control.name)` and \(twin) have the same message, `\(pattern.words)`")
            }
        }
    }
}
