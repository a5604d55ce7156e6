import CSyncWatch
import Foundation
import TestSupport
import Testing

@testable import SessionStore

/// The power goes after any write, sync, cut and renaming of a session's files: a share of these places in every run, and with
/// `GAINRIDER_CUTS=20` all of them, twenty cuts at each, in twenty sessions.
@Suite(.serialized) struct `Power cut at every write` {
    /// Of so many places one is played.
    private static let share = 24
    static let cuts = ProcessInfo.processInfo.environment["GAINRIDER_CUTS"].flatMap { Int($0) }

    @Test(arguments: 0..<(cuts ?? 3))
    func `leaves a session that opens, with all that was promised`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(700 + seed)
        let story = PowerStory()
        try FileManager.default.createDirectory(atPath: folder.song.folder, withIntermediateDirectories: true)
        let deeds = try DiskDeed.recorded(in: folder.song.folder) { try story.play(at: folder.song, &dice) }
        var disk = Disk()
        var places = 0
        for deed in deeds {
            disk.carryOut(deed)
            if case .marked = deed { continue }
            places += 1
            // Before the first step is over there is no session yet.
            guard disk.mark >= 0, Self.cuts != nil || places % Self.share == seed else { continue }
            for _ in 0..<(Self.cuts ?? 1) {
                let rest = Disk.Rest.any(&dice)
                let files = disk.afterPowerCut(rest, &dice)
                try check(files, story, mark: disk.mark, "place \(places), \(deed), \(rest)", folder, &dice)
            }
        }
        #expect(places > 200)
    }

    @Test func `leaves the folder of a session that was just made`() throws {
        let folder = try SessionFolder()
        let deeds = try DiskDeed.recorded(in: folder.path) {
            try SessionStore.create(at: folder.song, document: TextExample.document).close()
        }
        // The first is the beginning.
        #expect(deeds.count { if case .folderSynced = $0 { true } else { false } } == 2)
    }

    private func check(
        _ files: [String: Data], _ story: PowerStory, mark: Int, _ place: String, _ folder: SessionFolder,
        _ dice: inout Dice
    ) throws {
        let cut = try folder.lay(files, as: "Cut")
        let opened: SessionStore
        do { opened = try SessionStore.open(at: cut) } catch {
            Issue.record("\(place), after step \(mark): does not open: \(error)")
            return
        }
        let allowed = story.allowed(after: mark)
        let state = PowerStory.State(opened)
        let found = allowed.first { story.states[$0] == state }
        #expect(found != nil, "\(place): not one of steps \(allowed): \(state.history), \(opened.notices)")
        #expect(!opened.isReadOnly)
        for notice in opened.notices where !notice.hasPrefix("a pass that was cut off") {
            // A step that was under way may be called lost only if it is.
            #expect(notice.hasPrefix(SessionStore.lostLog) && found != allowed.upperBound, "\(place): \(notice)")
        }
        while try opened.undo() != nil {}
        #expect(
            story.states.prefix(2).map(\.document).contains(opened.document), "\(place): undone to something else")
        guard dice.chance(0.25) else { return }
        try opened.close()
        #expect(try SessionStore.open(at: cut).document == opened.document, "\(place)")
    }
}
