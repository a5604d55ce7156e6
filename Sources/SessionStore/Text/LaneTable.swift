public import Automation
public import MixModel
import Units

/// Lanes as a table for spreadsheets and scripts: one line a point, comma-separated (RFC 4180).
///
/// `shape` is what follows the point: `hold` or `linear`, to the next. Two points at one frame are a step.
extension SessionDocument {
    static let tableColumns = ["parameter", "name", "seconds", "frame", "value", "unit", "shape"]

    /// What a table begins with.
    public static let laneTableHeader = tableColumns.joined(separator: ",")

    /// The lanes of some parameters.
    public func laneTable(_ parameters: [ParameterID]) -> String {
        var lines = [SessionDocument.laneTableHeader]
        for id in parameters {
            guard let lane = lanes[id], let extent = lane.extent else { continue }
            let spec = id.role.spec
            var points = lane.points(in: extent)
            // The range's end is no point; a line that ends there is.
            if let last = points.last, let ruling = lane.segments.last?.ramp,
                last.frame > (ruling.moves ? ruling.end : ruling.start)
            {
                points.removeLast()
            }
            func add(_ point: Lane.Point, _ position: Float, _ shape: String) {
                let seconds = Double(point.frame) / Double(mix.sampleRate)
                lines.append(
                    [
                        id.address, CommaSeparated.quoted(mix.name(of: id.node)), "\(seconds)", "\(point.frame)",
                        LaneText.exact(position, spec), spec.suffix.trimmingPrefix(" ").description, shape,
                    ].joined(separator: ","))
            }
            for (index, point) in points.enumerated() {
                let next = index + 1 < points.count ? points[index + 1].before : point.after
                let isLine = index > 0 && points[index - 1].after != point.before
                // Where a line arrives at another place than the next one begins.
                if isLine, point.before != point.after { add(point, point.before, "hold") }
                add(point, point.after, next == point.after ? "hold" : "linear")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads a table: the columns `parameter`, `value`, and `frame` or `seconds`; `shape` where it is not linear.
    ///
    /// - Parameter file: its name, for messages.
    /// - Returns: the lanes in it, whole.
    /// - Throws: ``SessionStoreError/text(file:faults:)`` with all mistakes.
    public func lanes(fromTable text: String, file: String) throws(SessionStoreError) -> [ParameterID: Lane] {
        var reader = LaneTableReader(document: self)
        reader.read(text)
        guard reader.faults.isEmpty else { throw .text(file: file, faults: reader.faults) }
        return reader.lanes
    }
}

/// Reads what ``SessionDocument/laneTable(_:)`` writes, and what people and other programs do.
private struct LaneTableReader {
    let document: SessionDocument
    var faults: [TextFault] = []
    private var rows: [ParameterID: [Row]] = [:]
    /// Addresses that were read: a table has many rows of each, and a name is looked for among all strips.
    private var known: [String: ParameterID] = [:]

    private struct Row {
        var line: Int
        var frame: FramePosition
        var position: Float
        var isHeld: Bool
    }

    init(document: SessionDocument) { self.document = document }

    mutating func read(_ text: String) {
        let lines = CommaSeparated.lines(text)
        guard let header = lines.first?.cells.map({ $0.lowercased() }) else {
            return add(1, 1, "the table is empty", help: "its first line names the columns: parameter,seconds,value")
        }
        let columns = Dictionary(header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
        for needed in ["parameter", "value"] where columns[needed] == nil {
            add(1, 1, "there is no column \"\(needed)\"", help: TextReader.suggestion(needed, header))
        }
        if columns["frame"] == nil, columns["seconds"] == nil {
            add(1, 1, "there is no column \"seconds\" or \"frame\"")
        }
        guard faults.isEmpty else { return }
        for line in lines.dropFirst() where faults.count < TextReader.maximumFaults {
            guard line.cells != [""] else { continue }
            read(line, columns)
        }
        for (id, list) in rows { check(id, list) }
        faults.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    private mutating func read(_ line: CommaSeparated.Line, _ columns: [String: Int]) {
        func cell(_ name: String) -> String? {
            columns[name].flatMap { line.cells.indices.contains($0) ? line.cells[$0] : nil }.flatMap {
                $0.isEmpty ? nil : $0
            }
        }
        func column(_ name: String) -> Int { (columns[name] ?? 0) + 1 }
        do throws(SessionDocument.AddressFault) {
            let address = cell("parameter") ?? ""
            let id = if let known = known[address] { known } else { try document.parameter(address) }
            known[address] = id
            guard id.node != .monitor else { throw .init("the monitors are not automated") }
            let frame: FramePosition
            if let text = cell("frame") {
                guard let number = ReadNumber.whole(text, in: 0...SessionSettings.frameLimit) else {
                    throw .init("\"\(TextReader.shown(text))\" is no frame")
                }
                frame = number
            } else {
                frame = try document.place(cell("seconds") ?? "")
            }
            guard case .position(let position) = LaneText.reading(cell("value") ?? "", id.role.spec) else {
                throw .init(
                    "\"\(TextReader.shown(cell("value") ?? ""))\" is no value of \(id.role.spec.path)",
                    help: "it takes \(id.role.spec.rangeText)")
            }
            let shape = cell("shape")?.lowercased() ?? (id.role.spec.isStepped ? "hold" : "linear")
            guard shape == "hold" || shape == "linear" && !id.role.spec.isStepped else {
                throw .init(
                    "the shape is \"\(TextReader.shown(shape))\"", help: "it is hold or linear; switches hold")
            }
            rows[id, default: []].append(
                Row(line: line.number, frame: frame, position: position, isHeld: shape == "hold"))
        } catch {
            add(line.number, 1, error.message, help: error.help)
        }
    }

    private mutating func check(_ id: ParameterID, _ list: [Row]) {
        for (before, row) in zip(list, list.dropFirst()) where row.frame < before.frame {
            add(
                row.line, 1, "the point at frame \(row.frame) comes after one at frame \(before.frame)",
                help: "points of a lane stand in the order of time")
        }
    }

    /// One lane a parameter.
    var lanes: [ParameterID: Lane] {
        rows.mapValues { list in
            var points: [Lane.Point] = []
            for (index, row) in list.enumerated() {
                if let last = points.last, last.frame == row.frame {
                    points[points.count - 1].after = row.position
                } else {
                    let held = index > 0 && list[index - 1].isHeld
                    let before = held ? list[index - 1].position : row.position
                    points.append(Lane.Point(frame: row.frame, before: before, after: row.position))
                }
            }
            guard let last = points.last else { return Lane() }
            return Lane(
                segments: Lane.segments(joining: points) + [Lane.Segment(.hold(last.after, from: last.frame))])
        }
    }

    private mutating func add(_ line: Int, _ column: Int, _ message: String, help: String? = nil) {
        faults.append(TextFault(line: line, column: column, message: message, help: help))
    }
}

/// Cells with commas between them.
enum CommaSeparated {
    struct Line {
        /// From 1.
        var number: Int
        var cells: [String]
    }

    /// A cell, in quotes where it needs them.
    static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Lines with their cells; spaces around a cell without quotes do not count.
    static func lines(_ text: String) -> [Line] {
        var lines: [Line] = []
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        var wasQuoted = false
        var number = 1
        var first = 1
        func plain(_ text: String, _ keeps: Bool) -> String {
            keeps ? text : String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        var letters = text.unicodeScalars.makeIterator()
        var pending: Unicode.Scalar?
        while let letter = pending ?? letters.next() {
            pending = nil
            if letter == "\n" { number += 1 }
            if isQuoted {
                guard letter == "\"" else {
                    cell.unicodeScalars.append(letter)
                    continue
                }
                let next = letters.next()
                if next == "\"" { cell += "\"" } else { (isQuoted, pending) = (false, next) }
            } else if letter == "\"", cell.allSatisfy({ $0 == " " }) {
                (cell, isQuoted, wasQuoted) = ("", true, true)
            } else if letter == "," || letter == "\n" {
                cells.append(plain(cell, wasQuoted))
                (cell, wasQuoted) = ("", false)
                if letter == "\n" {
                    lines.append(Line(number: first, cells: cells))
                    (cells, first) = ([], number)
                }
            } else if letter != "\r", letter != "\u{FEFF}" {
                cell.unicodeScalars.append(letter)
            }
        }
        if !cells.isEmpty || !cell.isEmpty {
            lines.append(Line(number: first, cells: cells + [plain(cell, wasQuoted)]))
        }
        return lines
    }
}
