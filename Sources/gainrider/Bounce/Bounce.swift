import AudioFiles
import Desk
import Engine
import Foundation
import Loudness
import MixModel
import Units

/// One bounce: renders a part of the song, measures it, and brings it to a loudness if that is asked for.
struct Bounce {
    private let studio: Studio
    private let part: Range<FramePosition>
    private let block: Int
    private let target: LoudnessTarget?
    private let meter: LoudnessMeter?

    /// What came out.
    struct Outcome {
        /// Of what was written; `nil` if nothing was measured.
        var report: LoudnessReport?
        /// What was done to reach a target.
        var levelling: Levelling.Outcome?
        var target: LoudnessTarget?

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

    init(_ studio: Studio, part: Range<FramePosition>, block: Int, target: LoudnessTarget?, measures: Bool) throws {
        self.studio = studio
        self.part = part
        self.block = block
        self.target = target
        meter = measures ? try LoudnessMeter(sampleRate: studio.desk.sampleRate) : nil
    }

    /// Renders into a file that is finished by the caller.
    func run(into writer: AudioWriter, _ progress: ProgressLine) throws -> Outcome {
        do {
            guard let target, let meter else {
                try render(progress) { try writer.write(left: $0, right: $1, frames: $2) }
                return Outcome(report: meter?.finish())
            }
            let mix = try KeptMix(beside: writer.isHandedOn ? nil : writer.path)
            try render(progress) { try mix.add($0, $1, frames: $2) }
            let before = meter.finish()
            guard before.integrated.isFinite else {
                throw Failure(
                    .badData,
                    "gainrider: the mix has no loudness to bring to \(LoudnessReport.short(target.loudness)) LUFS: nothing of "
                        + "it is above -70 LUFS for 0.4 s; bounce without --target")
            }
            let done = try Levelling(mix: mix, sampleRate: studio.desk.sampleRate, target: target).write(
                to: writer, before: before)
            return Outcome(report: done.report, levelling: done, target: target)
        } catch let error as FileError {
            throw Failure(error)
        } catch let error as LoudnessError {
            throw Failure(.badData, "gainrider: \(error)")
        }
    }

    /// Plays from the song's start, so that a part sounds as it does in the whole, and keeps what is asked for.
    private func render(
        _ progress: ProgressLine, _ keep: (UnsafePointer<Float>, UnsafePointer<Float>, Int) throws -> Void
    ) throws {
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: block)
        studio.desk.playThrough(at: 0, until: part.upperBound)
        // What comes out has gone through the limiter's look-ahead.
        var position = FramePosition(-studio.engine.latency)
        while position < part.upperBound {
            do { try Interruption.check() } catch {
                progress.end()
                throw error
            }
            try player.render(min(8192, part.upperBound - position)) { left, right, frames in
                let skipped = Int(min(max(0, part.lowerBound - position), Int64(frames)))
                if skipped < frames {
                    meter?.add(left: left + skipped, right: right + skipped, frames: frames - skipped)
                    try keep(left + skipped, right + skipped, frames - skipped)
                }
                position += Int64(frames)
            }
            progress.show(Double(max(0, position)) / Double(part.upperBound))
        }
    }
}
