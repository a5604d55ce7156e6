import Units

/// What can be wrong with an audio file, to read or to write.
///
/// Reading: `notFound`, `notReadable`, `folder`, `notRegular`, `notAFolder`, `notAudio`, `noSampleRate`, `unsupportedSampleRate`, `tooManyChannels`,
/// `empty` and `changed` mean that nothing is heard of the file: choose another one. `truncated`, `damaged`, `notNumbers` and `tooLarge`
/// mean that a part is heard and the rest is silence, `misdeclared` that everything is heard. Writing: `exists`, `noSuchFolder` and `notPermitted`: choose another place;
/// `diskFull`: make room and write again; `cannotWrite`: the system's reason is named.
public enum FileError: Error, Hashable, Sendable, CustomStringConvertible {
    case notFound(path: String)
    case notReadable(path: String, reason: String)
    case folder(path: String)
    /// A pipe, a device or a socket.
    case notRegular(path: String)
    case notAFolder(path: String)
    case notAudio(path: String, reason: String)
    case noSampleRate(path: String)
    case unsupportedSampleRate(path: String, rate: Int)
    case tooManyChannels(path: String, channels: Int)
    case empty(path: String)
    /// `promised` is `nil` where the length stands at the file's end, which is missing. Both in frames of the file.
    case truncated(path: String, promised: Int64?, found: Int64)
    /// The header promises another length than the file holds, and nothing is missing. Both in frames of the file.
    case misdeclared(path: String, promised: Int64, found: Int64)
    /// Reading failed before the promised end; `frame` is the first that could not be read.
    case damaged(path: String, frame: Int64, reason: String)
    /// `samples` of the file are NaN or infinite (they are read as 0), the first of them in `frame`.
    case notNumbers(path: String, samples: Int64, frame: Int64)
    /// `samples` of the file are 240 dB or more over full scale (they are read as 0), the first of them in `frame`.
    case tooLarge(path: String, samples: Int64, frame: Int64)
    /// The file is not the one that the session knows.
    case changed(path: String, found: StemSource.Shape, expected: StemSource.Shape)

    /// There is something at this path that must not be replaced.
    case exists(path: String)
    case noSuchFolder(path: String)
    case notPermitted(path: String, reason: String)
    case diskFull(path: String)
    case cannotWrite(path: String, reason: String)
    /// The user has cancelled it.
    case interrupted(path: String)

    /// Whether everything is heard all the same, so that a notice is enough.
    public var isHarmless: Bool { if case .misdeclared = self { true } else { false } }

    /// Sample rates that are read, in Hz: a wider range than a session's, as far as they can be converted.
    static let sampleRates = 4000...768_000

    public var description: String {
        switch self {
        case .notFound(let path): "\(shown(path)) does not exist"
        case .notReadable(let path, let reason): "\(shown(path)) cannot be read: \(reason)"
        case .notRegular(let path): "\(shown(path)) cannot be read: it is not a regular file"
        case .folder(let path): "\(shown(path)) is a folder, expected an audio file"
        case .notAFolder(let path): "\(shown(path)) is a file, expected a folder"
        case .notAudio(let path, let reason): "\(shown(path)) is not an audio file that can be read: \(reason)"
        case .noSampleRate(let path):
            "\(shown(path)) says that its sample rate is 0 Hz; write the right rate into it (sox -r RATE) and try again"
        case .unsupportedSampleRate(let path, let rate):
            "\(shown(path)) has a sample rate of \(rate) Hz, expected \(Self.sampleRates.lowerBound) to "
                + "\(Self.sampleRates.upperBound) Hz"
        case .tooManyChannels(let path, let channels):
            "\(shown(path)) has \(channels) channels, expected 1 or 2; split it into mono or stereo files"
        case .empty(let path): "\(shown(path)) holds no sound: its length is 0 frames"
        case .truncated(let path, let promised?, let found):
            "\(shown(path)) is cut short: it promises \(promised) frames and holds \(found); the rest is silence"
        case .truncated(let path, nil, let found):
            "\(shown(path)) is cut short: its end is missing, \(found) frames can be read; the rest is silence"
        case .misdeclared(let path, let promised, let found):
            "\(shown(path)): its header promises \(promised) frames, the file holds \(found); all of them are read"
        case .damaged(let path, let frame, let reason):
            "\(shown(path)) is damaged at frame \(frame): \(reason); the rest is silence"
        case .notNumbers(let path, 1, let frame):
            "\(shown(path)) has a sample that is not a number, in frame \(frame); it is played as silence"
        case .notNumbers(let path, let samples, let frame):
            "\(shown(path)) has \(samples) samples that are not numbers, the first in frame \(frame); "
                + "they are played as silence"
        case .tooLarge(let path, let samples, let frame):
            "\(shown(path)) has \(samples == 1 ? "a sample" : "\(samples) samples") 240 dB or more over full scale, "
                + "\(samples == 1 ? "in" : "the first in") frame \(frame); \(samples == 1 ? "it is" : "they are") "
                + "played as silence"
        case .changed(let path, let found, let expected):
            "\(shown(path)) has changed since it came into the session: found \(words(found)), expected \(words(expected)); "
                + "put the old file back or replace the strip's source"
        case .exists(let path): "\(shown(path)) is there already and is not replaced; choose another name"
        case .noSuchFolder(let path): "cannot write \(shown(path)): its folder does not exist"
        case .notPermitted(let path, let reason): "cannot write \(shown(path)): \(reason); choose another folder"
        case .diskFull(let path): "cannot write \(shown(path)): the disk is full; make room and try again"
        case .cannotWrite(let path, let reason): "cannot write \(shown(path)): \(reason)"
        case .interrupted(let path): "\(shown(path)): interrupted"
        }
    }
}

private func words(_ shape: StemSource.Shape) -> String {
    "\(shape.channels == 1 ? "mono" : "stereo") \(shape.sampleRate) Hz, \(shape.frames) frames"
}

private func shown(_ path: String) -> String { VisibleText.line(path) }
