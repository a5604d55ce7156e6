import Automation
import ControlSurfaces
import MIDI
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Without engine, store or device.
@Suite struct `What the desk shows` {
    private static let fader = ParameterID(.strip(1), .fader)

    private static func document() -> SessionDocument {
        var document = SessionDocument(sampleRate: 48_000)
        document.mix.strips = [Strip(name: "Vox"), Strip(name: "Bass")]
        document.mix[fader] = -6
        return document
    }

    private static func state(_ mode: AutomationMode = .touch) -> DeskState {
        var document = document()
        document.modes.nodes[.strip(1)] = mode
        return DeskState(document)
    }

    /// A gate after events in a rolling transport.
    private static func gate(_ events: [WriteGate.Event], mode: AutomationMode, hasLane: Bool = true) -> WriteGate {
        var gate = WriteGate()
        for event in events { _ = gate.handle(event, .init(mode: mode, isRolling: true, hasLane: hasLane)) }
        return gate
    }

    static let looks: [(AutomationMode, [WriteGate.Event], WriteState)] = [
        (.off, [], .idle), (.read, [], .idle), (.touch, [], .armed), (.write, [], .armed),
        (.touch, [.touch(1)], .touching),
        (.touch, [.value(-3, 1, touched: true)], .touching),
        (.touch, [.value(-3, 1, touched: true), .release(1)], .gliding),
        (.latch, [.value(-3, 1, touched: true), .release(1)], .latched),
        (.write, [.roll], .latched),
        (.read, [.value(-3, 1, touched: true)], .touching),
    ]

    @Test(arguments: looks)
    func `of writing is one of seven looks`(mode: AutomationMode, events: [WriteGate.Event], look: WriteState) {
        var state = Self.state(mode)
        let gate = Self.gate(events, mode: mode)
        state.gates = gate.isAtRest ? [:] : [Self.fader: gate]
        #expect(state.writeState(of: Self.fader) == look)
        #expect(state.nodes[0].write == look)
        #expect(state.nodes[1].write == .idle)
    }

    @Test func `a control that waits for pick-up shows on its parameter and strip, with the way to go`() {
        var state = Self.state()
        let waiting = WaitingControl(
            surface: "desk", control: "fader/1", parameter: Self.fader, direction: .up, standing: -20, since: 5)
        state.surfaces = [
            SurfaceState(
                name: "desk", identifier: 1, mapping: "bench", identity: .init(client: "Bench", port: "1"), bank: 0,
                slots: 4, layer: "mix", areMotorsOn: true, takesOver: true, isLooped: false, waiting: [waiting])
        ]
        #expect(state.writeState(of: Self.fader) == .waiting)
        #expect(state.nodes[0].write == .waiting)
        #expect(state.waiting == [waiting])
    }

    @Test func `a hand's position goes before what sounds, which goes before the rest`() {
        var state = Self.state()
        #expect(state[Self.fader].position == -6)
        state.positions = .fixed([Self.fader: -9])
        #expect(state.position(of: Self.fader) == -9)
        state.gates[Self.fader] = Self.gate([.value(-3, 1, touched: true)], mode: .touch)
        let parameter = state[Self.fader]
        #expect((parameter.position, parameter.target, parameter.rest) == (-9, -3, -6))
        #expect(state.position(of: Self.fader) == -3)
        #expect(parameter.isHeld)
    }

    @Test func `the lane's value is at the play head, and none in off`() {
        var state = Self.state()
        state.document.lanes[Self.fader] = Lane(points: [(0, -10), (48_000, -20)])
        state.transport.model.locate(at: 0, to: 24_000)
        #expect(state[Self.fader].lane == -15)
        state.document.modes.nodes[.strip(1)] = .off
        #expect(state[Self.fader].lane == nil)
    }

    @Test func `write for the whole session takes what has a lane or was moved`() {
        var state = Self.state()
        state.document.modes = AutomationModes()
        state.document.modes.session = .write
        #expect(state.mode(of: Self.fader) == .read)
        state.moved[Self.fader] = 5
        #expect(state.mode(of: Self.fader) == .write)
    }

    @Test func `a touch lasts a second for displays`() {
        var state = Self.state()
        state.moved[Self.fader] = 100
        state.frame = 100 + 47_999
        #expect(state.isTouched(Self.fader))
        state.frame += 1
        #expect(!state.isTouched(Self.fader))
    }

    @Test func `notices are told once and can be looked at afterwards`() {
        var log = NoticeLog()
        for number in 1...250 { log.add("\(number)", at: FramePosition(number)) }
        #expect(log.take().count == 250)
        #expect(log.take() == [])
        #expect(log.recent.last == Notice(number: 250, frame: 250, text: "250"))
        #expect(log.recent.count >= NoticeLog.kept)
        #expect(log.recent.map(\.number) == Array((251 - log.recent.count)...250))
    }
}

/// What a playing desk says of itself.
@Suite struct `The state of a desk` {
    @Test func `tells of devices, hands, passes and the history`() throws {
        let stage = try Stage(try Rehearsal(pan: [(0, 0.5)]))
        let surface = try stage.connect()
        stage.desk.play(at: 0)
        stage.run(to: 1)
        try stage.move("sense/1", .touch, on: surface)
        try stage.move("sense/1", .travel(0.8), on: surface)
        stage.run(to: 1.5)
        var state = stage.desk.state
        #expect(state.transport.isRolling)
        #expect(state.position == Rehearsal.frame(1.5))
        #expect(state.writing == [.pan1])
        #expect(state[.pan1].write == .touching)
        #expect(state.touched == .pan1)
        #expect(state.surfaces.map(\.grips) == [[.init(control: "sense/1", parameter: .pan1)]])
        #expect((state.surfaces[0].bank, state.surfaces[0].slots, state.surfaces[0].layer) == (0, 4, "mix"))
        #expect(abs(state.position(of: .pan1) - 0.6) < 1e-3)
        try stage.move("sense/1", .letGo, on: surface)
        stage.run(to: 3)
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 3.1)
        state = stage.desk.state
        #expect(state.writing == [])
        #expect(state.passes.count == 1)
        #expect(state.history.undo?.hasPrefix("Pass: ") == true)
        #expect(state.history.redo == nil)
        stage.desk.undo(at: stage.desk.now)
        state = stage.desk.state
        #expect(state.history.redo?.hasPrefix("Pass: ") == true)
        #expect(state.notices.last?.text.hasPrefix("Undone: Pass: ") == true)
        try stage.close()
    }

    @Test func `a control below its value waits, and says from where`() throws {
        let stage = try Stage(try Rehearsal(modes: [:]))
        let surface = try stage.connect()
        try stage.act("/strip/1/fader = 0 dB")
        stage.run(to: 0.5)
        try stage.move("knob/1", .travel(0.1), on: surface)
        stage.run(to: 1)
        let waiting = try #require(stage.desk.state.waiting.first)
        #expect((waiting.parameter, waiting.direction, waiting.control) == (.fader1, .up, "knob/1"))
        #expect(waiting.standing < stage.desk.state.position(of: .fader1))
        stage.run(to: 5)
        #expect(stage.desk.state.waiting == [])
        try stage.close()
    }
}
