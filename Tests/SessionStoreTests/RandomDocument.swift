import Automation
import MixModel
import TestSupport
import Units

@testable import SessionStore

extension Dice {
    /// Seeds side by side must not give the same sequence one step apart.
    init(_ seed: Int) {
        var first = Dice(seed: UInt64(seed))
        self.init(seed: first.next())
    }

    mutating func position(_ spec: ParameterSpec) -> Float {
        let low = spec.scale.position(of: spec.range.lowerBound)
        let high = spec.scale.position(of: spec.range.upperBound)
        let choice = Int.random(in: 0..<6, using: &self)
        let raw: Float =
            switch choice {
            case 0: low
            case 1: high
            case 2: 0
            case 3: low + (high - low) * Float(Int.random(in: 0...127, using: &self)) / 127
            default: Float.random(in: low...high, using: &self)
            }
        return spec.clamped(raw)
    }

    /// Names with everything that a YAML writer can stumble over.
    mutating func name() -> String {
        let pieces = [
            "Lead Vox", "no", "on", "12:30", "- ", ": ", "#", "\"", "'", "\\", "\n", "\t", "é", "日本", "🎚️", "~",
            "null",
            "0x1F", "{", "]", "&a", "*a", "!", "%", "@", "`", "|", ">", " ", "\u{2028}", "\u{85}", "\u{FEFF}",
            "\u{7}", "1",
        ]
        return (0..<Int.random(in: 0...4, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }
            .joined()
    }

    mutating func lane(_ spec: ParameterSpec) -> Lane {
        var frame = Int64.random(in: 0...1, using: &self) * Int64.random(in: 0...100_000, using: &self)
        var segments: [Lane.Segment] = []
        for _ in 0..<Int.random(in: 1...8, using: &self) {
            let start = chance(0.3) ? frame - Int64.random(in: 0...5000, using: &self) : frame
            let ramp =
                spec.isStepped || chance(0.4)
                ? Ramp.hold(position(spec), from: start)
                : Ramp(
                    start: start, from: position(spec), to: position(spec),
                    length: Int64.random(in: 0...10000, using: &self))
            segments.append(Lane.Segment(frame: frame, ramp: ramp))
            // Often a chain of lines, as hand-written lanes are.
            frame = ramp.end > frame && chance(0.5) ? ramp.end : frame + Int64.random(in: 1...20000, using: &self)
        }
        return Lane(segments: segments)
    }

    mutating func document() -> SessionDocument {
        var document = SessionDocument(
            sampleRate: [8000, 44100, 48000, 96000, 384000].randomElement(using: &self) ?? 0)
        document.mix.panLaw = PanLaw.allCases.randomElement(using: &self) ?? .minus3
        if chance(0.5) { document.mix.tempo = Double.random(in: 20...400, using: &self) }
        let buses = Int.random(in: 0...3, using: &self)
        let vcas = Int.random(in: 0...3, using: &self)
        for number in 1..<(vcas + 1) {
            document.mix.vcas.append(
                VCA(name: name(), vcas: (number..<(vcas + 1)).dropFirst().filter { _ in chance(0.5) }))
        }
        for number in 1..<(buses + 1) {
            document.mix.buses.append(
                Bus(name: name(), output: feed(number, buses), sends: sends(number, buses), vcas: members(vcas)))
        }
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            document.mix.strips.append(
                Strip(
                    name: name(), source: chance(0.7) ? source() : nil, output: feed(0, buses),
                    sends: sends(0, buses),
                    vcas: members(vcas)))
        }
        for _ in 0..<Int.random(in: 0...2, using: &self) { document.mix.references.append(source()) }
        let roles = Role.allCases.filter { $0.nodes != .monitor }
        for _ in 0..<Int.random(in: 0...3, using: &self) {
            document.mix.groups.append(
                Group(
                    name: name(), isOn: chance(0.7),
                    members: document.mix.nodes.filter { $0 != .monitor && chance(0.4) },
                    roles: chance(0.5) ? Group(name: "").roles : roles.filter { _ in chance(0.02) }))
        }
        for _ in 0..<Int.random(in: 0...3, using: &self) {
            document.mix.markers.append(Marker(name: name(), position: Int64.random(in: 0...9_000_000, using: &self)))
        }
        for node in document.mix.nodes {
            if node != .monitor, chance(0.4) {
                document.modes.nodes[node] = [.off, .read, .touch, .latch].randomElement(using: &self)
            }
            for role in Role.allCases where role.belongs(to: node) && chance(0.1) {
                let parameter = ParameterID(node, role)
                if chance(0.7) { document.mix[parameter] = position(role.spec) }
                guard node != .monitor else { continue }
                if chance(0.4) { document.lanes[parameter] = lane(role.spec) }
                if chance(0.2) { document.modes.parameters[parameter] = .latch }
                if chance(0.1) { document.flags[.parameter(parameter)] = chance(0.5) ? .safe : [.safe, .suspended] }
            }
        }
        if chance(0.3) { document.modes.session = .read }
        if chance(0.2) { document.flags[.node(.master)] = .suspended }
        if chance(0.2) { document.flags[.session] = .safe }
        if chance(0.5) { document.settings.glideMilliseconds = Int.random(in: 0...5000, using: &self) }
        if chance(0.5) { document.settings.motionTimeoutMilliseconds = Int.random(in: 50...5000, using: &self) }
        document.settings.thinning = chance(0.5) ? Thinning(decibels: chance(0.5) ? Thinning.usual : 0.2) : nil
        document.settings.afterWrite = SessionSettings.AfterWrite.allCases.randomElement(using: &self) ?? .touch
        if chance(0.5) { document.settings.loop = 0..<Int64.random(in: 1...999_999, using: &self) }
        if chance(0.5) { document.settings.punch = 48000..<96000 }
        for _ in 0..<Int.random(in: 0...2, using: &self) { document.snapshots.append(snapshot(document.mix)) }
        if chance(0.2) {
            document.revisions = [
                Revision(document, name: name(), note: name(), time: Int64.random(in: 0...9_999, using: &self))
            ]
        }
        document.normalize()
        return document
    }

