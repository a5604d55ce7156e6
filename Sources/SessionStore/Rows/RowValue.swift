import Automation
import Foundation
import GRDB
import MixModel

/// What a row holds.
enum RowValue: Equatable {
    case whole(Int64)
    case word(String)
    case strip(Strip)
    case bus(Bus)
    case vca(VCA)
    case linkgroup(Group)
    case reference(Source)
    case marker(Marker)
    case position(Float)
    case mode(AutomationMode)
    case lane(Lane)
    case flag(AutomationFlags)
    case revision(Revision)
    case snapshot(Snapshot)

    /// The cells in the order of ``RowKind/columns``.
    var cells: [DatabaseValue] {
        switch self {
        case .whole(let number): [number.databaseValue]
        case .word(let text): [text.databaseValue]
        case .strip(let strip):
            [strip.name.databaseValue] + RowValue.cells(strip.source)
                + [strip.output?.databaseValue ?? .null, RowText.sends(strip.sends), RowText.numbers(strip.vcas)]
        case .bus(let bus):
            [
                bus.name.databaseValue, bus.output?.databaseValue ?? .null, RowText.sends(bus.sends),
                RowText.numbers(bus.vcas),
            ]
        case .vca(let vca): [vca.name.databaseValue, RowText.numbers(vca.vcas)]
        case .linkgroup(let group):
            [
                group.name.databaseValue, (group.isOn ? 1 : 0).databaseValue, RowText.members(group.members),
                RowText.roles(group.roles),
            ]
        case .reference(let source): RowValue.cells(source)
        case .marker(let marker): [marker.name.databaseValue, marker.position.databaseValue]
        case .position(let position): [Double(position).databaseValue]
        case .mode(let mode): [mode.rawValue.databaseValue]
        case .lane(let lane): [LaneCoding.data(lane).databaseValue]
        case .flag(let flags): [flags.words.joined(separator: " ").databaseValue]
        case .revision(let revision):
            [
                revision.name.databaseValue, revision.note.databaseValue, revision.time.databaseValue,
                revision.session.databaseValue,
            ]
        case .snapshot(let snapshot):
            [
                snapshot.name.databaseValue, snapshot.fadeMilliseconds.databaseValue,
                RowText.scope(snapshot.scope), RowText.kinds(snapshot.scope.kinds),
                RowText.positions(snapshot.positions),
            ]
        }
    }

