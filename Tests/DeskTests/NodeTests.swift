import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Buses, VCAs, sends and monitors at the desk.
@Suite struct `Nodes of the desk` {
    private func rehearsal(_ change: @escaping (inout SessionDocument) -> Void = { _ in }) throws -> Rehearsal {
        try Rehearsal(modes: [:], strips: 3) { document in
            document.mix.buses = [Bus(name: "Room", sends: [2]), Bus(name: "Echo")]
            document.mix.vcas = [VCA(name: "Band")]
            document.mix.strips[0].sends = [nil, 2]
            document.mix.strips[1].sends = [1]
            change(&document)
        }
    }

    private func wait(_ stage: Stage) { stage.run(to: Double(stage.desk.now) / 48_000 + 0.7) }

    private func position(_ address: String, _ stage: Stage) throws -> Float {
        stage.desk.shownPosition(of: try #require(stage.desk.parameter(try Target(parsing: address))))
    }

    @Test func `banks go over strips, buses and VCAs, and so does the selection, to the master`() throws {
        let stage = try Stage(try rehearsal())
        let surface = try stage.connect()
        try stage.act("/bank += 2")
        #expect(
            (1...5).map { stage.desk.node(.slot($0), on: surface) } == [.strip(3), .bus(1), .bus(2), .vca(1), nil])
        try stage.act("/bank = /vca/band")
        #expect(stage.desk.node(.slot(1), on: surface) == .vca(1))
        wait(stage)
        let shown = surface.sent?.filter { $0.bytes[0] == 0xF0 }.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(shown?.contains { $0.contains("Band") } == true)
        // A VCA has a fader, no pan.
        #expect(
            stage.desk.parameter(try Target(parsing: "/slot/1/fader"), on: surface) == ParameterID(.vca(1), .fader))
        #expect(stage.desk.parameter(try Target(parsing: "/slot/1/pan"), on: surface) == nil)
        try stage.act("/vca/1/select")
        #expect(stage.desk.selected == .vca(1))
        try stage.act("/selected += 1")
        #expect(stage.desk.selected == .master)
        try stage.act("/selected -= 9")
        #expect(stage.desk.selected == .strip(1))
        try stage.close()
    }

    @Test func `a VCA is moved, automated and taken back like a strip`() throws {
        let outcome = try rehearsal { $0.modes.nodes[.vca(1)] = .touch }.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, do: /vca/Band/fader = -6 dB}
              - {at: 4, do: /transport/stop}
              - {at: 5, do: toggle /vca/1/mute}
            """)
        #expect(outcome.stored.lanes[ParameterID(.vca(1), .fader)] != nil)
        #expect(outcome.entries == ["Pass: Band fader", "Band mute on"])
    }

    @Test func `a send is found by the bus that it feeds, at strips and buses`() throws {
        let stage = try Stage(try rehearsal())
        for (address, role) in [
            ("/strip/1/send/echo/level", ParameterID(.strip(1), .send2Level)),
            ("/strip/2/send/Room/pre", ParameterID(.strip(2), .send1Pre)),
            ("/bus/Room/send/Echo/pan", ParameterID(.bus(1), .send1Pan)),
        ] { #expect(stage.desk.parameter(try Target(parsing: address)) == role) }
        try stage.act("/strip/1/send/Echo/level = -12 dB")
        wait(stage)
        #expect(stage.store.document.mix[ParameterID(.strip(1), .send2Level)] == -12)
        #expect(stage.store.history.map(\.label) == ["Strip 1 send 2 level -12 dB"])
        func complaint(_ text: String) throws -> String? {
            stage.desk.perform(try Action(parsing: text), at: stage.desk.now)
        }
        #expect(
            try complaint("/strip/2/send/Echo/level = 0 dB")
                == "Strip 2 has no send to Echo; `session dump` shows its sends")
        #expect(
            try complaint("/strip/2/send/Hall/level = 0 dB")
                == "this session has no bus `Hall` for /strip/2/send/Hall/level; it has Room, Echo")
        #expect(try complaint("/vca/2/fader = 0 dB") == "this session has no /vca/2/fader")
        try stage.close()
    }

    @Test func `a control on a send that is not there says so once`() throws {
        let stage = try Stage(try rehearsal())
        let text = """
            mapping: 1
            name: Sends
            match: [{client: "Sends*"}]
            defaults: {takeover: jump}
            controls:
              knob/1..2: {in: cc 1..2 ch 1}
              turn: {in: cc 3 ch 1, as: relative twos}
              key: {in: note 1 ch 1}
            layers:
              mix:
                knob/1..2: /slot/1..2/send/Echo/level
                turn: /selected/eq/1/type
                key: toggle /strip/Nobody/mute
            """
        let (mapping, faults) = MappingReader.read(text: text, file: "sends.yaml")
        #expect(faults.map(\.description) == [])
        let surface = stage.desk.surfaceSession.connect(
            try #require(mapping), to: QuietPort(), named: "sends", at: stage.desk.now)
        for travel in [0.2, 0.4, 0.8] {
            try stage.move("knob/1", .travel(travel), on: surface)
            try stage.move("knob/2", .travel(travel), on: surface)
        }
        for _ in 1...2 { try stage.press("key", on: surface) }
        wait(stage)
        #expect(abs(try position("/strip/1/send/2/level", stage)) < 0.5)
        #expect(
            stage.desk.takeNotices() == [
                "sends: Strip 2 has no send to Echo; `session dump` shows its sends",
                "sends: this session has no /strip/Nobody/mute",
            ])
        // One tick of an encoder is one choice.
        for (ticks, shape) in [(1, 2), (1, 3), (1, 3), (-2, 1), (-5, 0)] {
            try stage.move("turn", .ticks(ticks), on: surface)
            wait(stage)
            #expect(try position("/strip/1/eq/1/type", stage) == Float(shape))
        }
        try stage.close()
    }

    @Test func `the monitors follow hands at once in every mode, are stored, and never automated`() throws {
        let rehearsal = try rehearsal { $0.modes.session = .latch }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, do: /monitor/level = -20 dB}
              - {at: 2, do: toggle /monitor/dim}
              - {at: 3, do: /session/mode = write}
              - {at: 4, do: /monitor/translation = phone}
              - {at: 6, do: /transport/stop}
            """)
        #expect(outcome.stored.lanes.keys.filter { $0.node == .monitor } == [])
        #expect(outcome.desk.writingParameters == [])
        let mix = outcome.stored.mix
        #expect(mix[ParameterID(.monitor, .monitorLevel)] == -20)
        #expect(mix[ParameterID(.monitor, .monitorDim)] == 1)
        #expect(mix[ParameterID(.monitor, .monitorTranslation)] == 1)
        let level = try #require(outcome.desk.engine.index(of: ParameterID(.monitor, .monitorLevel)))
        #expect(outcome.desk.engine.livePosition(of: level) == -20)
    }
}
