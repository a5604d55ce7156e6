import Mapping
import Testing

/// One mapping or performance with a mistake, and the headlines that it must give, without the file's name.
@Suite struct Mistakes {
    /// A mapping that is right, into which a test puts controls and layers.
    static func mapping(controls: String = "", layers: String = "", top: String = "") -> String {
        """
        mapping: 1
        name: Test
        \(top.isEmpty ? "about: t" : top)
        controls:
          fader/1..8: {in: cc 0..7 ch 1}
          knob/1: {in: cc 16 ch 1, as: relative twos}
          mute/1..8: {in: note 0..7 ch 1, out: same}
          shift: {in: note 20 ch 1}
          toggler: {in: note 21 ch 1, as: toggle}
          text: {text: "F0 01 {ascii:7} F7"}
        \(controls)
        layers:
          mix:
            fader/1..8: /slot/1..8/fader
            knob/1: /slot/1/pan
            mute/2..8: toggle /slot/2..8/mute
            shift + mute/2: /transport/play
            toggler: /transport/stop
            text: {show: /slot/1/name}
        \(layers)
        """
    }

    static func headlines(_ text: String) -> [String] {
        MappingReader.read(text: text, file: "t.yaml").diagnostics.map {
            String($0.headline.dropFirst("t.yaml:".count))
        }
    }

