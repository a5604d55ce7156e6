import Automation
import MixModel
import TestSupport
import Testing
import Units

@testable import SessionStore

/// Values of the session's text: units, ranges, places, sounds.
@Suite struct `A value in the session's text` {
    private static func load(_ rest: String) throws -> SessionDocument {
        try SessionDocument.load(text: "gainrider: 1\nsampleRate: 44100\n" + rest)
    }

    private static func message(_ rest: String) -> String {
        do {
            _ = try load(rest)
            return "read"
        } catch {
            return "\(error)"
        }
    }

    /// Parameter, as it is written, its value in its own unit.
    static let written: [(Role, String, Double)] = [
        (.hpfFrequency, "0.2 kHz", 200), (.hpfFrequency, "90Hz", 90), (.hpfFrequency, "1.2e2", 120),
        (.fader, "-6.5 dB", -6.5), (.fader, "-inf", -.infinity), (.fader, "-inf dB", -.infinity), (.fader, "+3", 3),
        (.pan, "L70", -0.7), (.pan, "R12.5", 0.125), (.pan, "centre", 0), (.pan, "-0.25", -0.25),
        (.compRatio, "4:1", 4), (.compRatio, "2.5", 2.5), (.compRelease, "0.12 s", 120),
        (.compRelease, "120 ms", 120),
        (.compRelease, "0:01.5", 1500), (.gateHold, "250ms", 250), (.mute, "on", 1), (.mute, "false", 0),
        (.mute, "1", 1),
        (.compMix, "35 %", 35), (.hpfSlope, "24 dB/oct", 24),
    ]

    @Test(arguments: written.indices)
    func `is read in every unit that the field writes`(index: Int) throws {
        let (role, text, value) = Self.written[index]
        let document = try Self.load("strips: [{name: A, \(role.spec.path): \"\(text)\"}]")
        #expect(document.mix[ParameterID(.strip(1), role)] == role.spec.scale.position(of: value), "\(text)")
    }

    // swift-format-ignore
    static let refused: [(String, String)] = [
        ("pan: 9223372036854775808", "9223372036854775808 is not a value of pan; it takes -1…1"),
        ("pan: 1e30", "1e30 is not a value of pan; it takes -1…1"),
        ("pan: L101", "L101 is not a value of pan; it takes -1…1"),
        ("pan: L1e300", "L1e300 is not a value of pan; it takes -1…1"),
        ("pan: 0x1", "pan is \"0x1\" (it takes -1…1)"),
        ("comp/ratio: -4", "-4:1 is not a value of comp/ratio; it takes 1…20:1"),
        ("comp/ratio: 0", "0:1 is not a value of comp/ratio; it takes 1…20:1"),
        ("hpf/frequency: -1 kHz", "-1000 Hz is not a value of hpf/frequency; it takes 10…1000 Hz"),
        ("mute: 7", "7 is not a value of mute; it takes on or off"),
        ("mute: 0.7", "0.7 is not a value of mute; it takes on or off"),
        ("mute: maybe", "mute is \"maybe\" (it takes on or off)"),
        ("comp/key: 99999999999999999999", "99999999999999999999 is not a value of comp/key; it takes 0…4096"),
        ("eq/1/type: 99999999999999999999", "99999999999999999999 is not a value of eq/1/type; it takes "),
        ("eq/1/type: -1", "-1 is not a value of eq/1/type; it takes "),
        ("fader: nan", "fader is \"nan\" (it takes -inf…12 dB)"),
        ("fader: inf", "fader is \"inf\" (it takes -inf…12 dB)"),
        ("fader: 1e999", "fader is \"1e999\" (it takes -inf…12 dB)"),
        ("fader: 3 kHz", "fader is \"3 kHz\" (it takes -inf…12 dB)"),
        ("hpf/slope: 13", "13 dB/oct is not a value of hpf/slope; it takes 12 or 24 dB/oct"),
    ]

    @Test(arguments: refused)
    func `outside of its range is refused with its place and its range`(text: String, message: String) {
        let found = Self.message("strips:\n  - name: A\n    \(text)\n")
        let column = 5 + text.prefix { $0 != " " }.count + 1
        #expect(found.hasPrefix("-:5:\(column): \(message)"), "\(found)")
    }

