import Automation
import ControlSurfaces
import MIDI
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Devices alone: no engine, no store, no disk, no automation.
@Suite struct `Surfaces by themselves` {
    private static let text = """
        mapping: 1
        name: Desk
        defaults: {glide: 300ms}
        controls:
          fader/1..2: {in: pitchbend ch 1..2, out: same, touch: note 104..105 ch 1}
          knob: {in: cc 16 ch 1, touch: motion 500ms}
          turn: {in: cc 17 ch 1, as: relative signed}
          jog: {in: cc 18 ch 1, as: relative signed}
          mute/1..2: {in: note 1..2 ch 1, out: same}
          cut: {in: note 3 ch 1}
          key: {in: note 4 ch 1}
          next: {in: note 5 ch 1}
          pans: {in: note 6 ch 1}
          alone: {in: note 7 ch 1}
          lanes: {in: note 8 ch 1}
          lost: {in: cc 19 ch 1}
        layers:
          mix:
            fader/1..2: {to: /slot/1..2/fader, takeover: motor}
            knob: {to: /strip/1/pan, takeover: pickup}
            turn: /strip/1/input/gain
            jog: /transport/position += 1 s
            mute/1..2: toggle /slot/1..2/mute
            cut: momentary /strip/1/mute
            key: /transport/play
            key hold 500ms: /transport/stop
            next: /bank/next
            pans: momentary layer pan
            alone: momentary /group/suspend
            lanes: momentary /preview/suspend
            lost: /strip/Tuba/fader
          pan:
            also: mix
            fader/1..2: {to: /slot/1..2/pan, takeover: motor}
        """

    /// Four strips, whose parameters stand where hands have put them.
    private final class House {
        let session: OpenSession
        let port = Port()
        var now: FramePosition = 0
        private(set) var surface: Surface!
        private let clock = FrameClock(sampleRate: 48_000)
        private var heard: [String] = []
        private(set) var said: [String] = []
        private(set) lazy var surfaces = SurfaceSession(session, around)

        final class Port: MIDIPort {
            let identity = PortIdentity(client: "desk", port: "desk")
            var sent: [[UInt8]] = []
            func send(_ bytes: [UInt8]) throws { sent.append(bytes) }
        }

        init(_ mode: AutomationMode = .touch) throws {
            var document = SessionDocument(sampleRate: 48_000)
            document.mix.strips = ["Kick", "Snare", "Hat", "Tom"].map { Strip(name: $0) }
            document.modes.session = mode
            session = OpenSession(document)
            let (mapping, faults) = MappingReader.read(text: `Surfaces by themselves`.text, file: "desk.yaml")
            #expect(faults.map(\.description) == [])
            surface = surfaces.connect(try #require(mapping), to: port, named: "desk", at: 0)
        }

        private var around: SurfaceSession.Surroundings {
            SurfaceSession.Surroundings(
                addresses: { [unowned self] in AddressResolver(mix: session.document.mix, selected: .strip(1)) },
                selected: { .strip(1) },
                position: { [unowned self] in session.document.mix[$0] },
                mode: { [unowned self] in session.document.mode(ruling: $0, moved: [:]) }, isRolling: { true },
                isOnlyListening: { false }, now: { [unowned self] in now },
                state: { [unowned self] _ in DeskState(session.document) },
                meters: { _ in fatalError("nothing here shows levels") },
                carryOut: { [unowned self] in carryOut($0, $1, $2) }, say: { [unowned self] in said.append($0) })
        }

        private func carryOut(_ intent: SurfaceSession.Intent, _ surface: Surface, _ frame: FramePosition) -> String?
        {
            switch intent {
            case .hold(let id, _, let glide): heard.append("hold \(id.address), back in \(glide ?? -1) ms")
            case .move(let id, let position, _, let isHeld, _):
                session.document.mix[id] = position
                heard.append("\(id.address) to \(id.role.spec.text(at: position))\(isHeld ? "" : ", unheld")")
            case .press(let id, let position, _, _):
                session.document.mix[id] = position
                heard.append("press \(id.address) to \(position)")
            case .switchOff(let id, _):
                session.document.mix[id] = 0
                heard.append("switch off \(id.address)")
            case .letGo(let id, _): heard.append("let go of \(id.address) at \(frame)")
            case .command(let command, let ticks):
                heard.append("\(Action.command(command)) × \(ticks)")
                if command == .fixed(.nextBank) { surfaces.moveBank(of: surface, by: 1) }
            case .action(let action): heard.append("\(action)")
            case .unlink: heard.append("unlink")
            case .suspendPreview(let switching): heard.append("suspend preview \(switching)")
            }
            return nil
        }

        /// What hands do, and what they want by it.
        func hand(_ input: ControlInput, on name: String, at milliseconds: Int? = nil) throws -> [String] {
            if let milliseconds { expire(at: milliseconds) }
            let control = try #require(surface.mapping.control(named: name))
            for bytes in input.bytes(for: control) {
                var parser = ByteParser()
                for message in parser.parse(bytes) { surfaces.handle(message, from: surface, at: now) }
            }
            return take()
        }

        func expire(at milliseconds: Int) {
            let frame = clock.frames(milliseconds: milliseconds)
            surfaces.expire(upTo: frame)
            now = frame
        }

        func take() -> [String] {
            defer { heard = [] }
            return heard
        }
    }

