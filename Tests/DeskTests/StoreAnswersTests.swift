import Automation
import CSyncWatch
import Engine
import Foundation
import GRDB
import Mapping
import MixModel
import Testing
import Units

@testable import Desk
@testable import SessionStore

/// A store that nobody can write to as long as this is there: every transaction waits.
private final class ShutStore {
    private let gate = DispatchSemaphore(value: 0)

    init(_ store: SessionStore) {
        let isShut = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [gate] in
            store.queue?.writeWithoutTransaction { _ in
                isShut.signal()
                gate.wait()
            }
        }
        isShut.wait()
    }

    func open() { gate.signal() }
}

/// A desk whose store works on a thread of its own, as live, while a test plays its song.
private final class SlowHouse {
    let rehearsal: Rehearsal
    let store: SessionStore
    let desk: Desk
    let line: StoreLine
    private let player: OfflinePlayer

    init(_ rehearsal: Rehearsal, isDeferred: Bool = true) throws {
        self.rehearsal = rehearsal
        store = try SessionStore.open(at: rehearsal.location)
        let studio = Studio(store, isLive: false)
        line = StoreLine(store: store, isDeferred: isDeferred)
        desk = Desk(engine: studio.engine, disk: studio.disk, line: line)
        player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 480)
    }

    func run(turns: Int) {
        for _ in 0..<turns {
            let next = desk.nextDeadline
            player.render(next - desk.now) { _, _, _ in }
            desk.advance(to: next)
        }
    }

    func act(_ text: String) throws { #expect(desk.perform(try Action(parsing: text), at: desk.now) == nil) }

    /// Shown, heard and stored are one.
    func expectAgreement(sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        #expect((desk.document == store.document) as Bool, "shown and stored", sourceLocation: sourceLocation)
        #expect(desk.transport.loop == store.document.settings.loop, sourceLocation: sourceLocation)
        let here = desk.engine.sessionPosition
        for node in store.document.mix.nodes {
            for role in Role.roles(of: node) {
                let id = ParameterID(node, role)
                guard let index = desk.engine.index(of: id) else { continue }
                let stored = desk.automation.followedLane(of: id).position(at: here) ?? store.document.mix[id]
                #expect(
                    desk.engine.livePosition(of: index) == stored, "\(id.address)", sourceLocation: sourceLocation)
                #expect(desk.state.position(of: id) == stored, "\(id.address)", sourceLocation: sourceLocation)
            }
        }
    }

    func close() throws {
        desk.close(at: desk.now)
        try store.close()
    }
}

