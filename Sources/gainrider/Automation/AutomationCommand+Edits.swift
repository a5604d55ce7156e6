import AudioFiles
import Automation
import Foundation
import MixModel
import SessionStore
import Units

extension AutomationCommand {
    /// What `--from` and `--to` say; `nil` if neither does.
    func range(_ document: SessionDocument) throws -> Range<FramePosition>? {
        guard from != nil || to != nil else { return nil }
        let extents = document.lanes.values.compactMap { $0.extent?.upperBound }
        let start = try from.map { text throws in try document.place(text) } ?? 0
        let end =
            try to.map { text throws in try document.place(text) }
            ?? max(document.mix.length, extents.max() ?? 0, start + 1)
        guard start < end else {
            let rate = document.mix.sampleRate
            throw Failure(
                .usage,
                "gainrider: --from \(SongTime.text(start, rate: rate)) has to come before --to \(SongTime.text(end, rate: rate))"
            )
        }
        return start..<end
    }

    /// One change of the session, told with its undo.
    private func change(_ label: String, _ body: (inout SessionDocument) throws -> Void) throws -> Bool {
        let store = try session.openForChange()
        do {
            let changed = try store.perform(label, body)
            store.closeTelling()
            if !changed { Terminal.output.line("nothing to change") }
            return changed
        } catch let error as SessionStoreError {
            throw Failure(error)
        }
    }

    func edit() throws {
        var outcomes: [SessionDocument.LaneOutcome] = []
        var titles: [ParameterID: String] = [:]
        let label = "\(action.rawValue.capitalized) " + (words.first.map { "the lanes of \($0)" } ?? "all lanes")
        let changed = try change(label) { document in
            let ids = try document.lanes(at: words.first)
            let range = try range(document)
            for (id, edit) in try ids.map({ ($0, try self.edit(of: $0, document)) }) {
                outcomes += try document.edit([id], in: range, edit)
                titles[id] = document.title(of: id)
            }
        }
        guard changed else { return }
        for outcome in outcomes where outcome.isChanged {
            let title = titles[outcome.parameter] ?? outcome.parameter.address
            let points = "\(outcome.before) → \(Terminal.count(outcome.after, "point"))"
            let clamped = outcome.isClamped ? "; where its range ends, it stands at the end" : ""
            Terminal.output.line(
                "\(title): \(action == .clear && outcome.after == 0 ? "no lane any more" : points)\(clamped)")
        }
        tellUndo()
    }

    /// Works trims into the levels that they are added to; or takes a node out of a VCA, and works in what the VCA did.
    func coalesce() throws {
        var told: [String] = []
        var clamped: [String] = []
        let label = words.count > 1 ? "Take \(words[0]) out of \(words[1])" : "Coalesce trim of \(words[0])"
        let changed = try change(label) { document in
            guard words.count > 1 else {
                let node = try? document.node(words[0])
                let own = node == nil ? try document.parameter(words[0]) : nil
                let levels = document.trims.compactMap(\.trimmed).filter { $0.node == node || $0 == own }
                for id in levels where document.coalesceTrim(of: id) { clamped.append(document.title(of: id)) }
                told = levels.map { "\(document.title(of: $0)): its trim is in it" }
                return
            }
            let node = try document.node(words[0])
            guard case .vca(let number) = try document.node(words[1]) else {
                throw SessionDocument.AddressFault("\(words[1]) is no VCA")
            }
            let name = document.mix.name(of: node)
            if try document.leave(number, node) { clamped.append(name) }
            told = ["\(name): what \(document.mix.name(of: .vca(number))) did is in its fader"]
        }
        guard changed else { return }
        for line in told { Terminal.output.line(line) }
        for title in clamped {
            Terminal.error.line("gainrider: \(title): the end of the fader is reached, and holds")
        }
        tellUndo()
    }

