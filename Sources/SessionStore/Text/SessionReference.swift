import Texts
import Units

/// The reference of the session as text, made from the tables that its reader uses, so that neither can drift from the other.
public enum SessionReference {
    /// The text of `Docs/SessionText.md`.
    public static func markdown() -> String {
        var page = """
            # The session as text

            Made by the program from the tables that its reader uses; a test compares them. `gainrider session dump SONG` writes a session
            as YAML, with `--json` the same tree as JSON. `gainrider session load NEW FILE` makes a session of it, `gainrider session
            apply SONG FILE` makes a session what it says, as one undo step. Only what differs from the default is written, in a
            fixed order, one line a value, and what was written reads back bit for bit. Everything is read as text: `on`, `off` and
            `no` mean what they say. Anchors and aliases are refused, and texts above \(TextReader.maximumBytes >> 20) MiB, of which
            no more than \(TextReader.maximumPlainBytes >> 20) MiB may be anything but long lists of points.

            ## An example

            ```yaml

            """
        page += example + "\n```\n"
        page += """

            A new strip needs `name` and `file`; the rest is found out. Strips, buses and VCAs stand in the order of the mixer, and may be put
            in another one, taken out or added: what belongs to a node stands under it, and whatever refers to a node does so by its name.
            Of several with one name the second is `Name#2`; a name that means something else, such as `12`, is written `12#1`. A number
            in place of a name is the place in the list.

            """
        func section(_ title: String, _ words: Section, _ text: String = "") {
            page += "\n## \(title)\n\n| word | value | means |\n|---|---|---|\n"
            for word in words.words {
                page += "| `\(word.name)`\(word.isRequired ? " (needed)" : "") | \(word.value) | \(word.summary) |\n"
            }
            if !text.isEmpty { page += "\n\(text)\n" }
        }
        section("The whole", .session)
        let parameters = "Every other word is a parameter with its value."
        section("One of `strips`", .strip, parameters)
        section("One of `buses`", .bus, parameters)
        section("One of `vcas`", .vca, parameters)
        section("`master`", .master, parameters)
        section("One of `groups`", .group)
        section("One of `references`", .reference)
        section("One of `lanes`", .lane, points)
        section("One of `markers`", .marker)
        section("`settings`", .settings)
        section("One of `snapshots`", .snapshot)
        section("One of `revisions`", .revision)
        page += "\n## Values\n\n" + values
        page += "\n| unit | written |\n|---|---|\n"
        for unit in ParameterSpec.Unit.allCases where !unit.spellings.isEmpty {
            page += "| \(unit.rawValue) | \(unit.spellings.map { "`\(number($0))`" }.joined(separator: ", ")) |\n"
        }
        return page
    }

    private static func number(_ spelling: (text: String, factor: Double)) -> String {
        spelling.text.hasPrefix(":") ? "3\(spelling.text)" : "3 \(spelling.text)"
    }

    private static let points = """
        A point is `[place, value, hold]`, a step that is held; `[place, value, linear]`, a straight line to the next point, straight in
        dB or octaves as the parameter is; or `[place, value, linear, start, from, to, length]`, a part of a line that began before the
        point or aims beyond the next one: it runs from `from` at the frame `start` to `to`, `length` frames later. Values of points
        are written without their unit.
        """

    private static let values = """
        The parameters are listed in [the mapping language](MappingReference.md), with their ranges; a value outside of its range is
        refused. A number alone is in the parameter's own unit; what is written out has its unit. Pan is -1…1, `L70`, `R12` or `centre`; a switch
        is `on` or `off`; silence is `-inf`. A key (`comp/key`) is the name of a strip. A place is a frame at the session's rate, `48000`, or a
        time, `1:03.2`, `1:02:03`, `1.5 s`, `120 ms` or `2 min`, rounded to the nearest frame; so are times of parameters.

        """

    /// A whole session with every word in it; a test reads it.
    public static let example = """
        gainrider: 1
        sampleRate: 48000
        panLaw: -4.5 dB
        tempo: 98.5 bpm
        strips:
          - name: Lead Vox
            file: audio/01 vox.wav               # a new strip needs no more than these two
            fingerprint: 0f1e2d3c4b5a69788796a5b4c3d2e1f0
            channels: 1
            rate: 44100
            frames: 4410000
            output: Voices
            sends: [Reverb, ~, Delay]            # `~`: this send feeds nothing
            vcas: [Band]
            mode: touch
            hpf/on: on
            hpf/frequency: 80 Hz
            fader: -6.02 dB
            pan: L20
            lanes:
              fader: {points: [[0:02, -6.02, linear], [0:04.5, -3, hold]]}
              pan: {mode: off, safe: on}
              send/1/level: {suspended: on}
            trim: on                             # hands move what is added to the fader
            trims:
              fader: {points: [[0:02, 0, linear], [0:03, -1.5, hold]]}
        buses:
          - name: Voices
            comp/on: on
            comp/key: Lead Vox
          - name: Reverb
            reverb/on: on
            safe: on                             # its lanes play, and no hand writes them
            reverb/decay: 2.4 s
          - name: Delay
            sends: [4]
          - name: Print
            output: master
        vcas:
          - name: Band
            vcas: [All]
          - name: All
            suspended: on
            fader: -3 dB
        groups:
          - name: Front
            on: off
            members: [/strip/Lead Vox, /bus/Voices]
            roles: [fader, mute]
        master:
          limiter/on: on
          limiter/ceiling: -1 dB
          lanes:
            fader: {points: [[3:10, 0, linear], [3:20, -inf, hold]]}
        references:
          - file: audio/reference.wav
            fingerprint: 00112233445566778899aabbccddeeff
            channels: 2
            rate: 48000
            frames: 9600000
        monitor:
          dim: on
        markers:
          - {position: 0:32, name: Chorus}
        settings:
          mode: read
          glide: 300 ms
          motionTimeout: 1.2 s
          thinning: 0.1 dB
          disabled: [send, filter]
          afterWrite: latch
          coalesce: stop
          autoJoin: on
          continueInLoop: on
          loop: [0:32, 0:48]
          punch: [0:40, 0:44]
        snapshots:
          - name: Verse
            fade: 500 ms
            scope: [/strip/Lead Vox, /bus/Reverb/fader]
            kinds: [fader, mute]
            values:
              - of: /strip/Lead Vox
                fader: -6 dB
        revisions:
          - name: Mix 1
            note: before the choir came
            time: 1767225600
            session: |
              gainrider: 1
              sampleRate: 48000
              panLaw: -3 dB
        """
}