    // swift-format-ignore
    static let inLayers: [(String, String)] = [
        ("    mute/1: /slot/1/equaliser/1/gain", "20:21: error: no parameter `/slot/1/equaliser/1/gain` [unknown-address]"),
        ("    mute/1: toggle /slot/1/mut", "20:28: error: no parameter `/slot/1/mut` [unknown-address]"),
        ("    mute/1: toggle /slot/1/hpf", "20:28: error: `/slot/1/hpf` is not one parameter [unknown-address]"),
        ("    mute/1: toggle /slot/0/mute", "20:26: error: `0` is not the number of a slot, expected 1 to 9999 [unknown-address]"),
        ("    mute/1: /transport/paly", "20:24: error: no command `/transport/paly` [unknown-address]"),
        ("    mute/1: tggle /slot/1/mute", "20:13: error: no verb `tggle` [unknown-verb]"),
        ("    mute/1: toggle /slot/1/fader", "20:20: error: `/slot/1/fader` is not a switch, which `toggle` needs [not-a-switch]"),
        ("    mute/1: /slot/1/mute += 1", "20:13: error: `/slot/1/mute` is a switch and has no steps [not-a-number]"),
        ("    mute/1: /slot/1/mute", "20:13: error: `mute/1` is a button and does not say what to do with `/slot/1/mute` [unserved-target]"),
        ("    mute/1: /slot/1/fader = loud", "20:29: error: `loud` is not a value of `fader`, expected -inf dB to 12 dB [wrong-value]"),
        ("    mute/1: /slot/1/fader = 20 dB", "20:29: error: `fader` is 20 dB, expected -inf dB to 12 dB [value-out-of-range]"),
        ("    mute/1: /slot/1/hpf/slope = 18", "20:33: error: `hpf/slope` is 18 dB/oct, expected 12 dB/oct or 24 dB/oct [value-out-of-range]"),
        ("    mute/1: /slot/1/mode = tuch", "20:28: error: no automation mode `tuch` [unknown-mode]"),
        ("    mute/1: toggle /transport/play", "20:13: error: `/transport/play` is a command and stands alone [wrong-action]"),
        ("    mute/1: layer eq", "20:19: error: no layer `eq` [unknown-layer]"),
        ("    mute/1 press: toggle /slot/1/mute\n    mute/1 long: /transport/play", "21:12: error: `long` is not a way to use a control [unknown-gesture]"),
        ("    mute/1 hold 5 ms: /transport/play", "20:17: error: `hold` is 5 ms, expected 50 ms to 10000 ms [value-out-of-range]"),
        ("    mute/1: /transport/play\n    knob/1 press: /transport/play", "21:12: error: `knob/1` has no `press`, for it is not a button [unserved-gesture]"),
        ("    mute/1: /transport/play\n    mute/8 press: /transport/play", "21:5: error: `mute/8` is assigned twice in layer `mix`; first on line 16 [assigned-twice]"),
        ("    mute/1..2: toggle /slot/1..3/mute", "20:16: error: `toggle /slot/1..3/mute` is 3 long, but `mute/1..2` is 2 controls [unequal-ranges]"),
        ("    mute/1: /transport/play\n    mute/9: /transport/play", "21:5: error: no control `mute/9` [unknown-control]"),
        ("    mute/1: /transport/play\n    fader/1 + mute/1: /transport/play", "21:5: error: `fader/1` can't be held, for it is not a button [wrong-modifier]"),
        ("    mute/1: /transport/play\n    shift: /transport/stop", "21:5: error: `shift` acts here, but it is a modifier on line 17 [modifier-assigned]"),
        ("    mute/1: /transport/play\n    shift + : /transport/stop", "21:5: error: `shift +` ends in the middle, expected a control after `+` [unknown-control]"),
        ("    mute/1: /transport/play\n    shift + shift: /transport/stop", "21:5: error: `shift` is its own modifier [wrong-modifier]"),
        ("    mute/1: /transport/play\n    shift mute/3..4: /transport/stop", "21:11: error: `mute/3` is not a way to use a control [unknown-gesture]"),
        ("    mute/1: {to: /transport/play, takeovr: jump}", "20:35: error: `takeovr` is not a word of an assignment [unknown-key]"),
        ("    mute/1: /transport/play\n    shift + fader/1: {to: /slot/1/pan, takeover: motor}", "21:50: error: `fader/1` has no motor, which `takeover: motor` needs [no-motor]"),
        ("    mute/1: /transport/play\n    shift + fader/1: {to: /slot/1/pan, takeover: picup}", "21:50: error: `takeover` is `picup`, expected `jump`, `pickup`, `scale` or `motor` [unknown-word]"),
        ("    mute/1: /transport/play\n    shift + fader/1: /slot/1/hpf/on", "21:22: error: `/slot/1/hpf/on` is a switch, which a fader or knob can't serve [unserved-target]"),
        ("    mute/1: /transport/play\n    shift + fader/1: /transport/play", "21:22: error: `fader/1` is a fader or knob and can only move a parameter [unserved-target]"),
        ("    mute/1: /transport/play\n    shift + text: /transport/play", "21:19: error: `text` only shows, for it has no `in` [unserved-target]"),
        ("    mute/1: {to: [/transport/play, {a: b}]}", "20:36: error: an action is a table, expected a text [wrong-type]"),
        ("    mute/1:", "20:5: error: `mute/1` does nothing, expected an action such as `/slot/1/fader` [wrong-type]"),
        ("    mute/1: {to: /transport/play, show: /marker/next}", "20:41: error: there is nothing to show for this command [no-state]"),
        ("    mute/1: {to: /transport/play, glide: 9s}", "20:42: error: `glide` is 9000 ms, expected 0 ms to 5000 ms [value-out-of-range]"),
        ("    mute/1: /transport/play\n    shift + fader/1: {to: /slot/1/fader, range: 0..-40 dB}", "21:49: error: `range` is `0..-40 dB`, expected the lower value first [value-out-of-range]"),
        ("    mute/1: /transport/play\n    shift + fader/1: {to: /slot/1/fader, curve: fast}", "21:49: error: `curve` is `fast`, expected `linear`, `exponential` or `logarithmic` [unknown-word]"),
        ("    mute/1: {to: /transport/play, range: 0..1}", "20:42: error: `range` and `curve` need one parameter that the control moves [unserved-range]"),
        ("    mute/1: /transport/play\n  eq:\n    mute/1: layer mix", "21:3: error: no control leads to layer `eq` [unreachable-layer]"),
        ("    mute/1: layer eq\n  eq:\n    also: eq\n    mute/1: layer mix", "21:3: error: layer `eq` falls through to itself [also-loop]"),
        ("    mute/1: /transport/play\n    shift + knob/1: {to: /slot/1/pan, show: /slot/1/fader}", "21:45: warning: `knob/1` has no `out`, so it can't show this [no-output]"),
        ("", "7:3: warning: `mute/1` does nothing in any layer [unassigned-control]"),
    ]

