import Automation
import MixModel
import Testing

@testable import SessionStore

@Suite struct `What is laid over a pass` {
    let id = ParameterID(.strip(1), .pan)

    @Test func `lies above what was written before it, and below what came later`() {
        var pass = PassBuilder()
        pass.add(id, Lane.Segment(.hold(0.5, from: 100)))
        pass.lay(.hold(-0.5, from: 0), over: 0..<1000, on: id)
        pass.end(id, at: 200)
        pass.add(id, Lane.Segment(.hold(1, from: 600)))
        pass.end(id, at: 700)
        var lanes: [ParameterID: Lane] = [:]
        pass.apply(to: &lanes) { _ in 0 }
        #expect([0, 150, 500, 650, 800].map { lanes[id]?.position(at: $0) } == [-0.5, -0.5, -0.5, 1, -0.5])
    }

    @Test func `survives in the journal`() {
        let entries: [JournalEntry] = [
            .laid(id, range: 5..<900, line: .hold(0.25, from: 5), holdsOn: true),
            .laid(id, range: 0..<1, line: .hold(-1, from: 0), holdsOn: false),
            .laid(id, range: 4..<90, line: Ramp(start: 4, from: 0.5, to: -1, length: 50), holdsOn: false),
            .position(frame: 7),
        ]
        #expect(JournalCoding.entries(JournalCoding.data(entries, pass: 3), pass: 3) == entries)
        var pass = PassBuilder()
        for entry in entries { pass.fold(entry) }
        pass.close()
        var lanes: [ParameterID: Lane] = [:]
        pass.apply(to: &lanes) { _ in 0 }
        #expect([29, 60, 5000].map { lanes[id]?.position(at: $0) } == [-0.25, -1, 0.25])
    }
}
