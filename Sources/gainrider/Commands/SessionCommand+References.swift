import ArgumentParser
import AudioFiles
import Desk
import Foundation
import MixModel
import SessionStore

extension SessionCommand {
    struct References: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reference", abstract: "Finished music to compare the mix with.",
            usage: "gainrider session reference <song> [<file> ...] [<options>]",
            discussion: """
                Lists the references of a session with their loudness, adds files, or takes one away. While mixing, \
                `/monitor/source = 1` listens to the first one, as loud as the mix and in step with it, and \
                `/monitor/source = 0` to the mix; `toggle /monitor/source` on a button does both, and so does the key b. \
                A reference is never in a bounce. Any format, sample rate, mono or stereo.

                Examples:
                  gainrider session reference Song master.flac
                  gainrider session reference Song
                  gainrider session reference Song --remove 1
                """)

        @OptionGroup var session: SessionArgument

        @Argument(help: ArgumentHelp("Audio files to add.", valueName: "file"), completion: .file())
        var files: [String] = []

        @Option(name: .long, help: ArgumentHelp("Take the reference with this number away.", valueName: "number"))
        var remove: Int?

        @Flag(name: .long, help: "Leave the files where they are, instead of copying them into the session.")
        var inPlace = false

        func validate() throws {
            if remove != nil, !files.isEmpty { throw ValidationError("--remove: add files with a call of their own") }
            if let remove, remove < 1 { throw ValidationError("--remove \(remove): references count from 1") }
        }

        func run() throws {
            Interruption.watch()
            if let remove { return try take(remove) }
            guard files.isEmpty else { return try add() }
            let store = try session.open()
            let references = store.document.mix.references
            if references.isEmpty {
                Terminal.output.line("no references; add one with: gainrider session reference \(session.song) FILE")
            }
            try list(references.indices, in: store)
        }

        private func list(_ indices: Range<Int>, in store: SessionStore) throws {
            let mix = store.document.mix
            for index in indices {
                let source = mix.references[index]
                let stem = Studio.stem(source, in: store.location)
                let words: String
                do {
                    _ = try stem.open(sessionRate: mix.sampleRate)
                    let loudness = ReferenceShelf.loudness(of: stem, sampleRate: mix.sampleRate) {
                        Interruption.isRequested
                    }
                    try Interruption.check()
                    words = loudness.map { $0.isFinite ? "\(($0 * 10).rounded() / 10) LUFS" : "silence" } ?? ""
                } catch let error as FileError {
                    words = "\(error)"
                }
                Terminal.output.line("\(index + 1)  \(source.path)  \(words)")
            }
        }

        private func add() throws {
            let store = try session.openForChange()
            let present = store.document.mix.references.count
            guard present + files.count <= Role.referenceCount else {
                throw Failure(
                    .badData,
                    "gainrider: a session has \(Role.referenceCount) references at most; this one has \(present); nothing was changed"
                )
            }
            var audio = SessionAudio(store.location, isInPlace: inPlace)
            var sources: [Source] = []
            for file in files {
                try Interruption.check()
                let verification = try AudioFile.verify(file) { Interruption.isRequested }
                for fault in verification.faults { Terminal.error.line("gainrider: \(fault)") }
                sources.append(audio.source(of: verification))
            }
            do {
                try audio.copy(orElse: "nothing was changed")
                let new = sources
                try store.perform("Add \(Terminal.count(new.count, "reference"))") { $0.mix.references += new }
            } catch {
                audio.removeCopies()
                throw error
            }
            try list(present..<(present + sources.count), in: store)
            store.closeTelling()
        }

        private func take(_ number: Int) throws {
            let store = try session.openForChange()
            let count = store.document.mix.references.count
            guard number <= count else {
                throw Failure(
                    .badData,
                    "gainrider: there is no reference \(number); the session has \(count); nothing was changed")
            }
            try store.perform("Take reference \(number) away") { $0.mix.references.remove(at: number - 1) }
            let left = store.document.mix.references
            store.closeTelling()
            Terminal.output.line("taken away; gainrider session undo \(session.song) brings it back")
            for index in left.indices.dropFirst(number - 1) {
                Terminal.output.line("reference \(index + 2) is reference \(index + 1) now: \(left[index].path)")
            }
        }
    }
}
