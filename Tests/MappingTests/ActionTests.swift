import Automation
import Mapping
import MixModel
import Testing
import Units

@Suite struct Actions {
    // swift-format-ignore
    static let written: [(String, Action)] = [
        ("/slot/3/fader", .follow(.parameter(.slot(3), .fader))),
        ("/strip/12/hpf/frequency", .follow(.parameter(.strip(12), .hpfFrequency))),
        ("/strip/Lead Vox/pan", .follow(.parameter(.stripNamed("Lead Vox"), .pan))),
        ("/strip/AC/DC/hpf/on = on", .set(.parameter(.stripNamed("AC/DC"), .hpfOn), position: 1)),
        ("/bus/Reverb/fader = -inf dB", .set(.parameter(.busNamed("Reverb"), .fader), position: Scale.silence)),
        ("/bus/2/fader = -6.5 dB", .set(.parameter(.bus(2), .fader), position: -6.5)),
        ("/master/fader += 0.5 dB", .step(.parameter(.master, .fader), by: 0.5)),
        ("/selected/pan -= 0.1", .step(.parameter(.selected, .pan), by: -0.1)),
        ("/slot/1/hpf/slope = 24 dB/oct", .set(.parameter(.slot(1), .hpfSlope), position: 24)),
        ("/touched", .follow(.touched)),
        ("toggle /slot/1/mute", .toggle(.parameter(.slot(1), .mute))),
        ("momentary /slot/1/solo", .momentary(.parameter(.slot(1), .solo))),
        ("/transport/play", .command(.fixed(.play))),
        ("/transport/position = 12.5 s", .command(.locate(seconds: 12.5))),
        ("/transport/position -= 5 s", .command(.nudge(seconds: -5))),
        ("/transport/speed = 0.5", .command(.speed(.set(PlaySpeed(0.5) ?? .normal)))),
        ("/transport/speed = -1", .command(.speed(.set(PlaySpeed(-1) ?? .normal)))),
        ("/transport/speed += 0.1", .command(.speed(.step(0.1)))),
        ("/transport/speed -= 0.05", .command(.speed(.step(-0.05)))),
        ("toggle /transport/loop", .command(.fixed(.loop, .toggle))),
        ("/transport/loop = off", .command(.fixed(.loop, .off))),
        ("/transport/loop/start", .command(.fixed(.loopStart))),
        ("/marker/next", .command(.fixed(.nextMarker))),
        ("/marker/3", .command(.goToMarker(.number(3)))),
        ("/marker/Second verse", .command(.goToMarker(.named("Second verse")))),
        ("/bank/next", .command(.fixed(.nextBank))),
        ("/bank -= 1", .command(.bankByStrips(-1))),
        ("/bank = 9", .command(.bankTo(.strip(9)))),
        ("/bank = Lead Vox", .command(.bankTo(.stripNamed("Lead Vox")))),
        ("/slot/2/select", .command(.select(.slot(2)))),
        ("/selected += 1", .command(.selectBy(1))),
        ("/strip/1/mode = touch", .command(.mode(.node(.strip(1)), .touch))),
        ("/session/mode = default", .command(.mode(.session, nil))),
        ("/slot/4/pan/mode = latch", .command(.mode(.parameter(.parameter(.slot(4), .pan)), .latch))),
        ("/touched/match", .command(.match(.parameter(.touched)))),
        ("/session/undo", .command(.fixed(.undo))),
        ("layer eq", .command(.layer("eq"))),
        ("momentary layer eq", .command(.heldLayer("eq"))),
        ("/surface/motors = off", .command(.fixed(.motors, .off))),
        ("/vca/1/fader", .follow(.parameter(.vca(1), .fader))),
        ("toggle /vca/Drums/mute", .toggle(.parameter(.vcaNamed("Drums"), .mute))),
        ("momentary /monitor/dim", .momentary(.parameter(.monitor, .monitorDim))),
        ("/monitor/translation = phone", .set(.parameter(.monitor, .monitorTranslation), position: 1)),
        ("/monitor/source += 1", .step(.parameter(.monitor, .monitorSource), by: 1)),
        ("/slot/1/comp/ratio = 4:1", .set(.parameter(.slot(1), .compRatio), position: 2)),
        ("/slot/1/eq/2/q = 1", .set(.parameter(.slot(1), .eq2Q), position: 0)),
        ("/slot/8/send/reverb/level", .follow(.send(.slot(8), bus: "reverb", .level))),
        ("/strip/AC/DC/send/Long/Hall/pan = 0.5", .set(.send(.stripNamed("AC/DC"), bus: "Long/Hall", .pan), position: 0.5)),
        ("toggle /selected/send/3/pre", .toggle(.parameter(.selected, .send3Pre))),
        ("/selected/send/Echo/on/mode = touch", .command(.mode(.parameter(.send(.selected, bus: "Echo", .on)), .touch))),
        ("toggle /group/Drums/on", .command(.group(.named("Drums"), .toggle))),
        ("/group/2/on = off", .command(.group(.number(2), .off))),
        ("/snapshot/Verse", .command(.recallSnapshot(.named("Verse")))),
        ("/snapshot/2", .command(.recallSnapshot(.number(2)))),
        ("/snapshot/Loud/soft/take", .command(.takeSnapshot(.named("Loud/soft")))),
        ("/snapshot/take", .command(.recallSnapshot(.named("take")))),
        ("/revision/Mix 3", .command(.recallRevision(.named("Mix 3")))),
        ("/revision/Mix 3/listen", .command(.listenToRevision(.named("Mix 3")))),
        ("/revision/2/listen", .command(.listenToRevision(.number(2)))),
        ("/revision/listen", .command(.recallRevision(.named("listen")))),
        ("momentary /group/suspend", .command(.fixed(.suspendGroups, .momentary))),
        ("/bank = /vca/Drums", .command(.bankTo(.vcaNamed("Drums")))),
        ("/vca/2/select", .command(.select(.vca(2)))),
    ]

