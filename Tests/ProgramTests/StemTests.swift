import CSndfile
import Foundation
import Testing

@Suite struct Stems {
    /// A mix with sends before and after the fader, a subgroup, a reverb, a VCA, automation, a solo-safe return and a mute.
    static func song() throws -> Folder {
        let folder = try Folder()
        try folder.makeSong(strips: 4, seconds: 3)
        var text = try folder.run("session", "dump", "Song").output
        func add(_ number: Int, _ lines: String) {
            text = text.replacing("  - name: \"\(number)\"\n", with: "  - name: \"\(number)\"\n" + lines)
        }
        add(
            1, "    output: Drums\n    sends: [Room]\n    vcas: [Band]\n    send/1/level: -6 dB\n    send/1/pre: on\n"
        )
        add(2, "    output: Drums\n    sends: [Room]\n    send/1/level: -10 dB\n    pan: L40\n")
        add(
            3,
            "    sends: [Room]\n    send/1/level: 0 dB\n    comp/on: on\n    comp/threshold: -30 dB\n    comp/key: 1\n"
                + "    lanes: {fader: {points: [[0, -12, linear], [2 s, 0, hold]]}, mute: {points: [[0, off, hold], [1 s, on, hold], [1.2 s, off, hold]]}}\n"
        )
        add(4, "    vcas: [Band]\n    hpf/on: on\n    eq/on: on\n    eq/2/gain: 6 dB\n")
        text += """
            buses:
              - name: Drums
                fader: -3 dB
                sends: [2]
                send/1/level: -12 dB
              - name: Room
                reverb/on: on
                reverb/decay: 0.6 s
                solo/safe: on
            vcas:
              - name: Band
                lanes: {fader: {points: [[0, 0, linear], [3 s, -6, hold]]}}
            master: {fader: -2 dB, lanes: {pan: {points: [[0, 0, linear], [3 s, 0.3, hold]]}}}
            markers: [{position: 1 s, name: "Verse, one"}, {position: 2 s, name: Chorus}]

            """
        try folder.write(text, "song.yaml")
        try folder.run("session", "apply", "Song", "song.yaml").requireDone()
        return folder
    }

