import Automation
import MixModel
import Units

extension SessionDocument {
    /// What keeps the document from having a meaning; empty if all is well.
    public var faults: [DocumentFault] { faults(in: rows) }

    /// Faults of rows that changed, and of all rows if a strip, a bus or a VCA went away.
    func faults(in changes: [RowChange]) -> [DocumentFault] {
        let listShrank = changes.contains { $0.after == nil && [.strip, .bus, .vca].contains($0.key.kind) }
        return (listShrank ? rows : changes).compactMap { change in
            change.after.flatMap { fault(of: change.key, $0) }.map { DocumentFault(change.key.words, $0) }
        }
    }

    private func fault(of key: RowKey, _ value: RowValue) -> String? {
        switch (key, value) {
        case (.setting(let key), _): return fault(of: key)
        case (.strip, .strip(let strip)): return fault(of: strip)
        case (.bus(let number), .bus(let bus)):
            return mix.linkFaults(bus, number).first ?? nameFault(bus.name)
        case (.vca(let number), .vca(let vca)): return mix.linkFaults(vca, number).first ?? nameFault(vca.name)
        case (.linkgroup, .linkgroup(let group)): return mix.linkFaults(group).first ?? nameFault(group.name)
        case (.reference, .reference(let source)): return fault(of: source)
        case (.marker, .marker(let marker)):
            return frameFault(marker.position) ?? nameFault(marker.name)
        case (.value(let parameter), .position(let position)):
            return missing(parameter.node) ?? parameter.role.spec.fault(of: position)
        case (.flag(.node(let node)), _): return missing(node) ?? still(node)
        case (.flag(.parameter(let parameter)), _): return missing(parameter.node) ?? still(parameter.node)
        case (.snapshot, .snapshot(let snapshot)): return snapshot.fault(in: mix) ?? nameFault(snapshot.name)
        case (.revision, .revision(let revision)): return nameFault(revision.name) ?? nameFault(revision.note)
        case (.mode(.node(let node)), _): return missing(node) ?? still(node)
        case (.mode(.parameter(let parameter)), _): return missing(parameter.node) ?? still(parameter.node)
        case (.lane(let parameter), .lane(let lane)):
            if let fault = missing(parameter.node) ?? still(parameter.node) { return fault }
            let spec = parameter.role.spec
            for segment in lane.segments {
                if let fault = spec.fault(of: segment.ramp.from) ?? spec.fault(of: segment.ramp.to) {
                    return "at frame \(segment.frame): \(fault)"
                }
                let ramp = segment.ramp
                let limit = SessionSettings.frameLimit
                if let fault = frameFault(segment.frame) { return fault }
                if ramp.start > segment.frame || ramp.start < -limit || !(0...limit).contains(ramp.length) {
                    return "at frame \(segment.frame): no line of \(ramp.length) frames begins at frame \(ramp.start)"
                }
            }
            return nil
        default: return nil
        }
    }

    private func missing(_ node: Node) -> String? {
        guard !mix.contains(node) else { return nil }
        return "there is no \(node.address); the mix has \(mix.inventory)"
    }

    /// The monitors are not part of the song.
    private func still(_ node: Node) -> String? {
        node == .monitor ? "the monitors are not automated; they keep the values that they are set to" : nil
    }

    private func fault(of strip: Strip) -> String? {
        mix.linkFaults(strip).first ?? strip.source.flatMap(fault(of:)) ?? nameFault(strip.name)
    }

    private func fault(of source: Source) -> String? {
        if !(1...2).contains(source.channels) { return "\(source.channels) channels; a strip takes 1 or 2" }
        if !(1...1_000_000_000).contains(source.sampleRate)
            || !(0...SessionSettings.frameLimit).contains(source.frames)
        {
            return "\(source.frames) frames at \(source.sampleRate) Hz are no sound"
        }
        return nameFault(source.path) ?? nameFault(source.fingerprint)
    }

    private func frameFault(_ frame: FramePosition) -> String? {
        (0...SessionSettings.frameLimit).contains(frame)
            ? nil : "frame \(frame) is outside of 0…\(SessionSettings.frameLimit)"
    }

    private func nameFault(_ name: String) -> String? {
        if name.unicodeScalars.first == "\u{FEFF}" { return "a path cannot begin with a byte order mark" }
        return name.unicodeScalars.contains("\0") ? "a name cannot hold the character with the code 0" : nil
    }

    private func fault(of key: SettingKey) -> String? {
        func outside(_ value: Int, _ range: ClosedRange<Int>, _ unit: String) -> String? {
            range.contains(value)
                ? nil : "\(value) \(unit) is outside of \(range.lowerBound)…\(range.upperBound) \(unit)"
        }
        func outside(_ range: Range<FramePosition>?) -> String? {
            guard let range else { return nil }
            if !range.isEmpty, frameFault(range.lowerBound) == nil, frameFault(range.upperBound) == nil { return nil }
            return "frames \(range.lowerBound) to \(range.upperBound) are no range"
        }
        switch key {
        case .sampleRate: return outside(mix.sampleRate, SessionSettings.sampleRateRange, "Hz")
        case .tempo:
            let range = SessionSettings.tempoRange
            guard !range.contains(mix.tempo) else { return nil }
            return
                "\(mix.tempo) quarter notes a minute are outside of \(LaneText.plain(range.lowerBound))…\(LaneText.plain(range.upperBound))"
        case .glide: return outside(settings.glideMilliseconds, SessionSettings.glideRange, "ms")
        case .motionTimeout:
            return outside(settings.motionTimeoutMilliseconds, SessionSettings.motionTimeoutRange, "ms")
        case .loop: return outside(settings.loop)
        case .punch: return outside(settings.punch)
        case .thinning:
            guard let decibels = settings.thinning?.decibels, !Thinning.range.contains(decibels) else { return nil }
            return "\(decibels) dB are outside of \(Thinning.expected)"
        case .panLaw, .disabled, .afterWrite, .coalesce, .autoJoin, .continueInLoop: return nil
        }
    }
}

extension ParameterSpec {
    /// Why the parameter cannot stand at a position; `nil` if it can.
    func fault(of position: Float) -> String? {
        guard position.isFinite else { return "\(position) is not a number; \(path) takes \(rangeText)" }
        return takes(position) ? nil : "\(text(at: position)) is not a value of \(path); it takes \(rangeText)"
    }

    /// `-inf…12 dB`, `on or off`, `12 or 24 dB/oct`.
    var rangeText: String {
        if unit == .onOff { return "on or off" }
        if !choices.isEmpty {
            return choices.dropLast().joined(separator: ", ") + " or " + choices[choices.count - 1]
        }
        func number(_ value: Double) -> String {
            value == -.infinity ? "-inf" : LaneText.plain(value)
        }
        if !steps.isEmpty { return steps.map(number).joined(separator: " or ") + suffix }
        return "\(number(range.lowerBound))…\(number(range.upperBound))" + suffix
    }
}