    @Test(arguments: inLayers)
    func `of layers have their place`(line: String, headline: String) {
        #expect(
            Mistakes.headlines(Mistakes.mapping(layers: line)).filter {
                !$0.contains("`mute/1` does nothing in") || line.isEmpty
            } == [headline])
    }

    // swift-format-ignore
    static let inControls: [(String, String)] = [
        ("  a: {in: nte 1}", "11:11: error: no message `nte 1` [unknown-message]"),
        ("  a: {in: note 128}", "11:16: error: the number is 128, expected 0 to 127 [value-out-of-range]"),
        ("  a: {in: cc 1/x}", "11:14: error: `1/x` is not a pair of controllers, expected such as `0/32` or `0..7/32..39` [wrong-number]"),
        ("  a: {in: note 99 ch 1 loud}", "11:24: error: `loud` does not belong to a message [unknown-word]"),
        ("  a/1..4: {in: note 60..62}", "11:16: error: `note 60..62` is 3 messages, but `a/1..4` is 4 controls [unequal-ranges]"),
        ("  a: {in: note 99, out: same}", "11:11: error: `note 99` says no channel to send on [missing-channel]"),
        ("  a: {in: note 0 ch 1}", "11:3: error: `a` and `mute/1` on line 7 have the same message, `note 0 ch 1` [same-message]"),
        ("  a: {in: cc 3}", "11:3: error: `a` and `fader/4` on line 5 have the same message, `cc 3` [same-message]"),
        ("  a: {in: cc 40/3 ch 1}", "11:3: error: `a` and `fader/4` on line 5 have the same message, `cc 40/3 ch 1` [same-message]"),
        ("  a: {in: note 99, as: relative}", "11:24: error: `as` is `relative`, expected `absolute`, `7-bit`, `button`, `toggle`, `relative twos`, `relative offset`, `relative signed`, `relative signed-inverse`, `relative inc-dec` or `relative direction` [unknown-word]"),
        ("  a: {in: note 99, as: relative twos}", "11:24: error: `as: relative twos` needs a message with a number in `in` [wrong-form]"),
        ("  a: {in: pitchbend ch 1, as: relative inc-dec}", "11:31: error: `as: relative inc-dec` needs a `cc` of 7 bits, `nrpn` or `rpn` in `in` [wrong-form]"),
        ("  a: {in: cc 99, as: 7-bit}", "11:22: error: `as: 7-bit` needs `nrpn` or `rpn` in `in` [wrong-form]"),
        ("  a: {in: nrpn 16383}", "11:16: error: the number is 16383, expected 0 to 16382 [value-out-of-range]"),
        ("  a: {in: mmc paly}", "11:15: error: `mmc paly` is not a message of `mmc` [unknown-word]"),
        ("  a: {in: realtime}", "11:11: error: `realtime` is not a message of `realtime` [unknown-word]"),
        ("  a: {in: sysex F0 80 F7}", "11:11: error: `sysex` needs one message from F0 to F7, with bytes below 80 between [wrong-bytes]"),
        ("  a: {in: \"sysex F0 {valu:7} F7\"}", "11:21: error: `{valu:7}` is not a byte of a message [wrong-bytes]"),
        ("  a: {in: cc 99 value 1 release 1}", "11:33: error: `release` needs other values than the press, one or as many [wrong-number]"),
        ("  a: {in: cc 99 value 1}\n  b: {in: cc 99 value 2}\n  c: {in: cc 99 value 1}", "13:3: error: `c` and `a` on line 11 have the same message, `cc 99 value 1` [same-message]"),
        ("  a: {in: sysex F0 01 F7}\n  b: {in: \"sysex F0 {any} F7\"}", "12:3: error: `b` and `a` on line 11 have the same message, `sysex F0 {any} F7` [same-message]"),
        ("  a: {in: cc 99, acceleration: [1, 2]}", "11:32: error: `acceleration` is for encoders: `as: relative …` [wrong-form]"),
        ("  a: {in: cc 99, as: relative twos, acceleration: [0]}", "11:52: error: `acceleration` has `0` in it, expected 1 to 64 [wrong-value]"),
        ("  a: {in: cc 99, mark: {0 Hz: 9}}", "11:25: error: `0 Hz` is not a level of a fader, expected such as `0 dB` [wrong-value]"),
        ("  a: {in: cc 99, mark: {0 dB: 128}}", "11:31: error: the mark is at `128`, expected 0 to 127 [wrong-number]"),
        ("  a: {in: note 99 ch 1, out: {colours: palette}}", "11:31: error: `colours: palette` needs a `palette` of the mapping [missing-key]"),
        ("  a/1..2: {digits: cc 98..99 ch 1}", "11:20: error: `digits` are one text, but `a/1..2` is 2 controls [unequal-ranges]"),
        ("  a: {}", "11:6: error: `a` neither sends nor shows anything [empty-control]"),
        ("  a b: {in: note 99}", "11:3: error: `a b` is not the name of a control [wrong-name]"),
        ("  a: {in: cc 99, travel: 0..128}", "11:26: error: `travel` is `0..128`, expected two different numbers from 0 to 127 [value-out-of-range]"),
        ("  a: {in: cc 99, touch: motion 9ms}", "11:32: error: `motion` is 9 ms, expected 50 ms to 5000 ms [value-out-of-range]"),
        ("  a: {in: cc 99, touch: button shft}", "11:32: error: no button `shft` [unknown-control]"),
        ("  a: {in: cc 99, ring: {cc: 1, ch: 17}}", "11:36: error: `ch` is 17, expected 1 to 16 [value-out-of-range]"),
        ("  a: {text: F0 0G F7}", "11:16: error: `0G` is not a byte of a text template [wrong-bytes]"),
        ("  a: {text: F0 00 F7}", "11:13: error: a text template is one message from F0 to F7 with one `{ascii:7}` in it [wrong-bytes]"),
        ("  a: {in: cc 99, inn: x}", "11:18: error: `inn` is not a word of a control [unknown-key]"),
        ("  a/1..5000: {in: cc 99}", "11:3: error: `a/1..5000` makes more than 4096 controls [too-large]"),
        ("  fader/8..9: {in: cc 98..99 ch 1}", "11:3: error: `fader/8` is described twice; first on line 5 [duplicate-control]"),
        ("  shift: {in: cc 98}", "11:3: error: `shift` is written twice in one table; first on line 8 [duplicate-key]"),
        ("  a: [1, 2]", "11:6: error: a control is a list, expected a table [wrong-type]"),
    ]

    @Test(arguments: inControls)
    func `of controls have their place`(line: String, headline: String) {
        let found = Mistakes.headlines(Mistakes.mapping(controls: line)).filter {
            !$0.contains("[unassigned-control]")
        }
        #expect(found == [headline])
    }

    // swift-format-ignore
    static let onTop: [(String, String)] = [
        ("match: {usb: x}", "3:8: error: `match` is a table, expected a list [wrong-type]"),
        ("match: [{usb: 1235:61}]", "3:15: error: `1235:61` is not a USB device, expected vendor and product such as `1235:0061` [wrong-value]"),
        ("match: [{index: 0}]", "3:9: error: this match fits every device [missing-key]"),
        ("defaults: {touch: sense}", "3:19: error: `touch` is `sense`, expected `none` or `motion 1000ms` [unknown-word]"),
        ("setup: [F0 00]", "3:9: error: `F0 00` is not one or more whole MIDI messages [wrong-bytes]"),
        ("sutup: []", "3:1: error: `sutup` is not a word of a mapping [unknown-key]"),
        ("palette: {reddish: 1}", "3:11: error: `reddish` is not a colour, expected a name or such as `#FF8000` [unknown-word]"),
        ("palette: {red: 300}", "3:16: error: `red` is `300`, expected a number from 0 to 127 [wrong-value]"),
        ("keepalive: {every: 1s}", "3:12: error: `keepalive` has no `message` [missing-key]"),
        ("protocol: mcp", "3:11: error: `protocol` is `mcp`, expected `mcu` or `hui` [unknown-word]"),
        ("protocol: [mcu]", "3:11: error: `protocol` is a list, expected a text [wrong-type]"),
        ("extends:", "3:1: error: `extends` is nothing, expected a text [wrong-type]"),
        ("protocol: mcu\nextends: x", "4:1: error: `extends` beside `protocol`, expected one of them [wrong-value]"),
        ("match: &a [*a]", "3:8: error: anchors and aliases (`&`, `*`) are not used here [alias]"),
        ("match: [{port: *MIDI}]", "3:16: error: YAML cannot be read here: found undefined alias [yaml-syntax]"),
        ("about: [", "5:13: error: YAML cannot be read here: did not find expected ',' or ']' [yaml-syntax]"),
    ]

    @Test(arguments: onTop)
    func `at the top have their place`(line: String, headline: String) {
        let found = Mistakes.headlines(Mistakes.mapping(top: line)).filter { !$0.contains("[unassigned-control]") }
        #expect(found == [headline])
    }
}
