public import Automation
public import Units

/// What a switchable part of the desk becomes; `momentary`: on while the control is held.
public enum Switching: String, Sendable, Hashable, CaseIterable { case on, off, toggle, momentary }

/// Whose automation is meant.
public enum AutomationScope: Sendable, Hashable {
    /// Everything: the session-wide override.
    case session
    /// All parameters of a strip, a bus, a VCA or the master.
    case node(NodeReference)
    /// One parameter.
    case parameter(Target)

    /// `/session`, `/slot/1`, `/strip/2/pan`: the part before `/mode` and `/match`.
    public var address: String {
        switch self {
        case .session: "/session"
        case .node(let node): node.address
        case .parameter(let target): target.address
        }
    }
}

public enum MarkerReference: Sendable, Hashable {
    /// In the order of the song, from 1.
    case number(Int)
    case named(String)
}

public enum GroupReference: Sendable, Hashable {
    /// In the order of the session, from 1.
    case number(Int)
    case named(String)

    /// `/group/1`, `/group/Drums`.
    public var address: String {
        switch self {
        case .number(let number): "/group/\(number)"
        case .named(let name): "/group/\(name)"
        }
    }
}

/// A snapshot or a revision of the session, by number or by name.
public enum KeptReference: Sendable, Hashable {
    /// In the order of the session, from 1.
    case number(Int)
    case named(String)

    /// How it is written after `/snapshot/` or `/revision/`.
    public var text: String {
        switch self {
        case .number(let number): "\(number)"
        case .named(let name): name
        }
    }
}

/// Which lap of a looped pass is meant.
public enum LapChoice: Sendable, Hashable {
    /// From 1.
    case number(Int)
    /// So many on or back.
    case step(Int)
}

/// How fast the song is to be played.
public enum SpeedChoice: Sendable, Hashable {
    case set(PlaySpeed)
    /// So much faster or slower in the same direction. On an encoder: for each tick.
    case step(Double)
}

/// Something that the desk does, apart from moving a parameter. Rows of ``CommandWord/all``.
public enum Command: Sendable, Hashable {
    /// What is written the same way everywhere; `on` for what is no switch.
    case fixed(FixedWord, Switching = .on)
    /// Seconds from the song's start, 0 or more.
    case locate(seconds: Double)
    /// Moves the play head by this many seconds, negative: back. On an encoder: for each tick.
    case nudge(seconds: Double)
    /// How fast, and in which direction, the song is played.
    case speed(SpeedChoice)
    case goToMarker(MarkerReference)
    /// Moves the bank by strips. On an encoder: for each tick.
    case bankByStrips(Int)
    /// Slot 1 shows this strip.
    case bankTo(NodeReference)
    case select(NodeReference)
    /// Selects the next or previous strip. On an encoder: for each tick.
    case selectBy(Int)
    /// `nil`: back to the mode of what is around it (a parameter takes its strip's, everything its own).
    case mode(AutomationScope, AutomationMode?)
    /// Ends writing with a glide back to the lane.
    case match(AutomationScope)
    /// Safe, suspend, write-to.
    case automation(AutomationScope, AutomationOrder)
    /// Whether parameters of a kind are written.
    case enable(ParameterKind, Switching)
    /// A lap of the last looped pass.
    case lap(LapChoice)
    /// Whether a group links its members.
    case group(GroupReference, Switching)
    /// Takes the mix to the values of a snapshot; keeps the values that are heard now in one.
    case recallSnapshot(KeptReference), takeSnapshot(KeptReference)
    /// Makes the session what it was in a revision.
    case recallRevision(KeptReference)
    /// Lets a revision be heard in place of the mix, or the mix again.
    case listenToRevision(KeptReference)
    /// Shows a layer of this mapping until another is chosen.
    case layer(String)
    /// Shows a layer while the control is held.
    case heldLayer(String)
    /// Whether a slot keeps its strip while banks move.
    case pin(slot: Int, Switching)

    /// Whether its effect lasts only while a control is held.
    public var isMomentary: Bool {
        switch self {
        case .heldLayer, .fixed(_, .momentary): true
        default: false
        }
    }

    /// Whether a lamp can show that its outcome holds: the `state` column of ``CommandWord/all``.
    public var hasState: Bool {
        let address: String
        switch self {
        case .fixed(let word, _): return word.written.hasState
        case .automation(_, .safe), .automation(_, .suspend), .automation(_, .trim), .enable: return true
        case .speed(.set): address = "/transport/speed"
        case .select: address = "{node}/select"
        case .mode: address = "{scope}/mode"
        case .layer, .heldLayer: address = "layer"
        case .recallSnapshot: address = "/snapshot/{number or name}"
        case .listenToRevision: address = "/revision/{number or name}/listen"
        case .group: address = "/group/{number or name}/on"
        case .pin: address = "/slot/{number}/pin"
        default: return false
        }
        return CommandWord.named(address)?.hasState ?? false
    }
}
