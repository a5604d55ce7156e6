import MixModel
import Units

/// The tables that hold the document, one row a thing that can change by itself.
///
/// Raw values are names of tables and stand in histories: they never change.
enum RowKind: String, CaseIterable {
    case setting, strip, bus, vca, linkgroup, reference, marker, value, mode, lane, flag, revision,
        snapshot

    /// Whether the rows are numbered from 1 without a gap.
    var isList: Bool { keyColumn == "number" }

    /// Name of the column that tells rows apart.
    var keyColumn: String {
        switch self {
        case .setting: "key"
        case .strip, .bus, .vca, .linkgroup, .reference, .marker, .revision, .snapshot: "number"
        case .value, .mode, .lane, .flag: "address"
        }
    }

    /// The columns of a row's value. Those that came after version 1 stand at the end and may be null.
    var columns: [String] {
        switch self {
        case .setting: ["value"]
        case .strip: ["name", "file", "fingerprint", "channels", "rate", "frames", "output", "sends", "vcas"]
        case .bus: ["name", "output", "sends", "vcas"]
        case .vca: ["name", "vcas"]
        case .linkgroup: ["name", "linked", "members", "roles"]
        case .reference: ["file", "fingerprint", "channels", "rate", "frames"]
        case .marker: ["name", "frame"]
        case .value: ["position"]
        case .mode: ["mode"]
        case .lane: ["segments"]
        case .flag: ["flags"]
        case .revision: ["name", "note", "time", "session"]
        case .snapshot: ["name", "fade", "scope", "kinds", "positions"]
        }
    }

    /// How many of the columns were there in version 1: a row of that time is not damaged for lack of the others.
    var oldestColumns: Int {
        switch self {
        case .strip: 7
        case .bus: 2
        default: columns.count
        }
    }

    /// For notices.
    var words: String { self == .linkgroup ? "group" : self == .vca ? "VCA" : rawValue }
}

/// What a row is about. The order is that of the document's text and of undo changes.
enum RowKey: Hashable, Comparable {
    /// Numbers of rows in a list: more strips than anybody has. A place that is lost is kept free, so numbers have to end.
    static let numbers = 1...65_536

    case setting(SettingKey)
    case strip(Int)
    case bus(Int)
    case vca(Int)
    case linkgroup(Int)
    case reference(Int)
    case marker(Int)
    case value(ParameterID)
    case mode(ModePlace)
    case lane(ParameterID)
    case flag(ModePlace)
    case revision(Int)
    case snapshot(Int)

    var kind: RowKind {
        switch self {
        case .setting: .setting
        case .strip: .strip
        case .bus: .bus
        case .vca: .vca
        case .linkgroup: .linkgroup
        case .reference: .reference
        case .marker: .marker
        case .value: .value
        case .mode: .mode
        case .lane: .lane
        case .flag: .flag
        case .revision: .revision
        case .snapshot: .snapshot
        }
    }

    /// What stands in the key's column.
    var text: String {
        switch self {
        case .setting(let key): key.rawValue
        case .strip(let number), .bus(let number), .vca(let number), .linkgroup(let number), .reference(let number),
            .marker(let number), .revision(let number), .snapshot(let number):
            "\(number)"
        case .value(let parameter), .lane(let parameter): parameter.address
        case .mode(let place), .flag(let place): place.address
        }
    }

    init?(_ kind: RowKind, text: String) {
        switch kind {
        case .setting:
            guard let key = SettingKey(rawValue: text) else { return nil }
            self = .setting(key)
        case .strip, .bus, .vca, .linkgroup, .reference, .marker, .revision, .snapshot:
            guard let number = Int(text), RowKey.numbers.contains(number) else { return nil }
            switch kind {
            case .strip: self = .strip(number)
            case .bus: self = .bus(number)
            case .vca: self = .vca(number)
            case .linkgroup: self = .linkgroup(number)
            case .reference: self = .reference(number)
            case .revision: self = .revision(number)
            case .snapshot: self = .snapshot(number)
            default: self = .marker(number)
            }
        case .value, .lane:
            guard let parameter = ParameterID(address: text) else { return nil }
            self = kind == .value ? .value(parameter) : .lane(parameter)
        case .mode, .flag:
            guard let place = ModePlace(address: text) else { return nil }
            self = kind == .mode ? .mode(place) : .flag(place)
        }
    }

    /// For notices: `/strip/1/fader`, `strip 3`, `setting loop`.
    var words: String {
        switch self {
        case .value: text
        case .lane: "the lane of \(text)"
        case .mode: "the mode of \(text)"
        case .flag: "what is safe or suspended at \(text)"
        default: "\(kind.words) \(text)"
        }
    }
}

/// The settings of a session. Raw values are stored.
enum SettingKey: String, CaseIterable, Comparable {
    case sampleRate, panLaw, tempo, glide, motionTimeout, thinning, disabled, afterWrite, coalesce, autoJoin,
        continueInLoop, loop, punch

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
