import Automation
import MixModel
import TestSupport
import Testing
import Units

@testable import SessionStore

@Suite struct `Session as text` {
    @Test(arguments: 0..<60)
    func `comes back bit for bit from YAML and from JSON`(seed: Int) throws {
        var dice = Dice(seed)
        let document = dice.document()
        let yaml = document.yaml()
        let read = try SessionDocument.load(text: yaml)
        #expect(read == document)
        #expect(read.laneBits == document.laneBits)
        #expect(read.mix.positions.mapValues(\.bitPattern) == document.mix.positions.mapValues(\.bitPattern))
        #expect(read.yaml() == yaml)
        let json = try SessionDocument.load(text: document.json())
        #expect(json == document)
        #expect(json.laneBits == document.laneBits)
    }

    @Test func `keeps the sign of zero in a lane, and an empty lane`() throws {
        var document = SessionDocument(sampleRate: 48000)
        let fader = ParameterID(.master, .fader)
        document.lanes[fader] = Lane(points: [(0, -0.0), (100, 0), (200, -0.0)])
        document.lanes[ParameterID(.master, .pan)] = Lane()
        let read = try SessionDocument.load(text: document.yaml())
        #expect(read.laneBits == document.laneBits)
        #expect(read == document)
    }

    @Test func `reads as a person would write it`() throws {
        #expect(TextExample.document.yaml() == TextExample.text)
    }

    @Test func `is still read as versions before wrote it`() throws {
        let read = try SessionDocument.load(text: TextExample.oldText)
        #expect(read == TextExample.document)
        #expect(read.yaml() == TextExample.text)
    }

    @Test func `has the same tree in JSON`() throws {
        let document = try SessionDocument.load(
            text: "gainrider: 1\nsampleRate: 48000\nmaster: {mute: true, fader: -3 dB}\n")
        #expect(
            document.json() == """
                {
                  "gainrider": 1,
                  "sampleRate": 48000,
                  "panLaw": "-3 dB",
                  "master": {
                    "fader": "-3 dB",
                    "mute": "on"
                  }
                }

                """)
    }

    @Test func `names all mistakes with their places`() throws {
        let text = """
            gainrider: 1
            sampleRate: 4800
            strps: []
            strips:
              - name: Vox
                fadr: -6
                fader: 13
                pan: louder
                output: 2
              - file: a.wav
            lanes:
              /strip/1/fader: {mode: tuch, points: [[0, -6, linear]]}
              /strip/9/fader: {points: []}
              /strip/1/fadr: {}
              /strip/1/pan: {points: [[5, 0, hold], [5, 1, hold], [6, 0.5, curve], [7, 0.2, linear, 0, 0, 1, 10]]}
            markers:
              - {name: A, position: soon}
            settings: {glide: 9000, loop: [5, 5], glid: 1}
            """
        let expected = [
            "2:13: sampleRate is 4800 (it is 8000…384000 Hz)",
            "3:1: unknown key \"strps\" in the session (did you mean \"strips\"?)",
            "6:5: unknown key \"fadr\" in /strip/1 (did you mean \"fader\"?)",
            "7:12: 13 dB is not a value of fader; it takes -inf…12 dB",
            "8:10: pan is \"louder\" (it takes -1…1)",
            "9:13: output is bus 2, but the session has 2 strips and 0 buses",
            "10:11: fingerprint, channels, rate, frames of \"a.wav\" cannot be found out: nobody looked for it",
            "10:5: a strip has no name (add \"name: …\")",
            "12:26: mode is \"tuch\" (did you mean \"touch\"?)",
            "12:41: the last point is linear, but there is no point to go to (write hold)",
            "13:3: there is no /strip/9; the session has 2 strips and 0 buses",
            "14:3: \"/strip/1/fadr\" is not the address of a parameter (did you mean \"fader\"?)",
            "15:41: the point at frame 5 comes after one at frame 5 (points stand in the order of time)",
            "15:64: the shape of a point is \"curve\" (it is hold or linear)",
            "15:76: the point's value is not on its line, which stands at 0.7 there "
                + "(for a point of your own write [frame, value, hold] or [frame, value, linear])",
            "17:25: position is \"soon\" (it is a frame such as 48000, or a time such as 1:03.2 or 1.5 s)",
            "18:19: glide is 9000 (it is 0…5000 ms)",
            "18:31: loop ends at 5, not after its start at 5",
            "18:39: unknown key \"glid\" in settings (did you mean \"glide\"?)",
        ]
        let error = #expect(throws: SessionStoreError.self) { try SessionDocument.load(text: text, file: "a.yaml") }
        guard case .text("a.yaml", let faults) = error else {
            Issue.record("no faults: \(String(describing: error))")
            return
        }
        #expect(faults.map(\.description).sorted() == expected.sorted())
        #expect(faults.map(\.line) == faults.map(\.line).sorted())
        #expect(error?.description.hasPrefix("a.yaml:2:13: sampleRate is 4800") == true)
    }

    @Test(arguments: [
        ("", "1:1: the session is empty"),
        ("a: [", "2:1: this is not YAML: did not find expected node content"),
        (
            "gainrider: 2\nsampleRate: 48000",
            "1:12: the text has version 2; this Gainrider reads version 1 (update Gainrider)"
        ),
        ("- 1", "1:1: a session is a block of keys with values"),
        ("gainrider: 1", "1:1: \"sampleRate\" is missing (frames per second, such as 48000)"),
        (
            "gainrider: 1\nsampleRate: 8000\nsampleRate: 9000",
            "2:1: \"sampleRate\" stands here more than once (keep one of them)"
        ),
        (
            "gainrider: 1\nsampleRate: 8000\nlanes: {/master/fader: {points: [[99999999999999999, 0, hold]]}}",
            "3:35: the frame of a point is 99999999999999999 (it is 0…17592186044416)"
        ),
    ])
    func `that is none is refused`(text: String, message: String) {
        let error = #expect(throws: SessionStoreError.self) { try SessionDocument.load(text: text) }
        #expect(error?.description == "-:" + message)
        #expect(error?.exitCode == 65)
    }

    @Test(arguments: [
        String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
        String(repeating: "{a: ", count: 100_000), "a: &a [x]\nb: &b [*a, *a]\n? [*b, *b]\n: 1",
        (0..<3000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ])
    func `with depths and aliases is refused`(text: String) {
        #expect(throws: SessionStoreError.self) { try SessionDocument.load(text: text) }
    }

    @Test func `with any byte changed is read or refused, and never ends the program`() throws {
        var dice = Dice(7)
        let bytes = Array(TextExample.text.utf8)
        for _ in 0..<300 {
            var changed = bytes
            changed[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            let text = String(decoding: changed, as: UTF8.self)
            let read = Result { try SessionDocument.load(text: text) }
            guard case .success(let document) = read else { continue }
            #expect(try SessionDocument.load(text: document.yaml()) == document)
        }
    }
}