@Suite(.timeLimit(.minutes(20))) struct `A store that takes its time` {
    @Test func `no turn of the desk waits for it, nothing is lost, and undo says that it waits`() throws {
        let house = try SlowHouse(try Rehearsal(pan: [(0, 0.5)]))
        let before = house.store.history.count
        let shut = ShutStore(house.store)
        // All of this happens while no transaction comes to its end; that it comes to its own end is the proof.
        try house.act("/marker/add")
        house.desk.play(at: house.desk.now)
        house.run(turns: 20)
        for position in 0..<40 {
            house.desk.hand(
                .value(Float(position) / 40, 7, touched: true), on: try #require(house.desk.engine.index(of: .pan1)),
                at: house.desk.now, rampFrames: 480)
            house.run(turns: 1)
        }
        house.desk.stop(at: house.desk.now)
        house.run(turns: 10)
        house.desk.undo(at: house.desk.now)
        house.run(turns: 30)
        #expect(house.desk.takeNotices().contains("undo waits until the disk has stored what came before it"))
        #expect(house.desk.document.lanes[.pan1]?.segments.count ?? 0 > 2)
        // What comes after the undo stays, whenever that is done.
        try house.act("/strip/2/fader = -7 dB")
        try house.act("/strip/1/mode = latch")
        house.run(turns: 80)
        #expect(house.store.history.count == before)

        shut.open()
        #expect(house.line.finish())
        house.run(turns: 2)
        #expect(house.desk.takeNotices().contains("Undone: Pass: Strip 1 pan"))
        #expect(house.desk.document.lanes == house.rehearsal.document.lanes)
        #expect(house.desk.document.mix[ParameterID(.strip(2), .fader)] == -7)
        #expect(house.desk.document.modes.nodes[.strip(1)] == .latch)
        #expect(house.desk.document.mix.markers.count == 1)
        house.run(turns: 80)
        #expect(house.line.finish())
        house.run(turns: 4)
        house.expectAgreement()
        try house.close()
    }

    @Test func `what is journalled while the disk is waited for becomes one batch, and is on the disk then`() throws {
        let house = try SlowHouse(try Rehearsal(modes: [:]))
        let watch = sync_watch(house.rehearsal.location.database + "-wal")
        let shut = ShutStore(house.store)
        house.line.beginPass()
        let count = 400
        for number in 0..<count {
            let frame = Int64(number * 720)
            house.line.journal([
                .segment(.pan1, frame: frame, ramp: .hold(Float(number % 7) / 10, from: frame)),
                .position(frame: frame),
            ])
        }
        shut.open()
        house.line.finish()
        let rows = try house.store.queue?.inDatabase { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM journal") }
        // The first one had gone ahead.
        #expect((1...2).contains(rows ?? 0) && (1...2).contains(sync_count(watch)))
        let file = try FileManager.default.attributesOfItem(atPath: house.rehearsal.location.database + "-wal")
        #expect(sync_bytes(watch) == (file[.size] as? Int).map { $0 } ?? 0)
        // All of it, in its order.
        let folder = house.rehearsal.folder.appendingPathComponent("cut")
        try FileManager.default.copyItem(at: URL(fileURLWithPath: house.rehearsal.location.folder), to: folder)
        let opened = try SessionStore.open(at: SessionLocation(folder.path))
        let frames = opened.document.lanes[.pan1]?.segments.count ?? 0
        #expect(frames >= count - 1, "\(frames)")
        try opened.close()
        try house.close()
    }

    @Test func `a way through the history is one order, however far it is`() throws {
        let house = try SlowHouse(try Rehearsal(modes: [:]))
        for number in 1...5 { house.desk.edit("Tempo \(number)") { $0.mix.tempo = 100 + Double(number) } }
        let shut = ShutStore(house.store)
        #expect(house.desk.travel(to: 2, at: house.desk.now) == nil)
        house.run(turns: 3)
        #expect(house.desk.document.mix.tempo == 105)
        shut.open()
        house.line.finish()
        house.run(turns: 1)
        #expect(house.desk.document.mix.tempo == 102)
        #expect(house.desk.travel(to: 4, at: house.desk.now) == nil)
        house.line.finish()
        house.run(turns: 1)
        #expect(house.desk.document.mix.tempo == 104)
        house.expectAgreement()
        try house.close()
    }
}

@Suite(.timeLimit(.minutes(20))) struct `A change that the store refuses` {
    struct Edit: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout SessionDocument) -> Void
    }

    /// Every kind of edit, each in a change that no session may hold.
    static let edits: [Edit] = [
        Edit(testDescription: "a rest position") { $0.mix[.fader1] = -30 },
        Edit(testDescription: "a lane") { $0.lanes[.fader1] = Lane(points: [(0, -40), (480_000, -3)]) },
        Edit(testDescription: "a lane away") { $0.lanes[.pan1] = nil },
        Edit(testDescription: "a mode") { $0.modes.nodes[.strip(1)] = .off },
        Edit(testDescription: "the session's mode") { $0.modes.session = .latch },
        Edit(testDescription: "a loop") { $0.settings.loop = 48_000..<96_000 },
        Edit(testDescription: "a punch range") { $0.settings.punch = 48_000..<96_000 },
        Edit(testDescription: "a marker") { $0.mix.markers.append(Marker(name: "Chorus", position: 5)) },
        Edit(testDescription: "a name") { $0.mix.strips[0].name = "Vox" },
        Edit(testDescription: "a group") {
            $0.mix.groups.append(Group(name: "All", members: [.strip(1), .strip(2)]))
        },
    ]

    @Test(arguments: edits, [true, false])
    func `is taken back from what is shown and heard, and said; what came after it stays`(
        edit: Edit, isDeferred: Bool
    ) throws {
        let house = try SlowHouse(try Rehearsal(pan: [(0, 0.2), (5, 0.8)]), isDeferred: isDeferred)
        house.run(turns: 2)
        let shut = isDeferred ? ShutStore(house.store) : nil
        let modes = house.desk.automation.rulingModes
        house.desk.edit("Impossible") {
            edit.change(&$0)
            $0.mix.tempo = -1
        }
        // As the desk's own edits do.
        house.desk.automation.modesChanged(from: modes, at: house.desk.now)
        for index in house.desk.automation.parameters.indices { house.desk.publish(Int32(index), lane: true) }
        if house.desk.document.settings.loop != house.desk.control.wantedLoop {
            house.desk.control.adoptLoop(house.desk.document.settings.loop, at: house.desk.now)
        }
        house.desk.edit("Possible") { $0.mix.markers.append(Marker(name: "Later", position: 9)) }
        house.run(turns: 4)
        shut?.open()
        house.line.finish()
        house.run(turns: 10)
        #expect(house.desk.takeNotices().contains { $0.hasPrefix("not stored, and taken back: Impossible: ") })
        #expect(house.desk.document.mix.markers.map(\.name) == ["Later"])
        #expect(house.desk.document.mix.tempo == house.rehearsal.document.mix.tempo)
        #expect(house.desk.document.lanes == house.rehearsal.document.lanes)
        #expect(house.desk.document.modes == house.rehearsal.document.modes)
        #expect(house.desk.document.settings == house.rehearsal.document.settings)
        house.expectAgreement()
        try house.close()
    }

    @Test func `leaves a rest position alone that a hand is moving meanwhile`() throws {
        let house = try SlowHouse(try Rehearsal(modes: [:]))
        house.desk.edit("Impossible") { $0.mix.tempo = -1 }
        house.line.finish()
        try house.act("/strip/1/fader = -12 dB")
        house.run(turns: 3)
        #expect(house.desk.document.mix.tempo == house.rehearsal.document.mix.tempo)
        #expect(house.desk.document.mix[.fader1] == -12)
        house.run(turns: 80)
        house.line.finish()
        house.run(turns: 2)
        house.expectAgreement()
        try house.close()
    }
}
