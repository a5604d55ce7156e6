import Automation
import ControlSurfaces
import Engine
import Foundation
import Mapping
import MixModel
import SessionStore
import TestSupport
import Testing

@testable import Desk

/// Anything in any order; afterwards everything agrees with everything.
@Suite struct `Wild hands` {
    /// Seeds that have found something, and as many more as `GAINRIDER_PERFORMANCES` asks for.
    static let seeds: [UInt64] =
        [1, 2, 5, 9, 15, 79, 108, 119]
        + (1...(UInt64(ProcessInfo.processInfo.environment["GAINRIDER_PERFORMANCES"] ?? "") ?? 16)).map { 1000 + $0 }

    @Test(arguments: seeds)
    func `leave desk, engine and store of one mind`(seed: UInt64) throws {
        var random = Dice(seed: seed)
        let rehearsal = try Rehearsal(
            pan: [(0, 0.5), (2, 0.2), (4, 0.9)], modes: [.strip(1): .touch, .strip(2): .latch, .strip(3): .write],
            seconds: 5,
            strips: 6, glide: 80
        ) { document in
            document.lanes[ParameterID(.strip(2), .mute)] = Lane(
                points: [(0, 0), (90_000, 1), (150_000, 0)], stepped: true)
            document.lanes[ParameterID(.strip(2), .pan)] = Lane(points: [(48_000, -1), (96_000, 1)])
            if seed > 1000, seed % 3 == 0 { document.settings.punch = 40_000..<130_000 }
            if seed > 1000, seed % 2 == 0 {
                document.mix.buses = [Bus(name: "Hall")]
                document.mix.vcas = [VCA(name: "All")]
                for number in 1...3 { document.mix.strips[number - 1].vcas = [1] }
                document.modes.nodes[.vca(1)] = .touch
                document.modes.nodes[.master] = .latch
            }
        }
        let stage = try Stage(rehearsal, blockSize: [64, 333, 1024].randomElement(using: &random) ?? 64)
        var surface = try stage.connect()
        let wing = seed > 1000 ? try stage.connect("wing") : nil
        var doings: [String] = []
        for _ in 0..<150 {
            stage.run(to: Double(stage.desk.now) / 48_000 + Double(Int.random(in: 0...2000, using: &random)) / 10_000)
            let doing = Wild.doings.randomElement(using: &random) ?? .act("/transport/play")
            doings.append("\(Double(stage.desk.now) / 48_000) \(doing)")
            switch doing {
            case .act(let text): _ = stage.desk.perform(try Action(parsing: text), at: stage.desk.now)
            case .move(let control, let inputs):
                let device = wing.map { Bool.random(using: &random) ? $0 : surface } ?? surface
                for input in inputs { try stage.move(control, input, on: device) }
            case .ride(let control):
                let device = wing.map { Bool.random(using: &random) ? $0 : surface } ?? surface
                try stage.move(control, .travel(Double.random(in: 0...1, using: &random)), on: device)
            case .replug:
                surface = try stage.connect(
                    place: SurfacePlace(positions: stage.desk.surfaceSession.disconnect(surface, at: stage.desk.now)))
            }
        }
        _ = stage.desk.surfaceSession.disconnect(surface, at: stage.desk.now)
        if let wing { _ = stage.desk.surfaceSession.disconnect(wing, at: stage.desk.now) }
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: Double(stage.desk.now) / 48_000 + 1)
        let desk = stage.desk
        let notices = desk.takeNotices()
        #expect(notices.filter { $0.contains("not stored") } == [])
        #expect(desk.writingParameters == [])
        #expect(!desk.recorder.isOpen)
        #expect(desk.automation.timers.next(after: .min) == nil)
        #expect((stage.store.document.lanes == desk.document.lanes) as Bool)
        #expect((stage.store.document.mix == desk.document.mix) as Bool)
        let here = stage.studio.engine.sessionPosition
        #expect(here == desk.transport.position(at: desk.now))
        for (index, parameter) in desk.automation.parameters.enumerated() {
            #expect(desk.automation.gates[parameter.id].hands == [], "\(parameter.id.address)")
            // A primed control stands where it will write from.
            guard !desk.automation.gates[parameter.id].isPrimed, desk.document.mode(of: parameter.id) != .write else {
                continue
            }
            let mode = desk.document.mode(of: parameter.id)
            let expected =
                desk.automation.followedLane(of: parameter.id).position(at: here) ?? desk.document.mix[parameter.id]
            let live = stage.studio.engine.livePosition(of: Int32(index))
            #expect(live == expected, "\(parameter.id.address) in \(mode), \(desk.automation.gates[parameter.id])")
            #expect(desk.shownPosition(of: Int32(index)) == expected, "\(parameter.id.address) in \(mode)")
        }
        let document = desk.document
        try stage.close()
        let stored = try SessionStore.open(at: rehearsal.location)
        #expect((stored.document.lanes == document.lanes) as Bool)
        #expect((stored.document.mix == document.mix) as Bool)
        // Every step can be taken back, to the session as it was.
        while try stored.undo() != nil {}
        #expect(stored.document.lanes == rehearsal.document.lanes)
        #expect(stored.document.mix == rehearsal.document.mix)
        try stored.close()
    }
}

private enum Wild {
    enum Doing: Sendable {
        case act(String)
        case move(String, [ControlInput])
        case ride(String)
        case replug
    }

    static let doings: [Doing] =
        Array(repeating: .act("/transport/play"), count: 6)
        + [
            "/transport/stop", "/transport/position = 1 s", "/transport/position += 0.3 s", "/transport/loop/start",
            "/transport/loop/end", "toggle /transport/loop", "/session/undo", "/session/undo", "/session/redo",
            "/session/mode = latch", "/session/mode = default", "/session/mode = default", "/session/mode = off",
            "/strip/1/mode = read", "/strip/1/mode = touch", "/strip/2/mode = write", "/strip/3/mode = latch",
            "/strip/1/match", "/session/match", "/strip/1/pan = 0.3", "/strip/2/fader = -12 dB",
            "toggle /strip/2/mute",
            "/vca/1/fader = -6 dB", "/vca/1/fader = 2 dB", "toggle /master/limiter/on", "toggle /bus/1/reverb/on",
            "toggle /strip/2/comp/on", "/session/mode = write", "/transport/stop",
            "/transport/end", "/strip/1/pan/mode = latch", "/strip/1/pan/mode = default",
        ].map { .act($0) }
        + (1...4).flatMap { number -> [Doing] in
            [
                .move("sense/\(number)", [.touch]), .move("sense/\(number)", [.letGo]), .ride("sense/\(number)"),
                .ride("sense/\(number)"), .ride("knob/\(number)"),
                .move("knob/\(number)", [.travel(0), .travel(0.7)]),
                .move("mute/\(number)", [.press]), .move("mute/\(number)", [.release]),
                .move("on/\(number)", [.press, .release]),
            ]
        }
        + [
            .ride("motion"), .ride("plain"), .ride("plain"), .ride("pickup"), .ride("level"), .move("cut", [.press]),
            .move("cut", [.release]), .move("bank/right", [.press, .release]),
            .move("bank/left", [.press, .release]),
            .move("other", [.press, .release]), .move("first", [.press, .release]), .replug,
        ]
}