    /// No value of any parameter is bent into range, and none traps.
    @Test func `of every parameter is read back as it stands or refused`() throws {
        let texts = [
            "-1e30", "1e30", "9223372036854775807", "-9223372036854775809", "99999999999999999999", "-0.0001", "7",
            "-4", "0.5",
            "1e-30", "L7", "R1e20", "4:1", "3 kHz", "1:99", "999999999:00", "1 min", "2147483648", "4294967296",
        ]
        for role in Role.allCases {
            for text in texts {
                guard case .position(let position) = role.spec.reading(text) else { continue }
                #expect(role.spec.takes(position), "\(role.spec.path): \(text)")
                let value = role.spec.scale.value(at: position)
                if let number = ReadNumber.decimal(text), role.spec.unit != .decibels || number >= -60 {
                    #expect(
                        abs(value - number) <= 1e-6 * max(1, abs(number)),
                        "\(role.spec.path): \(text) became \(value)")
                }
            }
        }
    }

    @Test func `is a place in frames or as a time`() throws {
        let document = try Self.load(
            """
            master:
              lanes: {fader: {points: [[0.5 s, -6, linear], ["1:03.2", -3, hold]]}}
            markers: [{position: "1:00", name: A}, {position: 120 ms, name: B}, {position: 77, name: C}, {position: "1:02:03.5", name: D}]
            settings: {loop: [10 ms, 1 min], punch: [1, 2 s]}
            """)
        #expect(document.mix.markers.map(\.position) == [2_646_000, 5_292, 77, 164_206_350])
        #expect(document.lanes[ParameterID(.master, .fader)]?.segments.map(\.frame) == [22_050, 2_787_120])
        #expect(document.settings.loop == 441..<2_646_000)
        #expect(document.settings.punch == 1..<88_200)
    }

    // swift-format-ignore
    static let places: [(String, String)] = [
        ("markers: [{position: 99999999999999999999}]", "-:3:22: position is 99999999999999999999 (it is 0…17592186044416)"),
        ("markers: [{position: -1}]", "-:3:22: position is -1 (it is 0…17592186044416)"),
        ("markers: [{position: \"999999:00:00\"}]", "-:3:22: position is 999999:00:00 (it is 0…17592186044416)"),
        ("markers: [{position: \"1:60\"}]", "-:3:22: position is \"1:60\" (it is a frame such as 48000, or a time such as 1:03.2 or 1.5 s)"),
        ("settings: {glide: 0.4 ms}", "-:3:19: glide is 0.4 ms (it is a whole number of ms)"),
        ("settings: {glide: 6 s}", "-:3:19: glide is 6 s (it is 0…5000 ms)"),
        ("settings: {motionTimeout: 99999999999999999999}", "-:3:27: motionTimeout is 99999999999999999999 (it is 50…5000 ms)"),
        ("strips: [{name: A, file: a, fingerprint: x, channels: 99999999999999999999, rate: 1, frames: 0}]",
            "-:3:55: channels is 99999999999999999999 (it is 1…2)"),
        ("tempo: 1e400", "-:3:8: tempo is \"1e400\" (it is 20…400 quarter notes a minute)"),
    ]

    @Test(arguments: places)
    func `that no session has room for is refused with its range`(text: String, message: String) {
        #expect(Self.message(text) == message)
    }

    @Test func `is written with its unit and read back bit for bit`() throws {
        var dice = Dice(11)
        var document = SessionDocument(sampleRate: 44_100)
        document.mix.strips = [Strip(name: "A")]
        for role in Role.allCases where role.belongs(to: .strip(1)) && !role.isKey {
            document.mix[ParameterID(.strip(1), role)] = dice.position(role.spec)
        }
        let text = document.yaml()
        let read = try SessionDocument.load(text: text)
        #expect(read.mix.positions.mapValues(\.bitPattern) == document.mix.positions.mapValues(\.bitPattern))
        for line in text.split(separator: "\n") where line.hasPrefix("    ") {
            let parts = line.dropFirst(4).split(separator: ":", maxSplits: 1)
            let spec = try #require(Role(path: String(parts[0]))).spec
            let value = try #require(parts.last)
            if [.decibels, .hertz, .milliseconds, .percent].contains(spec.unit) {
                #expect(value.hasSuffix(" " + spec.unit.rawValue), "\(line)")
            }
        }
    }

    @Test func `of a new strip is found out where the text does not say it`() throws {
        var asked: [String] = []
        let text = """
            gainrider: 1
            sampleRate: 44100
            strips:
              - {name: A, file: a.wav}
              - {name: B, file: b.wav, fingerprint: said, channels: 1, rate: 96000, frames: 5}
              - {name: C, file: c.wav, channels: 1}
            references: [{file: r.wav}]
            """
        let found = Source(path: "audio/found.wav", fingerprint: "f", channels: 2, sampleRate: 48_000, frames: 7)
        let mix = try SessionDocument.load(text: text) { path in
            asked.append(path)
            return .source(found)
        }.mix
        #expect(asked == ["a.wav", "c.wav", "r.wav"])
        #expect(mix.strips[0].source == found)
        #expect(
            mix.strips[1].source
                == Source(path: "b.wav", fingerprint: "said", channels: 1, sampleRate: 96_000, frames: 5))
        #expect(mix.strips[2].source?.channels == 1)
        #expect(mix.strips[2].source?.frames == 7)
        #expect(mix.references == [found])
    }
}
