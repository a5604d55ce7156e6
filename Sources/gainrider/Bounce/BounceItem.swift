import AudioFiles
import Desk
import Foundation
import MixModel
import SessionStore
import Units

/// One file of a bounce.
struct BounceItem {
    /// The session as it is rendered.
    var store: SessionStore
    /// Name of the strip, bus or revision that the file holds; `nil`: the mix.
    var title: String?
    var path: String
    /// The part of the song; `nil`: as the command line says.
    var part: Bounce.Part?

    /// A name that a file can have.
    static func fileName(_ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar -> Character in
                scalar == "/" || scalar == "\\" || scalar.properties.generalCategory == .control
                    ? "-" : Character(scalar)
            })
        let short = plain.trimmingCharacters(in: .whitespaces).prefix(80)
        return short.isEmpty || short.hasPrefix(".") ? "-" + short.dropFirst() : String(short)
    }

    /// What came of it.
    struct Done {
        var told: BounceOutcome
        var lines: [String]
        /// Whether all files of the session could be read.
        var isSound: Bool
    }
}

extension BounceCommand {
    /// Renders one file.
    ///
    /// - Parameter isFirst: whether what is wrong with the session's files is told.
    func render(_ item: BounceItem, isFirst: Bool) throws -> BounceItem.Done {
        let studio = Studio(item.store, isLive: false, hasHands: false, workers: workers)
        let faults = isFirst ? studio.tellFaults() : []
        let inputRate = studio.desk.sampleRate
        let length = item.store.document.mix.length
        var remarks = MixRemarks()
        if item.title == nil { remarks.add(item.store.document) }
        let part = try item.part ?? part(length, inputRate, &remarks)
        let outputRate = rate ?? inputRate
        let writer = try sound.writer(
            path: item.path, sampleRate: outputRate, inputRate: inputRate,
            frames: part.mostFrames(length, sampleRate: inputRate),
            timeLine: TimeLine(of: item.store, title: item.title, from: part.start, rate: outputRate),
            remarks: &remarks)
        var finished = false
        defer { if !finished { writer.cancel() } }
        let progress = ProgressLine("Bouncing \(item.title ?? session.location.name)")
        let bounce = try Bounce(
            studio, part: part, block: block, target: target.flatMap(LoudnessTarget.init), measures: !noReport)
        let outcome = try bounce.run(into: writer, progress)
        progress.end()
        do {
            let summary = try writer.finish()
            finished = true
            if let complaint = outcome.complaint { remarks.add(complaint) }
            if item.part == nil { remarks.add(outcome.ending.cut, end: outcome.ending.end, sampleRate: inputRate) }
            remarks.say()
            // Said in the line about the file, too.
            remarks.add(summary, writer.format)
            let seconds = Double(summary.frames) / Double(outputRate)
            return BounceItem.Done(
                told: told(outcome, summary, writer, seconds, remarks.sentences),
                lines: [
                    "\(writer.path): \((seconds * 1000).rounded() / 1000) s, \(writer.format.words), \(summary.words)"
                ] + outcome.lines, isSound: !isFirst || studio.tellFaults(besides: faults).isEmpty)
        } catch {
            throw Failure(error)
        }
    }

    private func told(
        _ outcome: Bounce.Outcome, _ summary: AudioWriter.Summary, _ writer: AudioWriter, _ seconds: Double,
        _ remarks: [String]
    ) -> BounceOutcome {
        BounceOutcome(
            file: writer.path, seconds: seconds, format: writer.format.words,
            samplePeak: summary.peak > 0 ? Level.decibels(gain: Double(summary.peak)) : nil,
            clippedSamples: Int(summary.clippedSamples),
            loudness: outcome.report.map(BounceOutcome.Loudness.init), gain: outcome.levelling?.gain,
            limiterReduction: outcome.levelling?.reduction, remarks: remarks)
    }
}
