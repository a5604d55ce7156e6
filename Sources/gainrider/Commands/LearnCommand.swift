import ALSASequencer
import ArgumentParser
import AudioFiles
import Foundation
import Live
import MIDI
import Mapping

struct LearnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn", abstract: "Write a mapping while you move each control, or from a recording of that.",
        discussion: """
            Move every control once, one after the other: faders and knobs from end to end, encoders to the right and back, keys \
            twice. Ctrl-C ends and writes the mapping. It tells absolute controls from encoders and how they count, 14-bit pairs, \
            parameter numbers, touch, and keys that toggle by themselves.

            Examples:
              gainrider learn --out mine.yaml
              gainrider learn --device 'nano*' --out nano.yaml
              gainrider learn --from recorded.yaml > mine.yaml
            """)

    @Option(
        name: .long,
        help: "A performance that was recorded: YAML, or a Standard MIDI File; nothing is listened to then.")
    var from: String?

    @Option(name: .long, help: "The client's name of the device to listen to; * is any text.")
    var device: String = "*"

    @Option(name: .long, help: "What the device is called in the mapping; its own name unless said.")
    var name: String?

    @Option(name: .long, help: "Where the mapping is written; it must not be there yet.")
    var out: String?

    func run() throws {
        let target = try out.map { path throws(FileError) in try NewTextFile(at: path) }
        var learner = ControllerLearner()
        let client = try from.map { try read($0, &learner) } ?? listen(&learner)
        guard learner.count > 0 else {
            throw Failure(.badData, "gainrider: nothing was heard, so there is nothing to write")
        }
        let text = learner.mapping(name: name ?? client ?? "Learnt controller", client: client)
        let (mapping, diagnostics) = MappingReader.read(text: text, file: out ?? "learnt.yaml")
        for diagnostic in diagnostics where diagnostic.severity == .error {
            Terminal.error.line(diagnostic.description)
        }
        if let target { try target.write(text) } else { Terminal.output.write(text) }
        Terminal.error.line(
            "\(Terminal.count(mapping?.controls.count ?? 0, "control")) learnt; try it: gainrider monitor --mapping \(out ?? "FILE")"
        )
    }

    /// The messages of a recording. Its device has no name.
    private func read(_ file: String, _ learner: inout ControllerLearner) throws -> String? {
        if PerformanceFile.isMIDI(file) {
            do {
                let recorded = try StandardMIDIFile(bytes: try InputText.bytes(file))
                for track in recorded.tracks {
                    for event in track.messages { learner.take(event.message, at: event.nanoseconds) }
                }
            } catch let error as MIDIFileError { throw Failure(.badData, "gainrider: \(file): \(error)") }
            return nil
        }
        let draft = PerformanceReader.draft(text: try InputText.read(file), file: file)
        guard !draft.hasErrors else { throw Failure(draft.diagnostics) }
        for event in draft.performance.events {
            guard case .bytes(_, let bytes) = event.input else { continue }
            var parser = ByteParser()
            for message in parser.parse(bytes) { learner.take(message, at: event.nanoseconds) }
        }
        return nil
    }

    /// Listens until Ctrl-C; the client's name of the device that was heard first.
    private func listen(_ learner: inout ControllerLearner) throws -> String? {
        Interruption.watch()
        let client = try Sequencer.open()
        Terminal.error.line("move every control once; Ctrl-C ends")
        var heard: String?
        var silence = LearningSilence(pattern: device)
        while !Interruption.isRequested {
            for event in client.events() {
                switch event {
                case .appeared(let port) where port.isHardware || port.sends:
                    guard silence.appeared(port.identity) else { continue }
                    do { try port.connect() } catch { silence.refused(port.identity, "\(error)") }
                case .message(let port, let message):
                    let name = port.identity.client
                    guard heard == nil || heard == name else {
                        silence.other(name, than: heard ?? "")
                        continue
                    }
                    heard = name
                    silence.isOver = true
                    if let new = learner.take(message.message, at: message.nanoseconds) {
                        Terminal.error.line("\(name): \(new)")
                    }
                case .lost:
                    Terminal.error.line("gainrider: more messages than the kernel keeps; move a little slower")
                default: break
                }
            }
            if let reason = silence.reason() { Terminal.error.line("gainrider: \(reason)") }
            var descriptor = pollfd(fd: client.fileDescriptor, events: Int16(POLLIN), revents: 0)
            poll(&descriptor, 1, 200)
        }
        return heard
    }
}

/// Why nothing is heard: told after a while, once.
private struct LearningSilence {
    let pattern: String
    var isOver = false
    private var seen: [String] = []
    private var connected = 0
    private var refusals: [String] = []
    private var told: Set<String> = []
    private let since = Date()
    private var isTold = false

    init(pattern: String) { self.pattern = pattern }

    /// Whether the device is to be listened to.
    mutating func appeared(_ identity: PortIdentity) -> Bool {
        seen.append(identity.client)
        let isMeant = DeviceMatch(client: pattern).matches(identity)
        if isMeant { connected += 1 }
        return isMeant
    }

    mutating func refused(_ identity: PortIdentity, _ reason: String) {
        connected -= 1
        refusals.append("\(identity.client): \(reason)")
    }

    mutating func other(_ name: String, than heard: String) {
        guard told.insert(name).inserted else { return }
        Terminal.error.line("gainrider: \(name) is another device; this mapping is for \(heard)")
    }

    mutating func reason() -> String? {
        guard !isOver, !isTold, Date().timeIntervalSince(since) > 5 else { return nil }
        isTold = true
        if seen.isEmpty { return "there is no MIDI device; plug it in, or see `gainrider doctor`" }
        if !refusals.isEmpty { return "nothing can be heard: \(refusals.joined(separator: "; "))" }
        if connected == 0 {
            return "no device is called `\(pattern)`; there are: \(seen.joined(separator: ", "))"
        }
        return "the device is connected and sends nothing: is it in another mode, or on another of its ports?"
    }
}
