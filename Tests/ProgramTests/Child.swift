import Foundation

/// A process of the built program, `gainrider`, as a person or a script would start it.
///
/// What it writes goes to files, so that no full pipe can hold it up.
final class Child {
    let process: pid_t
    private let outputPath: String
    private let errorPath: String
    private var status: Int32?

    /// The program that was built with these tests, beside them.
    static let program: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("gainrider").path
    }()

    /// - Parameters:
    ///   - folder: in which it works.
    ///   - input: path of its standard input.
    ///   - output: path of its standard output, if it is to be kept.
    ///   - fileBlocks: the size that no file may pass, in the 512 bytes of `ulimit -f`.
    init(
        _ arguments: [String], in folder: Folder, input: String, output: String? = nil, environment: [String: String],
        isNobody: Bool = false, fileBlocks: Int? = nil
    ) throws {
        let number = UUID().uuidString
        outputPath = output ?? folder.hidden("out-\(number)")
        errorPath = folder.hidden("err-\(number)")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        for (descriptor, path) in [(Int32(1), outputPath), (2, errorPath)] {
            posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals as in a shell, whatever the test runner has made of them.
        var defaults = sigset_t()
        sigfillset(&defaults)
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var program = [Child.program]
        if isNobody {
            // The user `nobody` may not read every home, so the program is copied. A child copies it: a file that is open
            // for writing here, also in another child that has inherited it, cannot be run.
            let script =
                "cp -n \"$0\" \"$1\"; p=$1; shift; exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$p\" \"$@\""
            program = ["sh", "-c", script, Child.program, folder.hidden("gainrider")]
        }
        if let fileBlocks {
            program = ["sh", "-c", "ulimit -f \(fileBlocks); exec \"$0\" \"$@\""] + program
        }
        // env(1) changes the folder and becomes the program: the process is the same.
        let words = (["env", "-C", folder.path] + program + arguments).map { strdup($0) } + [nil]
        let settings =
            Child.environment(environment, home: folder.path).map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var identifier: pid_t = 0
        let failure = posix_spawn(&identifier, "/usr/bin/env", &actions, &attributes, words, settings)
        guard failure == 0 else { throw Trouble.cannotStart(Child.program, String(cString: strerror(failure))) }
        process = identifier
    }

    deinit {
        guard status == nil else { return }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// Nothing of the tester's own configuration; colours are not forbidden, so that their absence means something.
    private static func environment(_ own: [String: String], home: String) -> [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return ["PATH": path, "HOME": home, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLUMNS": "80"]
            .merging(own) { $1 }
    }

    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "not UTF-8" }
    var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "not UTF-8" }

    /// Files that it has open and that have no name (yet).
    func namelessFiles() throws -> Int {
        let folder = "/proc/\(process)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count {
            let place = (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) ?? ""
            return place.hasSuffix(" (deleted)")
        }
    }

    func signal(_ number: Int32) { kill(process, number) }

    /// Its end; it is killed if it has not come within `seconds`.
    func end(within seconds: Double = 30) throws -> Outcome {
        try wait("the end of \(process)", seconds: seconds) {
            var found: Int32 = 0
            guard waitpid(process, &found, WNOHANG) == process else { return false }
            self.status = found
            return true
        }
        let word = status ?? 0
        let signal = word & 0x7F
        return Outcome(code: signal == 0 ? (word >> 8) & 0xFF : -signal, output: output, errors: errors)
    }

    /// Asks again until `condition` holds; throws if that takes too long, or if the process has gone without it.
    func wait(_ what: String, seconds: Double = 60, until condition: () throws -> Bool) throws {
        let deadline = Date().addingTimeInterval(seconds)
        while try !condition() {
            guard Date() < deadline else { throw Trouble.waitedInVain(what, output: output, errors: errors) }
            usleep(2000)
        }
    }
}

/// What a finished process leaves.
struct Outcome {
    /// Exit code; the negative number of the signal that ended it.
    let code: Int32
    let output: String
    let errors: String

    /// Throws if the program did not end well, and says why.
    func requireDone() throws { guard code == 0 else { throw Trouble.failed(code, errors) } }
}

enum Trouble: Error {
    case cannotStart(String, String)
    case cannotWrite(String, String)
    case failed(Int32, String)
    case waitedInVain(String, output: String, errors: String)
}
