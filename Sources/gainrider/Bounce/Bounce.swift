import AudioFiles
import Desk
import Foundation
import Loudness
import MixModel
import Units

/// One bounce: renders a part of the song, measures it, and brings it to a loudness if that is asked for.
struct Bounce {
    private let studio: Studio
    private let part: Part
    private let block: Int
    private let target: LoudnessTarget?
    private let meter: ProgrammeMeter?

    /// What is asked for of the song.
    struct Part {
        /// Session frame of the first.
        var start: FramePosition
        /// Session frame after the last; `nil`: the end of the tail.
        var end: FramePosition?
        var tail: Tail

        /// Most frames that it can have.
        ///
        /// - Parameter length: of the song, in frames.
        func mostFrames(_ length: FramePosition, sampleRate: Int) -> FramePosition {
            min(end ?? .max, length + tail.frames(sampleRate: sampleRate)) - start
        }
    }

    /// What came out.
    struct Outcome {
        /// Of what was written; `nil` if nothing was measured.
        var report: LoudnessReport?
        /// What was done to reach a target.
        var levelling: Levelling.Outcome?
        var target: LoudnessTarget?
        /// What goes on sounding after the end.
        var ending = SongRender.Ending(end: 0)
        /// What could not be done.
        var complaint: String?

        /// For people, after the line about the file.
        var lines: [String] {
            (levelling.map { [change($0)] } ?? []) + (report?.lines.map { "  " + $0 } ?? [])
        }

        private func change(_ done: Levelling.Outcome) -> String {
            let text = LoudnessReport.short
            var line = "  gain \(done.gain >= 0 ? "+" : "")\(text(done.gain)) dB"
            if done.reduction > 0.05 { line += ", limiter up to \(text(done.reduction)) dB" }
            if let target, abs(target.loudness - done.report.integrated) > 0.1 {
                line += "; \(text(target.loudness)) LUFS cannot be reached under \(text(target.ceiling)) dBTP"
            }
            return line
        }
    }

    init(_ studio: Studio, part: Part, block: Int, target: LoudnessTarget?, measures: Bool) throws {
        self.studio = studio
        self.part = part
        self.block = block
        self.target = target
        meter = measures ? try ProgrammeMeter(sampleRate: studio.desk.sampleRate) : nil
    }

    /// Renders into a file that is finished by the caller.
    func run(into writer: AudioWriter, _ progress: ProgressLine) throws -> Outcome {
        do {
            guard let target, let meter else {
                let ending = try render(progress) { try writer.write(left: $0, right: $1, frames: $2) }
                return Outcome(report: meter?.finish(), ending: ending)
            }
            let mix = try KeptMix(beside: writer.isHandedOn ? nil : writer.path)
            let ending = try render(progress) { try mix.add($0, $1, frames: $2) }
            let before = meter.finish()
            guard before.integrated.isFinite else {
                try mix.play { try writer.write(left: $0, right: $1, frames: $2) }
                return Outcome(
                    report: before, ending: ending,
                    complaint: "the mix was written as it is: it has no loudness to bring to "
                        + "\(LoudnessReport.short(target.loudness)) LUFS, for nothing of it is above -70 LUFS for 0.4 s"
                )
            }
            let done = try Levelling(mix: mix, sampleRate: studio.desk.sampleRate, target: target).write(
                to: writer, before: before)
            return Outcome(report: done.report, levelling: done, target: target, ending: ending)
        } catch let error as FileError {
            throw Failure(error)
        } catch let error as LoudnessError {
            throw Failure(.badData, "gainrider: \(error)")
        } catch let error as SongRender.Stalled {
            throw Failure(.inputOutput, "gainrider: \(error)")
        }
    }

    /// Renders and measures, and keeps nothing: where the sound ends, and what is loud in it.
    func measure(_ progress: ProgressLine) throws -> Outcome {
        do {
            let ending = try render(progress) { _, _, _ in }
            return Outcome(report: meter?.finish(), ending: ending)
        } catch let error as SongRender.Stalled {
            throw Failure(.inputOutput, "gainrider: \(error)")
        }
    }

    /// Plays from the song's start, so that a part sounds as it does in the whole, and keeps what is asked for.
    private func render(
        _ progress: ProgressLine, _ keep: @escaping (UnsafePointer<Float>, UnsafePointer<Float>, Int) throws -> Void
    ) throws -> SongRender.Ending {
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: block)
        let song = SongRender(desk: studio.desk, player: player, tail: part.tail)
        song.onProgress = { progress.show($0) }
        return try song.run(until: part.end) { [part, meter] left, right, frames, position in
            do { try Interruption.check() } catch {
                progress.end()
                throw error
            }
            let skipped = Int(min(max(0, part.start - position), Int64(frames)))
            guard skipped < frames else { return }
            meter?.add(left: left + skipped, right: right + skipped, frames: frames - skipped)
            try keep(left + skipped, right + skipped, frames - skipped)
        }
    }
}