    mutating func snapshot(_ mix: Mix) -> Snapshot {
        var snapshot = Snapshot(name: name(), fadeMilliseconds: Int.random(in: 0...60_000, using: &self))
        let nodes = mix.nodes.filter { $0 != .monitor }
        if chance(0.5) {
            snapshot.scope.nodes = Set(nodes.filter { _ in chance(0.5) })
            snapshot.scope.parameters = [ParameterID(.master, .fader), ParameterID(.master, .pan)]
        }
        if chance(0.3) { snapshot.scope.kinds = [.fader, .mute] }
        for id in snapshot.parameters(of: mix) where chance(0.05) { snapshot[id] = position(id.role.spec) }
        return snapshot
    }
}

extension Dice {
    /// The master, or a bus behind bus `number`; 0 is a strip.
    mutating func feed(_ number: Int, _ buses: Int) -> Int? {
        let first = number + 1
        return first <= buses && chance(0.5) ? Int.random(in: first...buses, using: &self) : nil
    }

    mutating func sends(_ number: Int, _ buses: Int) -> [Int?] {
        guard chance(0.5) else { return [] }
        return (0..<Int.random(in: 1...16, using: &self)).map { _ in feed(number, buses) }
    }

    mutating func members(_ vcas: Int) -> [Int] { vcas == 0 ? [] : (1...vcas).filter { _ in chance(0.4) } }

    mutating func source() -> Source {
        Source(
            path: "audio/" + name(), fingerprint: "\(next())", channels: Int.random(in: 1...2, using: &self),
            sampleRate: 44100, frames: Int64.random(in: 0...100_000_000, using: &self))
    }
}

extension SessionDocument {
    /// All bits of the lanes, where `==` is blind for the sign of zero.
    var laneBits: [ParameterID: [[UInt64]]] {
        lanes.mapValues { lane in
            lane.segments.map { segment in
                let ramp = segment.ramp
                return [
                    UInt64(bitPattern: segment.frame), UInt64(bitPattern: ramp.start), UInt64(ramp.from.bitPattern),
                    UInt64(ramp.to.bitPattern), UInt64(bitPattern: ramp.length),
                ]
            }
        }
    }
}

extension Dice {
    /// A few small changes, as a user makes them.
    mutating func edited(_ document: SessionDocument) -> SessionDocument {
        var document = document
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let node = document.mix.nodes.filter { $0 != .monitor }.randomElement(using: &self) ?? .master
            let role = Role.roles(of: node).randomElement(using: &self) ?? .fader
            let parameter = ParameterID(node, role)
            switch Int.random(in: 0..<12, using: &self) {
            case 0: document.mix[parameter] = position(role.spec)
            case 1: document.lanes[parameter] = lane(role.spec)
            case 2: document.lanes[parameter] = nil
            case 3:
                let start = Int64.random(in: 0...50000, using: &self)
                document.lanes[parameter] = (document.lanes[parameter] ?? Lane()).replacing(
                    start..<(start + 5000), with: [.init(.hold(position(role.spec), from: start))],
                    before: document.mix[parameter], after: document.mix[parameter])
            case 4: document.modes.nodes[node] = .latch
            case 5: document.mix.markers.insert(Marker(name: name(), position: 7), at: 0)
            case 6: document.mix[ParameterID(.monitor, .monitorDim)] = 1
            case 7: document.mix.groups.append(Group(name: name(), members: [node], roles: [role]))
            case 8 where chance(0.5): document.snapshots.insert(snapshot(document.mix), at: 0)
            case 8: document.mix.references.insert(source(), at: 0)
            case 9: document.mix.tempo = Double.random(in: 20...400, using: &self)
            case 10: document.mix.vcas.append(VCA(name: name()))
            default:
                let buses = document.mix.buses.count
                document.mix.strips.append(
                    Strip(name: name(), sends: sends(0, buses), vcas: members(document.mix.vcas.count)))
            }
        }
        document.normalize()
        return document
    }
}
