import Texts

/// What a key of the terminal does while mixing. The order is that of the list of keys.
public enum Key: CaseIterable, Sendable {
    case playOrStop, toStart, halfSpeed, backwards, selectUp, selectDown, raise, lower, mute, solo, bankLeft,
        bankRight
    case trim, preview, punchPreview, undo, redo, dim, mono, translation, compare, nextReference, measureAnew,
        clearMeters, help, leave

    /// The bytes that a terminal sends for it, each spelling on its own.
    var spellings: [[UInt8]] {
        switch self {
        case .selectUp: Key.arrow("A") + Key.arrow("D")
        case .selectDown: Key.arrow("B") + Key.arrow("C")
        // Also without Shift; and the minus sign itself, which some keyboards have.
        case .raise: [Array("+".utf8), Array("=".utf8)]
        case .lower: [Array("-".utf8), Array("−".utf8), Array("_".utf8)]
        default: [Array(name.utf8)]
        }
    }

    /// As people call it.
    public var name: String {
        switch self {
        case .playOrStop: " "
        case .toStart: "0"
        case .halfSpeed: "h"
        case .backwards: "R"
        case .selectUp: "↑ ←"
        case .selectDown: "↓ →"
        case .raise: "+"
        case .lower: "−"
        case .mute: "m"
        case .solo: "s"
        case .bankLeft: "["
        case .bankRight: "]"
        case .trim: "T"
        case .preview: "p"
        case .punchPreview: "P"
        case .undo: "u"
        case .redo: "r"
        case .dim: "d"
        case .mono: "M"
        case .translation: "t"
        case .compare: "b"
        case .nextReference: "n"
        case .measureAnew: "l"
        case .clearMeters: "c"
        case .help: "?"
        case .leave: "q"
        }
    }

    /// What it does, for the list.
    public var about: String {
        switch self {
        case .playOrStop: "play and stop"
        case .toStart: "to the start"
        case .halfSpeed: "half speed, and full again"
        case .backwards: "backwards, and forward again"
        case .selectUp: "select the strip above"
        case .selectDown: "select the strip below"
        case .raise: "selected fader 1 dB up"
        case .lower: "selected fader 1 dB down"
        case .mute: "mute the selected strip"
        case .solo: "solo the selected strip"
        case .bankLeft: "bank to the left"
        case .bankRight: "bank to the right"
        case .trim: "trim on and off"
        case .preview: "preview on and off"
        case .punchPreview: "punch preview in"
        case .undo: "undo"
        case .redo: "redo"
        case .dim: "dim the monitors"
        case .mono: "monitors in mono"
        case .translation: "translation: phone, car …"
        case .compare: "mix or reference"
        case .nextReference: "next reference"
        case .measureAnew: "measure loudness anew"
        case .clearMeters: "clear clips and held peaks"
        case .help: "this list, or the meters"
        case .leave: "leave"
        }
    }

    /// All keys as lines, in as many columns as there is room for.
    public static func list(columns: Int, rows: Int) -> [String] {
        let entries = allCases.map { key -> String in
            let name = key == .playOrStop ? "space" : key.name
            return TextWidth.leftAligned(name + " ", columns: 7) + key.about
        }
        let width = (entries.map(\.count).max() ?? 0) + 3
        let room = max(1, rows - 1)
        let across = max(1, min((columns + 3) / width, (entries.count + room - 1) / room))
        let down = (entries.count + across - 1) / across
        let lines = (0..<down).map { row -> String in
            let parts = (0..<across).compactMap { column -> String? in
                let index = column * down + row
                guard entries.indices.contains(index) else { return nil }
                let isLast = column == across - 1
                return isLast ? entries[index] : TextWidth.leftAligned(entries[index], columns: width)
            }
            return String(parts.joined().prefix(columns))
        }
        return ["Keys:"] + lines.prefix(room)
    }

    private static func arrow(_ letter: String) -> [[UInt8]] {
        // Terminals in application mode say O for [.
        [Array("\u{1B}[\(letter)".utf8), Array("\u{1B}O\(letter)".utf8)]
    }
}

/// Keys out of the bytes that a terminal sends, which may come in portions.
public struct KeyReader: Sendable {
    private static let table: [(spelling: [UInt8], key: Key)] = Key.allCases.flatMap { key in
        key.spellings.map { ($0, key) }
    }

    private var waiting: [UInt8] = []

    public init() {}

    /// Takes bytes; returns the keys that are whole. What is no key is passed over.
    public mutating func take(_ bytes: some Sequence<UInt8>) -> [Key] {
        waiting += bytes
        var keys: [Key] = []
        while !waiting.isEmpty {
            if let row = KeyReader.table.first(where: { waiting.starts(with: $0.spelling) }) {
                keys.append(row.key)
                waiting.removeFirst(row.spelling.count)
            } else if KeyReader.table.contains(where: { $0.spelling.starts(with: waiting) }) {
                return keys
            } else {
                waiting.removeFirst(strange)
            }
        }
        return keys
    }

    /// Bytes of what stands first and is no key: a whole sequence of the terminal (F5, Page Up), so that its letters are not taken
    /// for keys.
    private var strange: Int {
        guard waiting.count > 2, waiting[0] == 0x1B,
            waiting[1] == UInt8(ascii: "[") || waiting[1] == UInt8(ascii: "O")
        else { return 1 }
        let end = waiting.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }
        return end.map { $0 + 1 } ?? waiting.count
    }
}
