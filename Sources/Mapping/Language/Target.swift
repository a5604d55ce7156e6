public import MixModel
public import Units

/// Whose parameter is meant: by place in the bank, by number, by name, or by what the operator last did.
public enum NodeReference: Sendable, Hashable {
    /// The n-th place of the current bank, from 1.
    case slot(Int)
    /// A strip by number, from 1.
    case strip(Int)
    case stripNamed(String)
    /// A bus by number, from 1.
    case bus(Int)
    case busNamed(String)
    case master
    /// A VCA by number, from 1.
    case vca(Int)
    case vcaNamed(String)
    /// What stands between the mix and the loudspeakers.
    case monitor
    /// The strip, bus, VCA or master that was selected last.
    case selected

    /// `/slot/3`, `/strip/Lead Vox`, `/bus/1`, `/master`, `/vca/Drums`, `/monitor`, `/selected`.
    public var address: String {
        switch self {
        case .slot(let number): "/slot/\(number)"
        case .strip(let number): "/strip/\(number)"
        case .stripNamed(let name): "/strip/\(name)"
        case .bus(let number): "/bus/\(number)"
        case .busNamed(let name): "/bus/\(name)"
        case .master: "/master"
        case .vca(let number): "/vca/\(number)"
        case .vcaNamed(let name): "/vca/\(name)"
        case .monitor: "/monitor"
        case .selected: "/selected"
        }
    }

    /// What it can be: a slot shows strips, buses and VCAs.
    public var kinds: NodeKinds {
        switch self {
        case .slot: [.strips, .buses, .vcas]
        case .strip, .stripNamed: .strips
        case .bus, .busNamed: .buses
        case .master: .master
        case .vca, .vcaNamed: .vcas
        case .monitor: .monitor
        case .selected: [.strips, .buses, .vcas, .master]
        }
    }
}

/// What an assignment moves: one parameter of a node, or the parameter that was touched last.
public enum Target: Sendable, Hashable {
    case parameter(NodeReference, Role)
    /// `send/reverb/level`: a part of the send that feeds the bus of this name. Which of a node's sends that is depends on the
    /// mix: it is looked up when it is used.
    case send(NodeReference, bus: String, Role.SendPart)
    /// `/touched`: the parameter that a hand touched last, on any device.
    case touched

    /// `/slot/3/hpf/frequency`; reads back as the same target.
    public var address: String {
        switch self {
        case .parameter(let node, let role): "\(node.address)/\(role.spec.path)"
        case .send(let node, let bus, let part): "\(node.address)/send/\(bus)/\(part)"
        case .touched: "/touched"
        }
    }

    /// What the parameter is, if it is known before playing: not for ``touched``.
    public var spec: ParameterSpec? {
        switch self {
        case .parameter(_, let role): role.spec
        case .send(_, let bus, let part): Role.send(1, part).spec.renamed("send/\(bus)/\(part)")
        case .touched: nil
        }
    }

    /// Reads an address such as `/strip/3/fader`, `/strip/Lead Vox/pan`, `/selected/send/reverb/level` or `/touched`.
    ///
    /// A name may hold slashes: the longest known parameter at the end of the address is taken off. A name of digits alone
    /// is a number.
    public init(parsing text: String) throws(AddressError) { self = try AddressReader(text).target() }
}

/// Why an address is not one. Positions are offsets in Unicode scalars from the start of the address.
public struct AddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable name, as in ``Diagnostic/code``.
    public var code: String
    /// Found, then expected.
    public var message: String
    public var help: String?
    /// The part of the address that is wrong.
    public var offset: Int
    public var length: Int

    public var description: String { help.map { "\(message); \($0)" } ?? message }
}

extension ParameterSpec {
    /// The same parameter under another path.
    func renamed(_ path: String) -> ParameterSpec {
        ParameterSpec(
            path, unit, scale, range, initial: initial, steps: steps, choices: choices, taper: taper, summary)
    }
}