    /// Reads cells back; `nil` if they are not what a row of this kind holds.
    // Large: a table: how the cells of each kind of row are read.
    init?(_ kind: RowKind, cells: [DatabaseValue]) {
        guard (kind.oldestColumns...kind.columns.count).contains(cells.count) else { return nil }
        let cells = cells + [DatabaseValue](repeating: .null, count: kind.columns.count - cells.count)
        switch kind {
        case .setting:
            switch cells[0].storage {
            case .int64(let number): self = .whole(number)
            case .string(let text): self = .word(text)
            default: return nil
            }
        case .strip:
            guard let name = String.fromDatabaseValue(cells[0]), let sends = RowText.sends(cells[7]),
                let vcas = RowText.numbers(cells[8])
            else { return nil }
            let source = RowValue.source(cells[1...5])
            guard source != nil || cells[1].isNull else { return nil }
            self = .strip(
                Strip(name: name, source: source, output: Int.fromDatabaseValue(cells[6]), sends: sends, vcas: vcas))
        case .bus:
            guard let name = String.fromDatabaseValue(cells[0]), let sends = RowText.sends(cells[2]),
                let vcas = RowText.numbers(cells[3])
            else { return nil }
            self = .bus(Bus(name: name, output: Int.fromDatabaseValue(cells[1]), sends: sends, vcas: vcas))
        case .vca:
            guard let name = String.fromDatabaseValue(cells[0]), let vcas = RowText.numbers(cells[1])
            else { return nil }
            self = .vca(VCA(name: name, vcas: vcas))
        case .linkgroup:
            guard let name = String.fromDatabaseValue(cells[0]), let isOn = Int64.fromDatabaseValue(cells[1]),
                let members = RowText.members(cells[2]), let roles = RowText.roles(cells[3])
            else { return nil }
            self = .linkgroup(Group(name: name, isOn: isOn != 0, members: members, roles: roles))
        case .reference:
            guard let source = RowValue.source(cells[...]) else { return nil }
            self = .reference(source)
        case .marker:
            guard let name = String.fromDatabaseValue(cells[0]), let frame = Int64.fromDatabaseValue(cells[1])
            else { return nil }
            self = .marker(Marker(name: name, position: frame))
        case .value:
            guard let position = Double.fromDatabaseValue(cells[0]), position.isFinite else { return nil }
            self = .position(Float(position))
        case .mode:
            guard let word = String.fromDatabaseValue(cells[0]), let mode = AutomationMode(rawValue: word)
            else { return nil }
            self = .mode(mode)
        case .lane:
            guard let data = Data.fromDatabaseValue(cells[0]), let lane = LaneCoding.lane(data) else { return nil }
            self = .lane(lane)
        case .flag:
            guard let text = String.fromDatabaseValue(cells[0]), let flags = AutomationFlags(words: text)
            else { return nil }
            self = .flag(flags)
        case .revision:
            guard let name = String.fromDatabaseValue(cells[0]), let note = String.fromDatabaseValue(cells[1]),
                let time = Int64.fromDatabaseValue(cells[2]), let session = String.fromDatabaseValue(cells[3])
            else { return nil }
            self = .revision(Revision(name: name, note: note, time: time, session: session))
        case .snapshot:
            guard let name = String.fromDatabaseValue(cells[0]), let fade = Int.fromDatabaseValue(cells[1]),
                var scope = RowText.scope(cells[2]), let kinds = RowText.kinds(cells[3]),
                let positions = RowText.positions(cells[4])
            else { return nil }
            scope.kinds = kinds
            var snapshot = Snapshot(name: name, fadeMilliseconds: fade, scope: scope)
            for (id, position) in positions { snapshot[id] = position }
            self = .snapshot(snapshot)
        }
    }

    private static func cells(_ source: Source?) -> [DatabaseValue] {
        guard let source else { return [DatabaseValue](repeating: .null, count: 5) }
        return [
            source.path.databaseValue, source.fingerprint.databaseValue, source.channels.databaseValue,
            source.sampleRate.databaseValue, source.frames.databaseValue,
        ]
    }

    private static func source(_ cells: ArraySlice<DatabaseValue>) -> Source? {
        let cells = Array(cells)
        guard let path = String.fromDatabaseValue(cells[0]), let fingerprint = String.fromDatabaseValue(cells[1]),
            let channels = Int.fromDatabaseValue(cells[2]), let rate = Int.fromDatabaseValue(cells[3]),
            let frames = Int64.fromDatabaseValue(cells[4])
        else { return nil }
        return Source(path: path, fingerprint: fingerprint, channels: channels, sampleRate: rate, frames: frames)
    }

    /// The cells as one, for the history: the only cell itself, or several as a JSON array.
    var payload: DatabaseValue {
        let cells = cells
        guard cells.count > 1 else { return cells[0] }
        let texts = cells.map { cell -> String in
            switch cell.storage {
            case .int64(let number): "\(number)"
            case .string(let text): JSONText.quoted(text)
            default: "null"
            }
        }
        return "[\(texts.joined(separator: ","))]".databaseValue
    }

    init?(_ kind: RowKind, payload: DatabaseValue) {
        guard kind.columns.count > 1 else {
            self.init(kind, cells: [payload])
            return
        }
        guard let text = String.fromDatabaseValue(payload),
            let cells = try? JSONDecoder().decode([HistoryCell].self, from: Data(text.utf8))
        else { return nil }
        self.init(kind, cells: cells.map(\.value))
    }
}

/// A cell of a JSON array in the history: null, a whole number or a text.
private struct HistoryCell: Decodable {
    let value: DatabaseValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let number = try? container.decode(Int64.self) {
            value = number.databaseValue
        } else {
            value = try container.decode(String.self).databaseValue
        }
    }
}
