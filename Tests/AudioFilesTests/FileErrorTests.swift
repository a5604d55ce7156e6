import AudioFiles
import Foundation
import Testing

@Suite struct `File errors` {
    @Test func `say why nothing can be heard`() throws {
        let folder = TestFolder()
        let text = folder.put(Data("this is a letter, not a sound, whatever its name says\n".utf8), as: "kick.wav")
        let nothing = folder.put(Data(), as: "nothing.wav")
        let six = folder.make("six.wav", .wav16, channels: 6, TestNoise.samples(600))
        let empty = folder.make("empty.wav", .wav16, [])
        let fast = folder.make("fast.wav", .wav16, rate: 2_000_000, TestNoise.samples(20))
        let whole = FileManager.default.contents(atPath: folder.make("whole.wav", .wav16, TestNoise.samples(20)))!
        let zero = folder.put(patched(whole, 24, [0, 0, 0, 0]), as: "zero.wav")
        let huge = folder.put(patched(whole, 24, [255, 255, 255, 255]), as: "huge.wav")
        let crowd = folder.put(patched(whole, 22, [0xB8, 0x0B]), as: "crowd.wav")
        let nobody = folder.put(patched(whole, 22, [0, 0]), as: "nobody.wav")
        let header = folder.cut("six.wav", to: 0.01, as: "header.wav")
        #expect(mkfifo(folder["pipe.wav"], 0o600) == 0)

        #expect(error(folder["gone.wav"]) == .notFound(path: folder["gone.wav"]))
        #expect(error(text + "/inside.wav") == .notFound(path: text + "/inside.wav"))
        #expect(error(folder.path) == .folder(path: folder.path))
        #expect(
            error(folder["pipe.wav"]) == .notRegular(path: folder["pipe.wav"]))
        #expect(error(six) == .tooManyChannels(path: six, channels: 6))
        #expect(error(empty) == .empty(path: empty))
        #expect(error(fast) == .unsupportedSampleRate(path: fast, rate: 2_000_000))
        #expect(error(nothing) == .notAudio(path: nothing, reason: "the file is empty (0 bytes)"))
        #expect(isNotAudio(error(text)))
        #expect(isNotAudio(error(header)))
        #expect(error(zero) == .noSampleRate(path: zero))
        #expect(error(huge) == .unsupportedSampleRate(path: huge, rate: 4_294_967_295))
        #expect(error(crowd) == .tooManyChannels(path: crowd, channels: 3000))
        #expect(error(nobody) == .notAudio(path: nobody, reason: "Channel count is zero"))
    }

    // swift-format-ignore
    static let texts: [(FileError, String)] = [
        (.notFound(path: "a.wav"), "a.wav does not exist"),
        (.notReadable(path: "a.wav", reason: "permission denied"), "a.wav cannot be read: permission denied"),
        (.folder(path: "a"), "a is a folder, expected an audio file"),
        (.notAFolder(path: "a.wav"), "a.wav is a file, expected a folder"),
        (.notAudio(path: "kick.wav", reason: "File contains data in an unknown format"),
         "kick.wav is not an audio file that can be read: File contains data in an unknown format"),
        (.noSampleRate(path: "a.wav"),
         "a.wav says that its sample rate is 0 Hz; write the right rate into it (sox -r RATE) and try again"),
        (.unsupportedSampleRate(path: "a.wav", rate: 50), "a.wav has a sample rate of 50 Hz, expected 4000 to 768000 Hz"),
        (.tooManyChannels(path: "a.wav", channels: 6),
         "a.wav has 6 channels, expected 1 or 2; split it into mono or stereo files"),
        (.empty(path: "a.wav"), "a.wav holds no sound: its length is 0 frames"),
        (.truncated(path: "a.wav", promised: 10, found: 4),
         "a.wav is cut short: it promises 10 frames and holds 4; the rest is silence"),
        (.truncated(path: "a.ogg", promised: nil, found: 4),
         "a.ogg is cut short: its end is missing, 4 frames can be read; the rest is silence"),
        (.damaged(path: "a.flac", frame: 9, reason: "lost sync"),
         "a.flac is damaged at frame 9: lost sync; the rest is silence"),
        (.notNumbers(path: "a.wav", samples: 1, frame: 9),
         "a.wav has a sample that is not a number, in frame 9; it is played as silence"),
        (.notNumbers(path: "a.wav", samples: 2, frame: 9),
         "a.wav has 2 samples that are not numbers, the first in frame 9; they are played as silence"),
        (.tooLarge(path: "a.wav", samples: 1, frame: 9),
         "a.wav has a sample 240 dB or more over full scale, in frame 9; it is played as silence"),
        (.tooLarge(path: "a.wav", samples: 3, frame: 9),
         "a.wav has 3 samples 240 dB or more over full scale, the first in frame 9; they are played as silence"),
        (.misdeclared(path: "a.wav", promised: 10, found: 4),
         "a.wav: its header promises 10 frames, the file holds 4; all of them are read"),
        (.changed(path: "a.wav", found: .init(frames: 9, sampleRate: 44100, channels: 1),
                  expected: .init(frames: 10, sampleRate: 48000, channels: 2)),
         "a.wav has changed since it came into the session: found mono 44100 Hz, 9 frames, expected stereo 48000 Hz, 10 frames; "
         + "put the old file back or replace the strip's source"),
        (.noSuchFolder(path: "x/a.wav"), "cannot write x/a.wav: its folder does not exist"),
        (.notPermitted(path: "a.wav", reason: "permission denied"),
         "cannot write a.wav: permission denied; choose another folder"),
        (.diskFull(path: "a.wav"), "cannot write a.wav: the disk is full; make room and try again"),
        (.cannotWrite(path: "a.wav", reason: "input/output error"), "cannot write a.wav: input/output error"),
        (.notFound(path: "a\n\u{1B}[1m.wav"), #"a\n\u{1B}[1m.wav does not exist"#),
    ]

    @Test(arguments: texts)
    func `speak in sentences`(error: FileError, text: String) { #expect(error.description == text) }

    private func patched(_ data: Data, _ index: Int, _ bytes: [UInt8]) -> Data {
        var data = data
        data.replaceSubrange(index..<index + bytes.count, with: bytes)
        return data
    }

    private func error(_ path: String) -> FileError? {
        do throws(FileError) {
            _ = try AudioFile.open(path)
            return nil
        } catch {
            return error
        }
    }

    private func isNotAudio(_ error: FileError?) -> Bool { if case .notAudio = error { true } else { false } }
}