    @Test func `a touched fader is held, moves its parameter, and is let go of`() throws {
        let house = try House()
        house.session.document.mix[ParameterID(.strip(1), .fader)] = -10
        #expect(try house.hand(.touch, on: "fader/1", at: 10) == ["hold /strip/1/fader, back in 300 ms"])
        let moved = try house.hand(.travel(1), on: "fader/1", at: 20)
        #expect(moved == ["/strip/1/fader to 12 dB"])
        #expect(try house.hand(.letGo, on: "fader/1", at: 30) == ["let go of /strip/1/fader at 1440"])
        #expect(house.said.isEmpty)
    }

    @Test func `a knob that stands elsewhere waits, says which way, and moves once it has met the value`() throws {
        let house = try House()
        #expect(try house.hand(.travel(0), on: "knob", at: 0).isEmpty)
        #expect(try house.hand(.travel(0.1), on: "knob", at: 10).isEmpty)
        #expect(
            house.said == [
                "desk: knob waits for pick-up: move it up to centre, where Kick pan is; nothing is written until then"
            ])
        let pan = ParameterID(.strip(1), .pan)
        #expect(house.surfaces.pickUp(of: pan) == "desk knob waits for pick-up: move it up, past centre")
        // Through the middle: it has the value, and is a hand until half a second after its last movement.
        let caught = try house.hand(.travel(0.8), on: "knob", at: 20)
        #expect(caught.first == "hold /strip/1/pan, back in 300 ms" && caught.count == 2, "\(caught)")
        #expect(house.surfaces.pickUp(of: pan) == nil)
        house.expire(at: 519)
        #expect(house.take().isEmpty)
        house.expire(at: 521)
        #expect(house.take() == ["let go of /strip/1/pan at 24960"])
    }

