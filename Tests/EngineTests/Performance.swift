import Automation
import Engine
import MixModel
import TestSupport
import Units

/// Random hands on every parameter of a mix, and lanes under some of them.
struct Hands {
    var commands: [EngineCommand] = []

    /// - Parameters:
    ///   - frames: engine frames in which hands move.
    ///   - writes: whether writing is begun and ended too.
    init(seed: UInt64, rig: Rig, count: Int, frames: Range<Int>, writes: Bool = true) {
        var dice = Dice(rig: seed)
        for _ in 0..<count {
            let nodes = rig.mix.nodes.filter { $0 != .monitor }
            let node = nodes[dice.int(0..<nodes.count)]
            // Every other one a fader, pan or switch, which all mixes move most.
            let roles =
                dice.int(0..<2) == 0 && node.kind != .vcas
                ? [.inputGain, .hpfOn, .fader, .pan, .mute, .solo] : Role.roles(of: node)
            let role = roles[dice.int(0..<roles.count)]
            // Solo and mute rarely, and never the master's, or all would be silent.
            if node == .master && role == .mute || role == .solo && dice.int(0..<4) > 0 { continue }
            let parameter = rig.index(node, role)
            let at = Int64(dice.int(frames))
            let spec = role.spec
            let position = spec.position(travel: Double(dice.float(0...1)))
            let command: EngineCommand
            switch dice.int(0..<(writes ? 12 : 9)) {
            case 0: command = .hold(parameter: parameter, at: at)
            case 1: command = .follow(parameter: parameter, at: at)
            case 2, 3: command = .glide(parameter: parameter, at: at, delay: 0, length: Int32(dice.int(0..<3000)))
            case 9, 10: command = .write(parameter: parameter, at: at, endsAtSeam: dice.int(0..<2) == 0)
            case 11: command = .endWriting(parameter: parameter, at: at)
            default:
                let length = Int32(dice.int(0..<5) == 0 ? 0 : dice.int(1..<2000))
                command = .ramp(parameter: parameter, at: at, to: position, length: length)
            }
            // The mix has fewer sends than nodes may have.
            if parameter >= 0 { commands.append(command) }
        }
    }

    /// Lanes with ramps, cut ramps, steps and gaps for the parameters of a mix.
    static func lanes(seed: UInt64, rig: Rig, length: Int64) -> [Int32: Lane] {
        var dice = Dice(rig: seed)
        var lanes: [Int32: Lane] = [:]
        for node in rig.mix.soundingNodes {
            for role in Role.roles(of: node)
            where dice.int(0..<3) == 0 && role != .solo && (role != .mute || node != .master) {
                var segments: [Lane.Segment] = []
                var frame = Int64(dice.int(0..<500))
                while frame < length {
                    let from = role.spec.position(travel: Double(dice.float(0...1)))
                    let to = role.spec.isStepped ? from : role.spec.position(travel: Double(dice.float(0...1)))
                    let early = Int64(dice.int(0..<200))
                    let ramp = Ramp(
                        start: max(0, frame - early), from: from, to: to, length: Int64(dice.int(0..<1500)))
                    segments.append(
                        Lane.Segment(frame: frame, ramp: role.spec.isStepped ? .hold(from, from: frame) : ramp))
                    frame += Int64(dice.int(1..<2000))
                }
                if rig.index(node, role) >= 0 { lanes[rig.index(node, role)] = Lane(segments: segments) }
            }
        }
        return lanes
    }
}
