import ArgumentParser
import Desk
import Foundation
import MixModel
import SessionStore
import Units

/// Bounces of more than one file.
extension BounceCommand {
    /// Each strip or bus to a file of a folder beside the session; all begin and end together.
    func bounceStems(_ store: SessionStore) throws {
        let document = store.document
        let stems = buses ? document.busStems : document.stripStems
        guard !stems.isEmpty else {
            throw Failure(.badData, "gainrider: there is nothing to bounce: no strip has sound")
        }
        let folder = session.location.base + " stems"
        let paths = stems.enumerated().map { index, stem in
            let number = index + 1 < 10 && stems.count >= 10 ? "0\(index + 1)" : "\(index + 1)"
            return "\(folder)/\(number) \(BounceItem.fileName(document.name(of: stem))).wav"
        }
        let record = BounceRecord(session.location, .stems)
        for path in paths { try record.spare(path) }
        let isOurs = !FileManager.default.fileExists(atPath: folder)
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw Failure(.cannotCreate, "gainrider: cannot make \(folder): \(error.localizedDescription)")
        }
        if isOurs { Interruption.noteMade(folder) }
        tellSums(document)
        var part = try wholePart(store)
        // All as long as the mix, with its tail.
        if part.end == nil {
            let end = try end(of: store, part)
            let behind = Double(max(0, end - document.mix.length)) / Double(document.mix.sampleRate)
            (part.end, part.tail) = (end, .seconds((behind * 1000).rounded(.up) / 1000 + 0.001))
        }
        let items = zip(stems, paths).map { stem, path in
            BounceItem(
                store: store.showing(document.only(stem)), title: document.name(of: stem), path: path, part: part)
        }
        do { try bounce(items, record) } catch {
            // The folder that was made for them, if none of them came to stand in it.
            if isOurs { rmdir(folder) }
            throw error
        }
    }

    /// What keeps the stems from adding up to the mix.
    private func tellSums(_ document: SessionDocument) {
        var remarks = MixRemarks()
        if document.hasSumStage(.master) {
            remarks.add(
                "stems are without the master's dynamics: they add up to what goes into them, and the mix is that through them"
            )
        }
        let bending = buses ? [] : document.mix.buses.indices.filter { document.hasSumStage(.bus($0 + 1)) }
        if !bending.isEmpty {
            let names = bending.map { VisibleText.line(document.mix.name(of: .bus($0 + 1))) }.joined(separator: ", ")
            remarks.add(
                "\(names): compresses or gates its sum, to which stems of its strips do not add up; --buses do")
        }
        let soloed = document.mix.nodes.contains { document.mix[ParameterID($0, .solo)] >= 0.5 }
        if soloed { remarks.add("solo is on somewhere; stems are of the whole mix all the same") }
        remarks.say()
    }

    private func wholePart(_ store: SessionStore) throws -> Bounce.Part {
        var remarks = MixRemarks()
        let mix = store.document.mix
        let part = try part(mix.length, mix.sampleRate, &remarks)
        remarks.say()
        return part
    }

    /// Where the mix ends, its tail included.
    private func end(of store: SessionStore, _ part: Bounce.Part) throws -> FramePosition {
        let studio = Studio(store, isLive: false, hasHands: false, workers: workers)
        let progress = ProgressLine("Listening for the end of \(session.location.name)")
        defer { progress.end() }
        let bounce = try Bounce(studio, part: part, block: block, target: nil, measures: false)
        return try bounce.measure(progress).ending.end
    }

    /// Each revision to a file beside the session.
    func bounceRevisions(_ store: SessionStore, _ names: String) throws {
        let all = store.document.revisions
        guard !all.isEmpty else {
            throw Failure(
                .badData,
                "gainrider: the session has no revisions; keep one with: gainrider revisions \(session.song) name \"Mix 1\""
            )
        }
        let chosen =
            names == "all"
            ? all
            : try names.split(separator: ",").map { name in
                store.document.revisions[
                    try Failure.finding(name.trimmingCharacters(in: .whitespaces), among: store.document.revisions)]
            }
        let record = BounceRecord(session.location, .revisions)
        var taken: Set<String> = []
        let items = try chosen.map { revision in
            var name = BounceItem.fileName(revision.name)
            while !taken.insert(name).inserted { name += "'" }
            let path = "\(session.location.base) \(name).wav"
            try record.spare(path)
            return BounceItem(store: store.showing(try revision.document()), title: revision.name, path: path)
        }
        try bounce(items, record)
    }

    private func bounce(_ items: [BounceItem], _ record: BounceRecord) throws {
        var told: [BounceOutcome] = []
        var isSound = true
        for (index, item) in items.enumerated() {
            try sound.spare(item.store, at: item.path)
            let done = try render(item, isFirst: index == 0)
            isSound = isSound && done.isSound
            told.append(done.told)
            record.keep(items[...index].map(\.path))
            if !json { for line in done.lines { Terminal.output.line(line) } }
        }
        if json { Terminal.output.line(JSONText.of(told)) }
        if !isSound { throw ExitCode(Failure.Code.badData.rawValue) }
    }

    /// - Throws: a failure that names the buses.
    func busNumber(_ text: String, _ document: SessionDocument) throws -> Int {
        do throws(SessionDocument.AddressFault) {
            if case .bus(let number) = try document.node("/bus/\(text)") { return number }
        } catch { throw Failure(.badData, "gainrider: \(error)") }
        throw Failure(.badData, "gainrider: \(text) is no bus")
    }
}
