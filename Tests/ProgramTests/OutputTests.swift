import Foundation
import Testing

/// What the program is started with: outputs that are full or closed, inputs that never end.
@Suite struct `Standard input and output` {
    /// Runs the program by a shell, which does to its descriptors what a test cannot.
    private func shell(_ script: String, _ folder: Folder) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        var environment = ProcessInfo.processInfo.environment
        environment["G"] = Child.program
        environment["HOME"] = folder.path
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let words = [output, errors].map {
            String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, output: words[0], errors: words[1])
    }

    static let results = [
        "session dump Song", "session dump Song --json", "session history Song --json", "udev", "--help", "--version",
        "bounce Song --wav a.wav", "check ride.yaml",
    ]

    @Test(arguments: results)
    func `full: each result that is not written is an error`(command: String) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.1)
        try folder.write("performance: 1\nevents: []\nexpect:\n  - {at: 0, /strip/1/mute: off}\n", "ride.yaml")
        let full = try shell("\"$G\" \(command) > /dev/full", folder)
        #expect(full.code == 74)
        #expect(
            full.errors.hasSuffix(
                "gainrider: cannot write standard output: the disk is full; make room and try again\n"))
    }

    @Test func `left by its reader: ends quietly`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.1)
        let left = try shell("\"$G\" session dump Song | true; \"$G\" udev | head -n 1 > /dev/null", folder)
        #expect(left.code == 0 && left.errors == "")
    }

    @Test(arguments: ["", "<&-", "2>&-", "<&- >&- 2>&-"])
    func `closed: no file gets its number, and what is printed`(closed: String) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.1)
        let before = try folder.run("session", "dump", "Song").output
        _ = try shell("\"$G\" bounce Song --wav a.wav >&- \(closed)", folder)
        #expect(try Sound(folder["a.wav"]).frames == 4800)
        let dumped = try folder.run("session", "dump", "Song")
        #expect(dumped.output == before && dumped.errors == "")
        for command in ["session dump Song", "bounce Song --wav -"] {
            #expect(try shell("\"$G\" \(command) >&- \(closed)", folder).code == 74)
        }
        #expect(try folder.run("session", "dump", "Song").output == before)
    }

    static let waiting: [[String]] = [
        ["session", "apply", "Song", "pipe"], ["session", "load", "Copy", "pipe"], ["perform", "Song", "pipe"],
        ["perform", "Song", "pipe.mid", "--mapping", "generic-cc"], ["bounce", "Song", "--wav", "pipe"],
        ["mix", "Song", "--device", "none", "--perform", "pipe"],
    ]

    @Test(arguments: waiting)
    func `a pipe that nobody has the other end of does not hold up Ctrl-C`(command: [String]) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.1)
        #expect(mkfifo(folder["pipe"], 0o600) == 0 && mkfifo(folder["pipe.mid"], 0o600) == 0)
        let child = try folder.start(command)
        // It waits as soon as it sleeps in poll or in its pauses: any moment before is as good for an interruption.
        try child.wait("its start") { FileManager.default.fileExists(atPath: "/proc/\(child.process)/fd/0") }
        usleep(300_000)
        child.signal(SIGINT)
        let outcome = try child.end(within: 10)
        #expect([130, -SIGINT].contains(outcome.code), "\(outcome.code) \(outcome.errors)")
    }

    static let refused: [[String]] = [
        ["check", "pipe"], ["new", "Other", "pipe"], ["surfaces", "--mapping", "./pipe.yaml"],
        ["udev", "--mapping", "./pipe.yaml"],
        ["session", "reference", "Song", "pipe"],
    ]

    @Test(arguments: refused)
    func `a pipe where a file is needed is named, at once`(command: [String]) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.1)
        #expect(mkfifo(folder["pipe"], 0o600) == 0 && mkfifo(folder["pipe.yaml"], 0o600) == 0)
        let outcome = try folder.start(command).end(within: 20)
        #expect(outcome.code == 65)
        #expect(outcome.errors.contains("pipe"))
    }

    @Test func `a text that never ends is refused by its size`() throws {
        let folder = try Folder()
        let endless = try shell("\"$G\" session load Copy - < /dev/zero", folder)
        #expect(endless.code == 65)
        #expect(endless.errors == "gainrider: standard input is larger than 256 MiB\n")
        #expect(try folder.run("session", "load", "Copy", "/dev/zero").code == 65)
    }

    @Test func `a limit for the size of files is told, and leaves nothing`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 3)
        let before = folder.names
        // In blocks of 512 bytes: less than the bounce, more than the session's files.
        let limited = try shell("ulimit -f 1000; \"$G\" bounce Song --wav a.wav", folder)
        #expect(limited.code == 74)
        #expect(limited.errors == "gainrider: cannot write a.wav: file too large\n")
        #expect(folder.names == before)
    }
}