    @Test func `under a hand that holds on, the bank goes and its parameter stays; that is said once`() throws {
        let house = try House()
        _ = try house.hand(.touch, on: "fader/2", at: 10)
        _ = try house.hand(.travel(0.5), on: "fader/2", at: 20)
        _ = try house.hand(.press, on: "next", at: 30)
        #expect(house.surface.bank == 2)
        #expect(try house.hand(.travel(0.6), on: "fader/2", at: 40).isEmpty)
        #expect(try house.hand(.travel(0.7), on: "fader/2", at: 50).isEmpty)
        #expect(
            house.said == ["desk: fader/2 still holds Snare fader: let it go before it moves Tom fader"])
        #expect(try house.hand(.letGo, on: "fader/2", at: 60) == ["let go of /strip/2/fader at 2880"])
    }

    @Test func `a press that may become a hold is a tap at its release, and a hold at its time`() throws {
        let house = try House()
        #expect(try house.hand(.press, on: "key", at: 0).isEmpty)
        #expect(try house.hand(.release, on: "key", at: 100) == ["/transport/play × 1"])
        #expect(try house.hand(.press, on: "key", at: 1_000).isEmpty)
        house.expire(at: 1_499)
        #expect(house.take().isEmpty)
        house.expire(at: 1_500)
        #expect(house.take() == ["/transport/stop × 1"])
        #expect(try house.hand(.release, on: "key", at: 1_600).isEmpty)
    }

    @Test func `encoders move by ticks, and order by ticks`() throws {
        let house = try House()
        #expect(try house.hand(.ticks(-3), on: "jog", at: 0) == ["/transport/position += 1 s × -3"])
        #expect(
            try house.hand(.ticks(2), on: "turn", at: 10) == [
                "hold /strip/1/input/gain, back in 300 ms", "/strip/1/input/gain to 1.68 dB",
            ])
    }

    /// What is on only while a button is held.
    @Test(arguments: ["released", "lost", "gone"])
    func `what a button holds ends when it is released, when messages were lost, and when the device is gone`(
        end: String
    ) throws {
        let house = try House()
        #expect(try house.hand(.press, on: "cut", at: 10) == ["press /strip/1/mute to 1.0"])
        #expect(try house.hand(.press, on: "alone", at: 20) == ["unlink"])
        #expect(try house.hand(.press, on: "lanes", at: 30) == ["suspend preview on"])
        #expect(try house.hand(.press, on: "pans", at: 40) == [])
        #expect(house.surface.layer == "pan" && house.surfaces.isSuspendingGroups)
        var ended: [String] = []
        switch end {
        case "released":
            for name in ["cut", "alone", "lanes", "pans"] { ended += try house.hand(.release, on: name, at: 100) }
        case "lost": house.surfaces.lostInput(of: house.surface, at: 4_800)
        default: _ = house.surfaces.disconnect(house.surface, at: 4_800)
        }
        let wanted = Set(ended + house.take())
        #expect(
            wanted.isSuperset(of: ["switch off /strip/1/mute", "unlink", "suspend preview off"]), "\(wanted)")
        #expect(wanted.contains { $0.hasPrefix("let go of /strip/1/mute") })
        #expect(house.surface.layer == "mix" && !house.surfaces.isSuspendingGroups)
    }

    @Test func `what the session does not have is said once`() throws {
        let house = try House()
        for value in [0.1, 0.5, 0.9] { #expect(try house.hand(.travel(value), on: "lost").isEmpty) }
        #expect(house.said.count == 1 && house.said[0].contains("Tuba"), "\(house.said)")
    }

    @Test func `motors and lamps are sent what is shown, none under a hand, each value once`() throws {
        let house = try House()
        house.port.sent = []
        house.session.document.mix[ParameterID(.strip(1), .mute)] = 1
        house.session.document.mix[ParameterID(.strip(2), .fader)] = -60
        _ = try house.hand(.touch, on: "fader/1", at: 100)
        house.session.document.mix[ParameterID(.strip(1), .fader)] = 6
        for milliseconds in [110, 120, 130, 140] {
            house.expire(at: milliseconds)
            house.surfaces.finishTurn(at: house.now, tick: 480)
        }
        let motors = house.port.sent.filter { $0[0] & 0xF0 == 0xE0 }
        #expect(house.port.sent.filter { $0 == [0x90, 1, 127] }.count == 1)
        #expect(motors.count == 1 && motors[0][0] == 0xE1, "\(house.port.sent)")
        // The hand is gone: the motor goes where the mix is.
        _ = try house.hand(.letGo, on: "fader/1", at: 500)
        house.expire(at: 1_000)
        house.surfaces.finishTurn(at: house.now, tick: 480)
        #expect(house.port.sent.last?[0] == 0xE0)
    }
}
