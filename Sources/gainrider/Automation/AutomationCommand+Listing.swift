import Automation
import Foundation
import MixModel
import SessionStore
import Texts
import Units

extension AutomationCommand {
    private struct Row: Encodable {
        var address: String
        var name: String
        var mode: String
        var points: Int
        var from: Double
        var to: Double
        var lowest: String
        var highest: String
    }

    func list() throws {
        let document = try session.open().document
        let rate = document.mix.sampleRate
        let ids = words.isEmpty ? document.lanes.keys.sorted() : try document.lanes(at: words[0])
        let rows = ids.compactMap { id -> Row? in
            guard let lane = document.lanes[id], let extent = lane.extent else { return nil }
            let positions = lane.points(in: extent).flatMap { [$0.before, $0.after] }
            let spec = id.role.spec
            return Row(
                address: id.address, name: document.mix.name(of: id.node), mode: document.mode(of: id).rawValue,
                points: lane.segments.count, from: Double(extent.lowerBound) / Double(rate),
                to: Double(extent.upperBound - 1) / Double(rate), lowest: spec.text(at: positions.min() ?? 0),
                highest: spec.text(at: positions.max() ?? 0))
        }
        if json { return Terminal.output.line(JSONText.of(rows)) }
        guard !rows.isEmpty else { return Terminal.output.line("the session has no automation") }
        let cells = rows.map { row in
            let frames = [row.from, row.to].map { SongTime.text(Int64(($0 * 1000).rounded()), rate: 1000) }
            return [
                row.address, row.name, row.mode, Terminal.count(row.points, "point"), "\(frames[0])…\(frames[1])",
                row.lowest == row.highest ? row.lowest : "\(row.lowest)…\(row.highest)",
            ]
        }
        for line in TextColumns.lines(cells) { Terminal.output.line(line) }
    }

    private struct Shown: Encodable {
        var seconds: Double
        var frame: Int64
        var value: String
        var shape: String?
    }

    func show() throws {
        let document = try session.open().document
        let id = try document.parameter(words[0])
        let rate = document.mix.sampleRate
        let spec = id.role.spec
        func shown(_ frame: FramePosition, _ position: Float, _ shape: String?) -> Shown {
            Shown(
                seconds: Double(frame) / Double(rate), frame: frame, value: spec.text(at: position), shape: shape)
        }
        if let at {
            let frame = try document.place(at)
            let lane = document.lanes[id]
            let position = lane?.position(at: frame) ?? document.mix[id]
            if json { return Terminal.output.line(JSONText.of(shown(frame, position, nil))) }
            let words = lane.map { whereabouts($0, frame, spec, rate) } ?? "no lane: its value at rest"
            return Terminal.output.line("\(SongTime.text(frame, rate: rate))  \(spec.text(at: position))  \(words)")
        }
        guard let lane = document.lanes[try document.lanes(at: words[0])[0]], let extent = lane.extent else { return }
        let range = try self.range(document) ?? extent
        let points = lane.points(in: range)
        var rows: [Shown] = []
        for (index, point) in points.enumerated() {
            let next = index + 1 < points.count ? points[index + 1].before : point.after
            if index > 0, point.before != point.after, points[index - 1].after != point.before {
                rows.append(shown(point.frame, point.before, "step"))
            }
            rows.append(shown(point.frame, point.after, next == point.after ? "hold" : "linear"))
        }
        if json { return Terminal.output.line(JSONText.of(rows)) }
        let cells = rows.map { [SongTime.text($0.frame, rate: rate), $0.value, $0.shape ?? ""] }
        for line in TextColumns.lines(cells) { Terminal.output.line(line) }
    }

    /// Between which points of its lane a place is.
    private func whereabouts(_ lane: Lane, _ frame: FramePosition, _ spec: ParameterSpec, _ rate: Int) -> String {
        guard let index = lane.index(at: frame) else { return "before the first point" }
        let ramp = lane.segments[index].ramp
        guard ramp.moves, frame < ramp.end else {
            return "held since \(SongTime.text(max(lane.segments[index].frame, ramp.end), rate: rate))"
        }
        return "on the way from \(spec.text(at: ramp.from)) (\(SongTime.text(ramp.start, rate: rate))) to "
            + "\(spec.text(at: ramp.to)) (\(SongTime.text(ramp.end, rate: rate)))"
    }
}

/// Cells under each other.
enum TextColumns {
    static func lines(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map(VisibleText.line) }
        let widths = rows.reduce(into: [Int]()) { widths, row in
            for (index, cell) in row.enumerated() {
                if index < widths.count {
                    widths[index] = max(widths[index], TextWidth.columns(cell))
                } else {
                    widths.append(TextWidth.columns(cell))
                }
            }
        }
        return rows.map { row in
            row.enumerated().map { index, cell in
                index + 1 < row.count ? TextWidth.leftAligned(cell, columns: widths[index]) : cell
            }
            .joined(separator: "  ")
        }
    }
}