    /// The edit of one lane, whose unit the amount is in.
    private func edit(of id: ParameterID, _ document: SessionDocument) throws -> SessionDocument.LaneEdit {
        let spec = id.role.spec
        switch action {
        case .clear: return .clear
        case .thin:
            let text = bound ?? "on"
            guard let reading = Thinning.reading(text), let thinning = reading else {
                throw Failure(.usage, "gainrider: --bound \(text): expected 0.001 dB to 6 dB")
            }
            return .thin(thinning)
        case .scale:
            guard let factor = by.flatMap({ ReadNumber.decimal($0) }), (0...100).contains(factor) else {
                throw Failure(.usage, "gainrider: --by \(by ?? ""): expected a factor from 0 to 100, such as 0.5")
            }
            guard let about else { return .scale(factor, about: nil) }
            guard case .position(let centre) = spec.reading(about) else {
                throw Failure(.usage, "gainrider: --about \(about): no value of \(id.address)")
            }
            return .scale(factor, about: centre)
        default: return .shift(try distance(by ?? "", id))
        }
    }

    private func distance(_ text: String, _ id: ParameterID) throws -> Double {
        let spec = id.role.spec
        let plain = text.hasPrefix("+") ? String(text.dropFirst()) : text
        if spec.scale == .logarithmic {
            let number =
                plain.lowercased().hasSuffix("oct") ? plain.dropLast(3).trimmingCharacters(in: .whitespaces) : ""
            guard let octaves = ReadNumber.decimal(number) else {
                throw Failure(
                    .usage, "gainrider: --by \(text): \(id.address) is shifted by octaves, such as --by \"0.5 oct\"")
            }
            return octaves
        }
        guard let distance = spec.step(plain) else {
            throw Failure(
                .usage,
                "gainrider: --by \(text): expected an amount for \(id.address), such as --by \"3\(spec.suffix)\"")
        }
        return distance
    }

    func copy() throws {
        let isMove = action == .move
        var told = ""
        let label = "\(isMove ? "Move" : "Copy") automation of \(words[0])"
        let changed = try change(label) { document in
            let source = try document.parameter(words[0])
            _ = try document.lanes(at: source.address)
            let target = words.count > 1 ? try document.parameter(words[1]) : source
            let extent = document.lanes[source]?.extent ?? 0..<1
            let range = try range(document) ?? 0..<max(document.mix.length, extent.upperBound)
            let place = try at.map { text throws in try document.place(text) } ?? range.lowerBound
            guard target != source || place != range.lowerBound else {
                throw Failure(.usage, "gainrider: the piece would stay where it is; say where it goes with --at")
            }
            try document.copyLane(source, range, to: target, at: place, isMove: isMove)
            let rate = document.mix.sampleRate
            told =
                "\(document.title(of: source)) \(SongTime.text(range.lowerBound, rate: rate))…"
                + "\(SongTime.text(range.upperBound, rate: rate)) → \(document.title(of: target)) from "
                + "\(SongTime.text(place, rate: rate)) on"
        }
        guard changed else { return }
        Terminal.output.line(told)
        tellUndo()
    }

    func export() throws {
        let document = try session.open().document
        let ids = try document.lanes(at: words.count > 1 ? words[1] : nil)
        let table = document.laneTable(ids)
        guard words[0] != "-" else {
            try StandardDescriptors.requireOutput()
            return Terminal.output.write(table)
        }
        // Only such a table is ever replaced.
        try NewTextFile(at: words[0]) { $0.hasPrefix(SessionDocument.laneTableHeader) }.write(table)
        Terminal.output.line("\(words[0]): \(Terminal.count(ids.count, "lane"))")
    }

    func importTable() throws {
        Interruption.watch()
        let text = try InputText.read(words[0])
        let name = words[0] == "-" ? "standard input" : words[0]
        var count = 0
        let changed = try change("Import \(name)") { document in
            let lanes = try document.lanes(fromTable: text, file: name)
            count = lanes.count
            document.lanes.merge(lanes) { $1 }
        }
        guard changed else { return }
        Terminal.output.line("\(Terminal.count(count, "lane")) from \(name)")
        tellUndo()
    }

    private func tellUndo() { Terminal.output.line("gainrider session undo \(session.song) takes it back") }
}
