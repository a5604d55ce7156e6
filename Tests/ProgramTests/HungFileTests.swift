import Foundation
import Testing

/// A stem on a disk or a network that has gone away: whoever reads it waits, and no signal ends that.
@Suite(.timeLimit(.minutes(20))) struct `A file that does not answer` {
    private static let library = URL(fileURLWithPath: Child.program).deletingLastPathComponent()
        .appendingPathComponent("libhung-file.so").path

    // swift-format-ignore
    private static let commands: [(words: [String], after: Int)] = [
        (["new", "Other", "stems/1.wav"], 0),
        (["bounce", "Song", "--wav", "mix.wav"], 0),
        (["bounce", "Song", "--wav", "mix.wav"], 100_000),
        (["bounce", "Song", "--stems"], 100_000),
        (["perform", "Song", "ride.yaml", "--wav", "mix.wav"], 100_000),
    ]

    @Test(arguments: commands)
    func `is left by Ctrl-C, and nothing half made is there`(words: [String], after: Int) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 20)
        try folder.write(Rides.fader(for: 10), "ride.yaml")
        let before = folder.names
        let sign = folder.hidden("hangs")
        let child = try Child(
            words, in: folder, input: "/dev/null",
            environment: [
                "LD_PRELOAD": Self.library, "GAINRIDER_HUNG_FILE": "/1.wav", "GAINRIDER_HUNG_AFTER": "\(after)",
                "GAINRIDER_HUNG_SIGN": sign,
            ])
        try child.wait("the read that hangs") { FileManager.default.fileExists(atPath: sign) }
        child.signal(SIGINT)
        let ended = try child.end()
        #expect(ended.code == 130, "\(ended)")
        #expect(folder.names == before)
        // The session opens as ever.
        try folder.run("session", "dump", "Song").requireDone()
    }

    @Test func `is named while it is waited for`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 20)
        let child = try Child(
            ["bounce", "Song", "--wav", "mix.wav"], in: folder, input: "/dev/null",
            environment: [
                "LD_PRELOAD": Self.library, "GAINRIDER_HUNG_FILE": "/1.wav", "GAINRIDER_HUNG_AFTER": "100000",
            ])
        try child.wait("the word which file it is") {
            child.errors.contains("strip 1") && child.errors.contains("it is waited for, and Ctrl-C leaves")
        }
        child.signal(SIGINT)
        #expect(try child.end().code == 130)
    }
}
