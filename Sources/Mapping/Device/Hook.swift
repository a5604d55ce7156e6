/// What a device does by itself when something happens.
public struct Hook: Sendable, Hashable {
    public var event: Event
    /// All of them, in this order.
    public var actions: [Action]
    public var location: SourceLocation

    /// What may happen. Rows of the section `on`.
    public enum Event: String, Sendable, Hashable, CaseIterable {
        case connect, start, stop, select, bank, layer

        /// For the reference.
        var summary: String {
            switch self {
            case .connect: "the device has been connected"
            case .start: "the song begins to play"
            case .stop: "it stops"
            case .select: "another strip, bus or VCA is selected"
            case .bank: "the device shows another bank"
            case .layer: "it shows another layer"
            }
        }
    }
}

/// What devices that join the same word share.
public enum Share: String, Sendable, Hashable, CaseIterable {
    /// One bank over the strips of all of them, side by side.
    case bank
    /// The layer that is shown.
    case layer
    /// Buttons that are held count on all of them.
    case buttons
}

/// How banks move.
public struct BankRules: Sendable, Hashable {
    /// What the last bank may be.
    public enum Last: String, Sendable, Hashable, CaseIterable {
        /// Its last slots may be empty.
        case partial
        /// It ends with the last strip, bus or VCA.
        case full
    }

    /// What happens when something is selected that is in another bank.
    public enum Selection: String, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case stay
        /// The bank that it is in is shown.
        case show
        /// It comes into the first slot, wherever it is.
        case first
    }

    public var last = Last.partial
    public var selected = Selection.stay

    public init() {}
}