    @Test(arguments: [["--stems"], ["--buses"]])
    func `begin and end together and add up to the mix below -120 dBFS`(arguments: [String]) throws {
        let folder = try Self.song()
        try folder.run("bounce", "Song", "--wav", "mix.wav").requireDone()
        let done = try folder.start(["bounce", "Song", "--no-report"] + arguments).end()
        #expect(done.code == 0 && done.errors == "", "\(done.errors)")
        let names = folder.names(in: "Song stems")
        #expect(
            names
                == (arguments == ["--stems"]
                    ? ["1 1.wav", "2 2.wav", "3 3.wav", "4 4.wav"] : ["1 Drums.wav", "2 Room.wav", "3 Direct.wav"]))
        let mix = try Sound(folder["mix.wav"])
        var left = mix.left.map { -Double($0) }
        var right = mix.right.map { -Double($0) }
        for name in names {
            let stem = try Sound(folder["Song stems/" + name])
            #expect(stem.frames == mix.frames)
            #expect(stem.peak > 0.001)
            for frame in 0..<min(stem.frames, mix.frames) {
                left[frame] += Double(stem.left[frame])
                right[frame] += Double(stem.right[frame])
            }
        }
        let rest = max(left.map(abs).max() ?? 1, right.map(abs).max() ?? 1)
        #expect(rest < 1e-6, "\(rest)")
    }

    @Test func `of a bus is one file, and a bus that is not there is named`() throws {
        let folder = try Self.song()
        try folder.run("bounce", "Song", "--bus", "Drums", "--no-report").requireDone()
        try folder.run("bounce", "Song", "--buses", "--no-report").requireDone()
        let (one, other) = (try Sound(folder["Song Drums.wav"]), try Sound(folder["Song stems/1 Drums.wav"]))
        let common = min(one.frames, other.frames)
        #expect(one.left.prefix(common) == other.left.prefix(common))
        let wrong = try folder.run("bounce", "Song", "--bus", "Drumz")
        #expect(wrong.code == 65)
        #expect(wrong.errors.contains("did you mean \"Drums\"?"))
    }

    @Test func `without the master's dynamics say so, and which bus bends its sum`() throws {
        let folder = try Self.song()
        try folder.run("set", "Song", "/master/limiter/on=on", "/bus/Drums/comp/on=on").requireDone()
        let done = try folder.run("bounce", "Song", "--stems", "--no-report", "--to", "0.2")
        #expect(done.errors.contains("stems are without the master's dynamics"))
        #expect(done.errors.contains("Drums: compresses or gates its sum"))
    }

    @Test func `another sample rate keeps length, level and place`() throws {
        let folder = try Self.song()
        try folder.run("bounce", "Song", "--wav", "as.wav", "--to", "2").requireDone()
        try folder.run("bounce", "Song", "--wav", "low.wav", "--to", "2", "--rate", "44100").requireDone()
        try folder.run("bounce", "Song", "--wav", "high.wav", "--to", "2", "--rate", "96000").requireDone()
        let (plain, low, high) = (
            try Sound(folder["as.wav"]), try Sound(folder["low.wav"]), try Sound(folder["high.wav"])
        )
        #expect(low.frames == 88_200 && high.frames == 192_000)
        // Every second frame of the doubled rate is one of the others, but for what the filter takes above 20 kHz and noise has there.
        func energy(_ samples: [Float], _ range: Range<Int>) -> Double {
            samples[range].reduce(0) { $0 + Double($1) * Double($1) } / Double(range.count)
        }
        let (a, b) = (energy(plain.left, 4000..<90_000), energy(high.left, 8000..<180_000))
        #expect(abs(a - b) < 0.1 * a)
        var (product, square) = (0.0, 0.0)
        for frame in 4000..<90_000 {
            product += Double(plain.left[frame]) * Double(high.left[2 * frame])
            square += Double(plain.left[frame]) * Double(plain.left[frame])
        }
        #expect(product / square > 0.9)
    }

    @Test func `a WAV file says where it belongs: place in the song, markers with their names`() throws {
        let folder = try Self.song()
        try folder.run(
            "bounce", "Song", "--wav", "part.wav", "--from", "0.5", "--to", "2.5", "--rate", "96000", "--bits", "24"
        )
        .requireDone()
        var info = SF_INFO()
        let handle = try #require(sf_open(folder["part.wav"], Int32(SFM_READ), &info))
        defer { sf_close(handle) }
        #expect(info.frames == 192_000)
        var place = SF_BROADCAST_INFO()
        #expect(
            sf_command(handle, Int32(SFC_GET_BROADCAST_INFO), &place, Int32(MemoryLayout<SF_BROADCAST_INFO>.size))
                == 1)
        #expect(place.time_reference_low == 48_000)
        var count: UInt32 = 0
        sf_command(handle, Int32(SFC_GET_CUE_COUNT), &count, 4)
        #expect(count == 2)
        let bytes = try folder.bytes("part.wav")
        #expect(bytes.range(of: Data("Verse, one\0".utf8)) != nil)
        #expect(bytes.range(of: Data("bext".utf8)) != nil)
        var cues = [UInt8](repeating: 0, count: 4 + 2 * MemoryLayout<SF_CUE_POINT>.stride)
        #expect(sf_command(handle, Int32(SFC_GET_CUE), &cues, Int32(cues.count)) == 1)
        let places = cues.withUnsafeBytes { raw in
            (0..<2).map {
                raw.loadUnaligned(fromByteOffset: 4 + $0 * MemoryLayout<SF_CUE_POINT>.stride + 20, as: UInt32.self)
            }
        }
        #expect(places == [48_000, 144_000])
    }
}