    @Test(arguments: written)
    func `read and write themselves the same`(text: String, action: Action) throws {
        #expect(try Action(parsing: text) == action)
        #expect(action.description == text)
    }

    @Test func `take values as people write them`() throws {
        let pan = Target.parameter(.slot(1), .pan)
        #expect(try Action(parsing: "/slot/1/pan = centre") == .set(pan, position: 0))
        #expect(try Action(parsing: "/slot/1/pan = L50") == .set(pan, position: -0.5))
        let frequency = Target.parameter(.slot(1), .hpfFrequency)
        #expect(try Action(parsing: "/slot/1/hpf/frequency = 128Hz") == .set(frequency, position: 7))
    }

    // swift-format-ignore
    static let mistakes: [(String, String, Range<Int>)] = [
        ("", "`` is not an address; addresses begin with `/`, such as `/slot/1/fader`", 0..<1),
        ("slot/1/fader", "`slot/1/fader` is not an address; did you mean `/slot/1/fader`?", 0..<12),
        ("/slt/1/fader", "no address `/slt/1/fader`; did you mean `slot`?", 1..<4),
        ("/slot/1/volume", "no parameter `/slot/1/volume`; did you mean `fader`?", 8..<14),
        ("/slot/1/hpf/freq", "no parameter `/slot/1/hpf/freq`; did you mean `frequency`?", 12..<16),
        ("/slot/1", "`/slot/1` is not a parameter; add one, such as `/slot/1/fader`", 0..<7),
        ("/slot/1/name", "`/slot/1/name` can be shown, not changed; write `show: /slot/1/name`", 0..<12),
        ("/slot/1/fader/x", "no parameter `/slot/1/fader/x`; `/fader` has nothing below it", 14..<15),
        ("/strip//fader", "`/strip//fader` names no strip; write a number or a name", 7..<8),
        ("/transport", "`/transport` alone is nothing; expected `/transport/play`, `/transport/stop`, `/transport/toggle`, `/transport/start`, `/transport/end`, `/transport/loop`, `/transport/loop/start`, `/transport/loop/end`, `/transport/punch`, `/transport/punch/start`, `/transport/punch/end`, `/transport/position` or `/transport/speed`", 1..<10),
        ("/transport/loop", "`/transport/loop` does not say how to switch; expected `toggle /transport/loop`, `/transport/loop = on` or `/transport/loop = off`", 0..<15),
        ("/transport/position = soon", "`soon` is not a time, expected seconds such as `12.5 s`", 22..<26),
        ("/transport/speed", "`/transport/speed` needs a speed; expected `/transport/speed = 0.5`, `/transport/speed = -1` (backwards) or `/transport/speed += 0.1`", 0..<16),
        ("/transport/speed = 0", "`/transport/speed` is `0`, expected 0.05 to 4, or -0.05 to -4 for backwards; `/transport/stop` stands still", 19..<20),
        ("/transport/speed = 1e30", "`/transport/speed` is `1e30`, expected 0.05 to 4, or -0.05 to -4 for backwards", 19..<23),
        ("/transport/speed = half", "`half` is not a speed, expected a number such as 0.5 or -1", 19..<23),
        ("/transport/speed += 9", "`9` is not a step of the speed, expected 0.001 to 4", 20..<21),
        ("/bank = 0", "`0` is not the number of a strip, expected 1 or more", 8..<9),
        ("/strip/1/limiter/on", "no parameter `/strip/1/limiter/on`; there is `/master/limiter/on`", 9..<19),
        ("/master/reverb/mix", "no parameter `/master/reverb/mix`; there is `/bus/1/reverb/mix`", 8..<18),
        ("/vca/1/pan", "no parameter `/vca/1/pan`; there is `/strip/1/pan`, `/bus/1/pan` and `/master/pan`", 7..<10),
        ("/monitor/fader", "no parameter `/monitor/fader`; there is `/strip/1/fader`, `/bus/1/fader`, `/vca/1/fader` and `/master/fader`", 9..<14),
        ("/monitor/dimm", "no parameter `/monitor/dimm`; did you mean `dim`?", 9..<13),
        ("/monitor/mode = touch", "no parameter `/monitor/mode`; expected `level`, `dim`, `mono`, `cut`, `swap`, `source`, `translation` or `name`", 9..<13),
        ("/slot/1/send/17/level", "no send `17`; expected 1 to 16, or the name of a bus", 13..<15),
        ("/slot/1/send/2/lvl", "no parameter `/slot/1/send/2/lvl`; expected `level`, `pan`, `on` or `pre`", 15..<18),
        ("/slot/1/send/Echo/levl", "no parameter `/slot/1/send/Echo/levl`; did you mean `level`?", 18..<22),
        ("/slot/1/send/Echo", "`/slot/1/send/Echo` is not one parameter; expected `/slot/1/send/Echo/level`, `/slot/1/send/Echo/pan`, `/slot/1/send/Echo/on` or `/slot/1/send/Echo/pre`", 13..<17),
        ("/slot/1/send", "`/slot/1/send` is not one parameter; write a number, 1 to 16, or the name of a bus, such as `/slot/1/send/1/level`", 8..<12),
        ("/master/send/1/level", "no parameter `/master/send/1/level`; strips and buses have sends, such as `/strip/1/send/1/level`", 8..<12),
        ("/slot/1/send/Echo/level = 20 dB", "`send/Echo/level` is 20 dB, expected -inf dB to 12 dB", 26..<31),
        ("/slot/1/comp/detector = loud", "`loud` is not a value of `comp/detector`, expected `peak` or `rms`", 24..<28),
        ("/monitor/source = 1.5", "`1.5` is not a value of `source`, expected 0 to 16", 18..<21),
        ("/snapshot", "`/snapshot` names no snapshot; write its number or name, such as `/snapshot/1`", 1..<9),
        ("/snapshot/0", "`0` is not the number of a snapshot, expected 1 to 9999", 10..<11),
        ("/snapshot/1 = on", "`/snapshot/1` is a command and stands alone; write `/snapshot/1`", 0..<11),
        ("/group/Drums", "no command `/group/Drums`; expected `/group/Drums/on`, which says whether the group links", 7..<12),
        ("/group/suspnd", "no command `/group/suspnd`; did you mean `/group/suspend`?", 7..<13),
        ("/group/suspend", "`/group/suspend` does not say how to switch; expected `momentary /group/suspend`, `toggle /group/suspend`, `/group/suspend = on` or `/group/suspend = off`", 0..<14),
        ("momentary /group/1/on", "`momentary /group/1/on` does not say how to switch; expected `toggle /group/1/on`, `/group/1/on = on` or `/group/1/on = off`", 10..<21),
        ("/bank = /master", "`/master` is not in a bank, expected a strip, a bus or a VCA; such as `/bus/1`", 8..<15),
        ("/selected += x", "`/selected += x` is not a number of steps, expected such as `/selected += 1`", 13..<14),
        ("/touched = 1", "`/touched` can only be followed; what is touched last has no unit before playing", 0..<8),
        ("layer ", "`layer ` names no layer, expected `layer NAME`", 6..<7),
    ]

