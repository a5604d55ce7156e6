import Foundation
import Fuzzing

/// The parent: starts children for one reader, and keeps what ended one.
struct Hunt {
    private let reader: Reader
    private let seconds: Int
    private let seed: UInt64
    private static let mostFinds = 10

    init(_ reader: Reader, seconds: Int, seed: UInt64) {
        self.reader = reader
        self.seconds = seconds
        self.seed = seed
    }

    /// - Returns: how many inputs ended a child.
    func run() -> Int {
        let log = FileManager.default.temporaryDirectory.path + "/gainrider-fuzz-log-\(getpid())"
        defer { unlink(log) }
        guard FileManager.default.createFile(atPath: log, contents: Data(count: 16)) else { return 0 }
        let deadline = Date().timeIntervalSince1970 + Double(seconds)
        // Fifty traces of one fault tell no more than the file: `fuzz READER FILE` shows it.
        setenv("SWIFT_BACKTRACE", "enable=no", 1)
        var round = 0
        var finds = 0
        var seeds = 0
        var bytes: Int64 = 0
        while Date().timeIntervalSince1970 < deadline, finds < Self.mostFinds {
            // As the child reads it: what was found before is among the seeds.
            let corpus = Corpus(reader)
            seeds = corpus.files.count
            let signal = child([reader.name, "\(seed)", "\(round)", "\(deadline)", log])
            let note = FileManager.default.contents(atPath: log) ?? Data()
            let reached = Self.number(note.prefix(8))
            bytes += Self.number(note.dropFirst(8))
            round = Int(abs(reached))
            if signal == 0 {
                // It has read its share, or the time is over.
                if reached > 0 { continue }
                break
            }
            finds += 1
            keep(corpus.input(seed: seed, round: round), of: corpus, signal, round)
            round += 1
        }
        print("\(reader.name): \(round) inputs with \(bytes) bytes in all, of \(seeds) seeds, \(finds) finds")
        return finds
    }

    /// As the child wrote it, on the same machine.
    private static func number(_ bytes: Data) -> Int64 { bytes.reversed().reduce(0) { $0 << 8 | Int64($1) } }

    /// - Returns: the signal that ended it, or its exit code; 0 if all went well.
    private func child(_ words: [String]) -> Int32 {
        let arguments = (["fuzz", "--child"] + words).map { strdup($0) } + [nil]
        defer { for text in arguments { free(text) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/proc/self/exe", nil, nil, arguments, environ) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F != 0 ? status & 0x7F : status >> 8 & 0xFF
    }

    private func keep(_ input: [UInt8], of corpus: Corpus, _ signal: Int32, _ round: Int) {
        let name = "\(corpus.folder)/find-\(seed)-\(round)"
        try? FileManager.default.createDirectory(atPath: corpus.folder, withIntermediateDirectories: true)
        let isKept = FileManager.default.createFile(atPath: name, contents: Data(input))
        let what =
            switch signal {
            case SIGPROF, SIGALRM: "takes more than \(Worker.seconds) s"
            case SIGKILL: "was killed"
            default: "ends with signal \(signal)"
            }
        print("\(reader.name): round \(round) \(what): \(isKept ? name : "not kept")")
    }
}
