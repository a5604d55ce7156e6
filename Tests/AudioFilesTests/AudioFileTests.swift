import AudioFiles
import CSndfile
import Testing

@Suite struct `Audio files` {
    // swift-format-ignore
    static let kinds: [(kind: Kind, words: String)] = [
        (.wav16, "WAV, 16 bit"),         (.wav24, "WAV, 24 bit"),         (.wav32, "WAV, 32 bit"),
        (.wavFloat, "WAV, 32 bit float"), (.wavDouble, "WAV, 64 bit float"), (.wav8, "WAV, 8 bit"),
        (.aiff16, "AIFF, 16 bit"),       (.aiff24, "AIFF, 24 bit"),       (.aiffFloat, "AIFF, 32 bit float"),
        (.rf64, "RF64, 24 bit"),         (.wave64, "Wave64, 16 bit"),     (.au32, "AU, 32 bit"),
        (.flac16, "FLAC, 16 bit"),       (.flac24, "FLAC, 24 bit"),       (.vorbis, "Ogg Vorbis"),
        (.opus, "Ogg Opus"),             (.mp3, "MP3"),
    ].filter(\.0.isAvailable)

    @Test(arguments: kinds, [1, 2])
    func `say what they are`(kind: (kind: Kind, words: String), channels: Int) throws {
        let folder = TestFolder()
        let path = folder.make("a", kind.kind, channels: channels, TestNoise.samples(5000 * channels))
        let properties = try AudioFile.probe(path)
        let expected = AudioFile.Properties(
            path: path, frames: 5000, sampleRate: 48000, channels: channels, format: kind.words)
        #expect(properties == expected)
    }

    @Test(arguments: kinds, [1, 2])
    func `give the samples that libsndfile gives`(kind: (kind: Kind, words: String), channels: Int) throws {
        let folder = TestFolder()
        let frames = 5000
        let path = folder.make("a", kind.kind, channels: channels, TestNoise.samples(frames * channels))
        var info = SF_INFO()
        let handle = sf_open(path, Int32(SFM_READ), &info)
        var samples = [Float](repeating: 0, count: frames * channels)
        #expect(sf_readf_float(handle, &samples, sf_count_t(frames)) == sf_count_t(frames))
        sf_close(handle)
        let planes = try AudioFile.open(path).planes(at: 0, frames)
        #expect(planes.left == (0..<frames).map { samples[$0 * channels] })
        #expect(planes.right == (0..<frames).map { samples[$0 * channels + channels - 1] })
    }

    @Test(arguments: kinds)
    func `read the same from any place`(kind: (kind: Kind, words: String)) throws {
        let folder = TestFolder()
        let frames = 120_000
        let path = folder.make("a", kind.kind, TestNoise.samples(frames * 2))
        let whole = try AudioFile.open(path).planes(at: 0, frames)
        let file = try AudioFile.open(path)
        var noise = TestNoise()
        for _ in 0..<24 {
            let position = noise.next(below: frames)
            let count = min(1 + noise.next(below: 9000), frames - position)
            #expect(file.planes(at: Int64(position), count) == whole[position..<position + count])
        }
        #expect(file.readingFaults == [])
    }

    @Test func `are silent outside`() throws {
        let folder = TestFolder()
        let path = folder.make("a.wav", .wav16, channels: 1, [0.5, 0.25, -0.5])
        let file = try AudioFile.open(path)
        #expect(file.planes(at: -2, 7).left == [0, 0, 0.5, 0.25, -0.5, 0, 0])
        #expect(file.planes(at: -2, 7).right == [0, 0, 0.5, 0.25, -0.5, 0, 0])
        #expect(file.planes(at: 1, 1).left == [0.25])
        #expect(file.planes(at: 3, 2).left == [0, 0])
        #expect(file.planes(at: -9, 4).left == [0, 0, 0, 0])
        #expect(file.planes(at: .max - 4, 2).left == [0, 0])
    }

    @Test(arguments: ["two words.wav", "Füße – ß.wav", "-rf.wav", "-", "a\nb.wav", "no ending", "日本.flac"])
    func `may have any name`(name: String) throws {
        let folder = TestFolder()
        let path = folder.make(name, .wav16, TestNoise.samples(200))
        #expect(try AudioFile.verify(path).properties.frames == 100)
    }
}
