import AudioFiles
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// A performance comes to its end, whatever is left held.
@Suite struct `A performance's end` {
    private static func run(_ events: String, seconds: Int = 3) throws -> PerformanceRun {
        let rehearsal = try Rehearsal(seconds: seconds)
        let text = "performance: 1\nsurfaces:\n  desk: {mapping: keys}\nevents:\n\(events)"
        let performance = try #require(PerformanceReader.read(text: text, file: "keys.yaml").0)
        let (mapping, faults) = MappingReader.read(
            text: """
                mapping: 1
                name: Keys
                match: [{client: "Keys*"}]
                controls:
                  rewind: {in: note 1 ch 1}
                  short: {in: note 2 ch 1}
                layers:
                  mix:
                    rewind repeat 100ms: /transport/position -= 1 s
                    short repeat 50ms: /transport/position -= 0.01 s
                """, file: "keys.yaml")
        #expect(faults.map(\.description) == [])
        let store = try SessionStore.open(at: rehearsal.location)
        defer { try? store.close() }
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 2048)
        let run = PerformanceRun(
            performance, mappings: ["desk": try #require(mapping)], desk: studio.desk, player: player, keepsTake: true
        )
        run.run()
        return run
    }

    @Test(arguments: [3, 5])
    func `a rewind key that stays held keeps the song from its end for a stated time, and that is said`(seconds: Int)
        throws
    {
        let run = try Self.run(
            "  - {at: 0, do: /transport/play}\n  - {at: 1.2, desk/rewind: press}", seconds: seconds)
        #expect(abs(run.seconds - (1.2 + Double(seconds + PerformanceRun.patienceSeconds))) < 0.02)
        #expect(run.remarks.count == 1)
        #expect(
            run.remarks.first?.contains("was not played to its end: \(seconds + 10).0 s after the last event") == true
        )
        // What was not heard was played afterwards, without the key.
        #expect(run.take?.unheard == nil && run.take?.left.count == seconds * Rehearsal.rate)
    }

    @Test func `a key that goes back slower than the song plays does not keep it from its end`() throws {
        let run = try Self.run("  - {at: 0, do: /transport/play}\n  - {at: 0.5, desk/short: press}")
        #expect(run.remarks == [] && run.take?.unheard == nil)
        #expect(run.seconds > 3 && run.seconds < 5)
    }

    @Test func `a rewind key that is let go says nothing`() throws {
        let run = try Self.run(
            "  - {at: 0, do: /transport/play}\n  - {at: 1.2, desk/rewind: press}\n  - {at: 2.2, desk/rewind: release}"
        )
        #expect(run.remarks == [] && run.seconds > 4 && run.seconds < 6)
    }
}
