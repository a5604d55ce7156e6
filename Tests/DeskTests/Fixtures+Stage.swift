import ControlSurfaces
import Foundation
import MIDI
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// A desk that a test plays by hand, step by step, with devices that come and go.
final class Stage {
    /// Keeps the folder.
    private let rehearsal: Rehearsal
    let store: SessionStore
    let studio: Studio
    let player: OfflinePlayer
    var desk: Desk { studio.desk }

    init(_ rehearsal: Rehearsal, blockSize: Int = 1024) throws {
        self.rehearsal = rehearsal
        store = try SessionStore.open(at: rehearsal.location)
        studio = Studio(store, isLive: false)
        player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: blockSize)
    }

    @discardableResult
    func connect(_ name: String = "bench", place: SurfacePlace? = nil) throws -> Surface {
        desk.surfaceSession.connect(
            try Bench().mapping(), to: QuietPort(), named: name, place: place, keepsSent: true, at: desk.now)
    }

    /// Plays on to a time since the stage was set, in seconds.
    func run(to seconds: Double) {
        let end = Rehearsal.frame(seconds)
        while desk.now < end {
            let next = min(desk.nextDeadline, end)
            player.render(next - desk.now) { _, _, _ in }
            desk.advance(to: next)
        }
    }

    func move(_ name: String, _ input: ControlInput, on surface: Surface) throws {
        let control = try #require(surface.mapping.control(named: name))
        for bytes in input.bytes(for: control) {
            var parser = ByteParser()
            for message in parser.parse(bytes) { desk.surfaceSession.handle(message, from: surface, at: desk.now) }
        }
    }

    func press(_ name: String, on surface: Surface) throws {
        try move(name, .press, on: surface)
        try move(name, .release, on: surface)
    }

    func act(_ text: String) throws { #expect(desk.perform(try Action(parsing: text), at: desk.now) == nil) }

    func close() throws {
        desk.close(at: desk.now)
        try store.close()
    }
}

extension Surface {
    /// What was sent in a time, in seconds.
    func sent(_ times: ClosedRange<Double>) -> [[UInt8]] {
        (sent ?? []).filter { times.contains(Double($0.frame) / Double(Rehearsal.rate)) }.map(\.bytes)
    }
}
