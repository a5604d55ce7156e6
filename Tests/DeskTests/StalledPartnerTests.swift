import Automation
import Engine
import Foundation
import Mapping
import MixModel
import Realtime
import SessionStore
import Synchronization
import Testing
import Units

@testable import AudioFiles
@testable import Desk

/// Every loop that waits for somebody's progress comes to its end when there is none, and says so.
@Suite(.timeLimit(.minutes(20))) struct `A partner that stands still` {
    /// An engine that takes no command any more: its queue is full of what is due in years.
    private static func deafen(_ studio: Studio, _ player: OfflinePlayer) {
        let index = studio.engine.index(of: .fader1) ?? 0
        for _ in 0..<2 {
            while studio.engine.send(.hold(parameter: index, at: .max / 2)) {}
            player.render(1) { _, _, _ in }
        }
        while studio.engine.send(.hold(parameter: index, at: .max / 2)) {}
    }

    @Test func `an engine that does not roll ends a render with a message`() throws {
        let rehearsal = try NoisyRehearsal(seed: 91, mode: .read, hpf: false)
        let store = try SessionStore.open(at: rehearsal.location)
        defer { try? store.close() }
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 64)
        Self.deafen(studio, player)
        let error = #expect(throws: SongRender.Stalled.self) {
            try SongRender(desk: studio.desk, player: player).take()
        }
        #expect(error?.description.contains("stands still at 0.0 s") == true)
    }

    @Test func `an engine that does not roll ends a performance with a message`() throws {
        let rehearsal = try NoisyRehearsal(seed: 92, mode: .read, hpf: false)
        let store = try SessionStore.open(at: rehearsal.location)
        defer { try? store.close() }
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 8192)
        Self.deafen(studio, player)
        studio.desk.now = studio.engine.enginePosition
        let text = "performance: 1\nevents:\n  - {at: 0.5, do: /transport/play}"
        let performance = try #require(PerformanceReader.read(text: text, file: "p.yaml").0)
        let run = PerformanceRun(performance, mappings: [:], desk: studio.desk, player: player, keepsTake: true)
        run.run()
        #expect(run.remarks.count == 2)
        #expect(run.remarks.first?.contains("was not played to its end") == true)
        #expect(run.remarks.last?.contains("stands still") == true)
    }

    @Test func `a thread whose turn does not end is not waited for`() {
        let turns = DispatchSemaphore(value: 0)
        let started = DispatchSemaphore(value: 0)
        let pace = Pace()
        pace.start("gainrider-test", every: 0) {
            started.signal()
            turns.wait()
            return true
        }
        started.wait()
        #expect(!pace.stop(patience: 0.02))
        turns.signal()
        while !pace.stop(patience: 0.02) {}
        #expect(pace.stop(patience: 0))
    }

    @Test func `who hands over more than can be measured does not keep the meters`() throws {
        let listening = try Listening(mix: .init(seconds: 1, signal: { _ in 0.1 }))
        listening.play(0.2)
        let engine = listening.studio.engine
        let meter = try #require(listening.studio.meter)
        let over = SharedFlag()
        let ended = DispatchSemaphore(value: 0)
        // Rolls for ever, and is faster than any meter.
        #expect(engine.send(.end(frame: .max)))
        Thread.detachNewThread {
            var left = [Float](repeating: 0, count: 512)
            var right = left
            while !over.isSet { engine.render(left: &left, right: &right, frames: 512) }
            ended.signal()
        }
        for _ in 0..<3 { meter.measure() }
        over.set()
        ended.wait()
        #expect(meter.reading.seconds > 0.1)
    }

    @Test func `a locate that waits for the disk is said`() throws {
        let rehearsal = try NoisyRehearsal(seed: 93, mode: .read, hpf: false)
        let store = try SessionStore.open(at: rehearsal.location)
        defer { try? store.close() }
        let mix = store.document.mix
        let isOver = SharedFlag()
        let streams = PlaybackStreams(strips: mix.strips.count, capacityFrames: 4096)
        let engine = Engine(mix: mix, streams: streams)
        let disk = DiskReader(
            stems: mix.strips.map { $0.source.map { StemSource(path: $0.path) } }, streams: streams,
            sessionRate: mix.sampleRate, isMapped: false, patience: 0.05,
            beforeReading: { _ in while !isOver.isSet { usleep(500) } })
        disk.start()
        let desk = Desk(engine: engine, disk: disk, line: StoreLine(store: store, isDeferred: false))
        desk.locate(to: 48_000, at: 0)
        var left = [Float](repeating: 0, count: 4800)
        var right = left
        var notices: [String] = []
        for step in 1...120 {
            engine.render(left: &left, right: &right, frames: 4800)
            desk.advance(to: Int64(step) * 4800)
            notices += desk.takeNotices()
        }
        #expect(notices.filter { $0.contains("the disk has not answered for 5 s") }.count == 1)
        #expect(desk.transport.position(at: desk.now) == 0)
        isOver.set()
        while !disk.stop() {}
    }
}

/// A switch between threads.
private final class SharedFlag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}
