import Automation
import Foundation
import GRDB
import MixModel
import Testing
import Units

@testable import Desk
@testable import SessionStore

/// Sessions into which nothing can be written for a while, and what waits then.
@Suite struct `What cannot be stored` {
    /// Why nothing can be stored, and what the user is told.
    enum Obstacle: CaseIterable {
        case readOnly, full

        var words: String { self == .readOnly ? "it cannot be written" : "no space left" }

        func put(_ store: SessionStore) throws {
            try store.queue?.inDatabase { db in
                // Not a page more than there are.
                let sql = self == .readOnly ? "PRAGMA query_only = ON" : "PRAGMA max_page_count = 1"
                _ = try Row.fetchOne(db, sql: sql)
            }
        }

        func remove(_ store: SessionStore) throws {
            try store.queue?.inDatabase { db in
                _ = try Row.fetchOne(db, sql: "PRAGMA query_only = OFF")
                _ = try Row.fetchOne(db, sql: "PRAGMA max_page_count = 1000000")
            }
        }
    }

    private static let fader = ParameterID(.strip(1), .fader)

    let location: SessionLocation
    let store: SessionStore

    init() throws {
        let path = FileManager.default.temporaryDirectory.path + "/store-line-\(UUID().uuidString)"
        location = SessionLocation(path)
        var document = SessionDocument(sampleRate: 48_000)
        document.mix.strips = [Strip(name: "Vox")]
        store = try SessionStore.create(at: location, document: document)
    }

    /// Much of a ride: more than fits into what is left of a page.
    private static func batch(_ number: Int) -> [JournalEntry] {
        let start = Int64(number * 48_000)
        let segments = (0..<400).map { index -> JournalEntry in
            let frame = start + Int64(index * 100)
            return .segment(fader, frame: frame, ramp: Ramp(start: frame, from: -9, to: -6, length: 100))
        }
        return segments + [.position(frame: start + 48_000)]
    }

    private func lane(_ batches: Int) -> Lane {
        var builder = PassBuilder()
        for entry in (0..<batches).map(Self.batch).joined() { builder.fold(entry) }
        builder.close()
        var lanes: [ParameterID: Lane] = [:]
        builder.apply(to: &lanes) { _ in 0 }
        return lanes[Self.fader] ?? Lane()
    }

    @Test(arguments: Obstacle.allCases, [true, false])
    func `waits in its order, is said once, and is there when that is over`(obstacle: Obstacle, isLive: Bool) throws {
        defer { try? FileManager.default.removeItem(atPath: location.folder) }
        let line = StoreLine(store: store, isDeferred: isLive)
        line.perform("Before") { $0.mix.strips[0].name = "Lead" }
        line.finish()
        try obstacle.put(store)
        line.beginPass()
        for number in 0..<6 { line.journal(Self.batch(number)) }
        let whole = lane(6)
        line.perform("Pass: Lead fader", clearingJournal: true) { $0.lanes[Self.fader] = whole }
        line.keep("What is no step") { $0.mix.tempo = 90 }
        line.perform("After") { $0.mix.markers.append(Marker(name: "Chorus", position: 5)) }
        #expect(line.finish() == false)
        #expect(line.unstored?.labels == ["Pass: Lead fader", "After"])
        #expect(line.unstored?.reason == obstacle.words)
        line.order(.undo)
        #expect(line.finish() == false)
        #expect(line.takeAnswers().contains { if case .noStep(.undo, _?) = $0 { true } else { false } })
        #expect(
            line.takeFaults() == [
                "not stored yet: the pass that runs: \(obstacle.words); it is kept and tried again every second",
                "no undo while changes wait to be stored: \(obstacle.words)",
            ])
        #expect(store.history.map(\.label) == ["Before"])
        try obstacle.remove(store)
        #expect(line.finish())
        #expect(line.unstored == nil)
        #expect(line.takeFaults() == ["everything is stored again"])
        #expect(store.history.map(\.label) == ["Before", "Pass: Lead fader", "After"])
        #expect(store.document.lanes[Self.fader] == whole)
        #expect(store.document.mix.tempo == 90)
        line.order(.undo)
        line.finish()
        #expect(
            line.takeAnswers().contains {
                if case .stepped(isBack: true, labels: ["After"], _) = $0 { true } else { false }
            })
    }

    @Test(arguments: Obstacle.allCases)
    func `of a pass is in its journal again, without a gap, before the pass ends`(obstacle: Obstacle) throws {
        defer { try? FileManager.default.removeItem(atPath: location.folder) }
        let line = StoreLine(store: store, isDeferred: true)
        line.beginPass()
        line.journal(Self.batch(0))
        line.finish()
        try obstacle.put(store)
        for number in 1..<5 { line.journal(Self.batch(number)) }
        #expect(line.finish() == false)
        try obstacle.remove(store)
        line.journal(Self.batch(5))
        #expect(line.finish())
        // As after an end by force.
        let cut = SessionLocation(location.folder + "-cut")
        defer { try? FileManager.default.removeItem(atPath: cut.folder) }
        try FileManager.default.copyItem(atPath: location.folder, toPath: cut.folder)
        let recovered = try SessionStore.open(at: cut)
        #expect(recovered.document.lanes[Self.fader] == lane(6))
        #expect(recovered.notices.first == "a pass that was cut off at 6.00 s was recovered: Vox fader")
    }
}