    @Test(arguments: mistakes)
    func `say what is wrong and where`(text: String, message: String, place: Range<Int>) {
        do throws(AddressError) {
            let action = try Action(parsing: text)
            Issue.record("\(action)")
        } catch {
            #expect(error.description == message)
            #expect(error.offset..<(error.offset + error.length) == place)
        }
    }

    @Test func `step from silence and through steps`() {
        #expect(Action.position(Scale.silence, of: .fader, steppedBy: 1) == -60)
        #expect(Action.position(11.5, of: .fader, steppedBy: 1) == 12)
        #expect(Action.position(12, of: .hpfSlope, steppedBy: 1) == 24)
        #expect(Action.position(24, of: .hpfSlope, steppedBy: 5) == 24)
        #expect(Action.position(7, of: .hpfFrequency, steppedBy: 128) == 8)
        #expect(Action.position(0, of: .eq1Type, steppedBy: 1) == 1)
        #expect(Action.position(2, of: .eq1Type, steppedBy: 0.1) == 3)
        #expect(Action.position(3, of: .eq1Type, steppedBy: 2) == 3)
        #expect(Action.position(5, of: .monitorSource, steppedBy: -3) == 2)
    }
}

@Suite struct `Did you mean` {
    // swift-format-ignore
    static let words: [(String, String)] = [
        ("mutte", "mute"), ("Mute", "mute"), ("fadr", "fader"), ("slo", "solo"), ("level", "fader"), ("inp", "input"),
        ("aux", "send"),
    ]

    @Test(arguments: words)
    func `finds the word that was meant`(wrong: String, right: String) {
        do throws(AddressError) {
            _ = try Target(parsing: "/slot/1/\(wrong)")
            Issue.record("\(wrong)")
        } catch {
            #expect(error.help == "did you mean `\(right)`?")
        }
    }

    @Test func `lists the choice where nothing is near`() {
        do throws(AddressError) {
            _ = try Target(parsing: "/slot/1/zebra")
            Issue.record("zebra")
        } catch {
            #expect(
                error.help
                    == "expected `input`, `hpf`, `lpf`, `gate`, `eq`, `comp`, `deesser`, `fader`, `pan`, `mute`, `solo`, `pfl`, "
                    + "`afl`, `send`, `buscomp`, `reverb`, `delay`, `chorus`, `trim`, `name`, `select`, `mode`, `match`, `meter`, `state`, "
                    + "`safe`, `suspend`, `write-to` or `glide-over`"
            )
        }
    }
}
