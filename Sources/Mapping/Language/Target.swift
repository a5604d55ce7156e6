public import MixModel
import Units

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
    /// The strip or bus that was selected last.
    case selected

    /// `/slot/3`, `/strip/Lead Vox`, `/bus/1`, `/master`, `/selected`.
    public var address: String {
        switch self {
        case .slot(let number): "/slot/\(number)"
        case .strip(let number): "/strip/\(number)"
        case .stripNamed(let name): "/strip/\(name)"
        case .bus(let number): "/bus/\(number)"
        case .busNamed(let name): "/bus/\(name)"
        case .master: "/master"
        case .selected: "/selected"
        }
    }
}

/// What an assignment moves: one parameter of a node, or the parameter that was touched last.
public enum Target: Sendable, Hashable {
    case parameter(NodeReference, Role)
    /// `/touched`: the parameter that a hand touched last, on any device.
    case touched

    /// `/slot/3/hpf/frequency`; reads back as the same target.
    public var address: String {
        switch self {
        case .parameter(let node, let role): "\(node.address)/\(role.spec.path)"
        case .touched: "/touched"
        }
    }

    /// The role, if it is known before playing: not for ``touched``.
    public var role: Role? { if case .parameter(_, let role) = self { role } else { nil } }

    /// Reads an address such as `/strip/3/fader`, `/strip/Lead Vox/pan`, `/selected/hpf/on` or `/touched`.
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
