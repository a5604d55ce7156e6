import AudioFiles
import Desk
import MixModel
import SessionStore

/// The file that what is heard is kept in, if one was asked for.
struct HeardFile {
    let sound: HeardSound
    private let sampleRate: Int
    private let path: String
    private let format: AudioWriter.Format

    /// Frames that nobody plays in one sitting: the file is one of those that may grow beyond 4 GiB.
    private static let most: Int64 = 1 << 40

    /// - Returns: `nil` if none was asked for.
    /// - Throws: a failure where the file cannot be made.
    init?(_ option: SoundFile, of store: SessionStore) throws {
        guard let path = option.path else { return nil }
        try option.spare(store, at: path)
        sampleRate = store.document.mix.sampleRate
        var remarks = MixRemarks()
        let writer = try option.writer(
            path: path, sampleRate: sampleRate, inputRate: sampleRate, frames: HeardFile.most,
            timeLine: TimeLine(title: store.location.name), remarks: &remarks)
        remarks.say()
        self.path = path
        format = option.format
        sound = HeardSound(writer)
        sound.start()
    }

    /// Says, once, that nothing is kept any more.
    func tellFault(_ tell: (String) -> Void) {
        guard let fault = sound.takeFault() else { return }
        tell("what is heard is not kept any more: \(fault)")
    }

    /// Completes the file, and tells what is in it. Nothing is rendered any more.
    ///
    /// - Parameter clipped: frames that the loudspeakers got clipped, and the file too.
    func finish(unkept: Int64, clipped: Int, tell: (String) -> Void) throws {
        let summary: AudioWriter.Summary
        do throws(FileError) { summary = try sound.finish() } catch { throw Failure(error) }
        let length = TimeText.minutes(summary.frames, sampleRate: sampleRate)
        tell("\(path): \(format.words), \(length), \(summary.words)")
        if clipped > 0 {
            tell(
                "\(path): \(clipped) frames were beyond full scale, and are clipped as the loudspeakers had them; a bounce in "
                    + "floats keeps them as they are")
        }
        if unkept > 0 { tell("\(path): \(unkept) frames that were heard are missing in it: the disk was too slow") }
    }
}
