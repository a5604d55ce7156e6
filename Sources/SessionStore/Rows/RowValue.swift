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
    case marker(Marker)
    case position(Float)
    case mode(AutomationMode)
    case lane(Lane)

    /// The cells in the order of ``RowKind/columns``.
    var cells: [DatabaseValue] {
        switch self {
        case .whole(let number): [number.databaseValue]
        case .word(let text): [text.databaseValue]
        case .strip(let strip):
            [
                strip.name.databaseValue, strip.source?.path.databaseValue ?? .null,
                strip.source?.fingerprint.databaseValue ?? .null, strip.source?.channels.databaseValue ?? .null,
                strip.source?.sampleRate.databaseValue ?? .null, strip.source?.frames.databaseValue ?? .null,
                strip.output?.databaseValue ?? .null,
            ]
        case .bus(let bus): [bus.name.databaseValue, bus.output?.databaseValue ?? .null]
        case .marker(let marker): [marker.name.databaseValue, marker.position.databaseValue]
        case .position(let position): [Double(position).databaseValue]
        case .mode(let mode): [mode.rawValue.databaseValue]
        case .lane(let lane): [LaneCoding.data(lane).databaseValue]
        }
    }

    /// Reads cells back; `nil` if they are not what a row of this kind holds.
    init?(_ kind: RowKind, cells: [DatabaseValue]) {
        guard cells.count == kind.columns.count else { return nil }
        switch kind {
        case .setting:
            switch cells[0].storage {
            case .int64(let number): self = .whole(number)
            case .string(let text): self = .word(text)
            default: return nil
            }
        case .strip:
            guard let name = String.fromDatabaseValue(cells[0]) else { return nil }
            var source: Source?
            if !cells[1].isNull {
                guard let path = String.fromDatabaseValue(cells[1]),
                    let fingerprint = String.fromDatabaseValue(cells[2]),
                    let channels = Int.fromDatabaseValue(cells[3]), let rate = Int.fromDatabaseValue(cells[4]),
                    let frames = Int64.fromDatabaseValue(cells[5])
                else { return nil }
                source = Source(
                    path: path, fingerprint: fingerprint, channels: channels, sampleRate: rate, frames: frames)
            }
            self = .strip(Strip(name: name, source: source, output: Int.fromDatabaseValue(cells[6])))
        case .bus:
            guard let name = String.fromDatabaseValue(cells[0]) else { return nil }
            self = .bus(Bus(name: name, output: Int.fromDatabaseValue(cells[1])))
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
        }
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
