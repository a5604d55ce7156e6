import AudioFiles
import Foundation
import Testing

@Suite struct `Waveform overview` {
    private let folder = TestFolder()

    @Test(arguments: [1, 7, 100, 999, 5000, 20_000])
    func `spans the file in equal columns`(count: Int) throws {
        let frames = 10_000
        let samples = TestNoise.samples(2 * frames)
        let path = folder.make("a.wav", .wavFloat, samples)
        let overview = try WaveformOverview(path: path, columns: count)
        #expect(overview.columns.count == count)
        for (index, column) in overview.columns.enumerated() {
            let start = frames * index / count
            let part = samples[2 * start..<2 * max(frames * (index + 1) / count, start + 1)]
            #expect(column.minimum == part.min() && column.maximum == part.max())
            let mean = part.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(part.count)
            #expect(abs(Double(column.rms) - mean.squareRoot()) < 1e-6)
        }
    }

    @Test func `draws what is missing as silence`() throws {
        folder.make("whole.flac", .flac16, TestNoise.samples(2 * 100_000))
        let overview = try WaveformOverview(path: folder.cut("whole.flac", to: 0.5, as: "cut.flac"), columns: 10)
        #expect(overview.columns[0].rms > 0.1)
        #expect(overview.columns[9] == .init())
        #expect(throws: FileError.notFound(path: folder["gone"])) {
            try WaveformOverview(path: folder["gone"], columns: 10)
        }
    }
}

@Suite struct `Stem folder` {
    private let folder = TestFolder()

    @Test func `lists what may be audio in natural order and says what it leaves out`() throws {
        for name in [
            "10_bass.wav", "2 snare.AIFF", "01_kick.flac", "kick.wav.asd", "kick.pk", ".hidden.wav", "notes.txt",
            "README",
            "vox.ogg",
        ] {
            _ = folder.put(Data(), as: name)
        }
        try FileManager.default.createDirectory(atPath: folder["more.wav"], withIntermediateDirectories: false)
        #expect(mkfifo(folder["pipe.wav"], 0o600) == 0)
        var odd = Array((folder.path + "/x").utf8CString.dropLast())
        odd += [CChar(bitPattern: 0xE4), 0]
        close(open(odd, O_CREAT | O_WRONLY, 0o600))
        symlink(folder["gone.wav"], folder["dangling.wav"])

        let list = try StemFolder(path: folder.path)
        #expect(list.files == ["01_kick.flac", "2 snare.AIFF", "10_bass.wav", "vox.ogg"].map { folder[$0] })
        let reasons = Dictionary(uniqueKeysWithValues: list.leftOut.map { ($0.name, $0.reason) })
        #expect(
            reasons == [
                "kick.wav.asd": .pictureOfAudio, "kick.pk": .pictureOfAudio, ".hidden.wav": .hidden,
                "notes.txt": .unknownEnding, "README": .unknownEnding, "more.wav": .folder,
                "pipe.wav": .notARegularFile, "x\u{FFFD}": .nameNotUTF8, "dangling.wav": .notARegularFile,
            ])
        #expect(list.leftOut.first { $0.name == "README" }?.description == "README: not an audio file by its ending")
        #expect(try StemFolder(path: folder.path + "/").files == list.files)
    }

    @Test func `must exist and be a folder`() {
        #expect(throws: FileError.notFound(path: folder["no"])) { try StemFolder(path: folder["no"]) }
        let file = folder.put(Data(), as: "file.wav")
        #expect(throws: FileError.notAFolder(path: file)) { try StemFolder(path: file) }
    }
}
