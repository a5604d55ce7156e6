import Foundation
import Glibc
import Testing

@testable import AudioFiles

@Suite struct `What stands where sound is written` {
    private let folder = TestFolder()

    /// A short file in one piece.
    private func write(to path: String) throws {
        let writer = try AudioWriter(path: path, format: .wav16, sampleRate: 48_000)
        let samples = TestNoise.samples(500)
        try writer.write(left: samples, right: samples, frames: samples.count)
        try writer.finish()
    }

    private func kind(_ name: String) -> mode_t {
        var status = stat()
        return lstat(folder[name], &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    @Test func `a pipe gets the whole file, and stays a pipe`() throws {
        try write(to: folder["plain.wav"])
        let plain = try #require(FileManager.default.contents(atPath: folder["plain.wav"]))
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        let reader = open(folder["pipe"], O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try write(to: folder["pipe"])
        var bytes = [UInt8](repeating: 0, count: plain.count + 1)
        #expect(read(reader, &bytes, bytes.count) == plain.count)
        #expect(Data(bytes.prefix(plain.count)) == plain)
        #expect(kind("pipe") == S_IFIFO)
        #expect(folder.names.sorted() == ["pipe", "plain.wav"])
    }

    @Test func `a pipe gets nothing of what was given up`() throws {
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        let reader = open(folder["pipe"], O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let writer = try AudioWriter(path: folder["pipe"], format: .wav16, sampleRate: 48_000)
        #expect(writer.isHandedOn)
        let samples = TestNoise.samples(500)
        try writer.write(left: samples, right: samples, frames: samples.count)
        writer.cancel()
        var byte: UInt8 = 0
        #expect(read(reader, &byte, 1) == 0, "the end, and nothing before it")
        #expect(folder.names == ["pipe"])
    }

    @Test func `a link stays a link, and what it leads to is replaced`() throws {
        try FileManager.default.createDirectory(atPath: folder["music"], withIntermediateDirectories: false)
        try Data("old".utf8).write(to: URL(fileURLWithPath: folder["music/old.wav"]))
        #expect(symlink("music/old.wav", folder["link.wav"]) == 0)
        try write(to: folder["link.wav"])
        #expect(kind("link.wav") == S_IFLNK)
        #expect(try AudioFile.probe(folder["music/old.wav"]).frames == 500)
        #expect(folder.names.sorted() == ["link.wav", "music"])
    }

    @Test func `a folder is refused, by way of a link too`() throws {
        try FileManager.default.createDirectory(atPath: folder["music"], withIntermediateDirectories: false)
        #expect(symlink("music", folder["link"]) == 0)
        for name in ["music", "link"] {
            #expect(throws: FileError.folder(path: folder[name])) { try write(to: folder[name]) }
        }
    }

    @Test(arguments: [mode_t(0o600), 0o640, 0o604])
    func `the permissions of a file stay when it is replaced`(mode: mode_t) throws {
        try Data("old".utf8).write(to: URL(fileURLWithPath: folder["a.wav"]))
        #expect(chmod(folder["a.wav"], mode) == 0)
        try write(to: folder["a.wav"])
        var status = stat()
        #expect(stat(folder["a.wav"], &status) == 0)
        #expect(status.st_mode & 0o7777 == mode)
        #expect(try AudioFile.probe(folder["a.wav"]).frames == 500)
    }

    @Test(arguments: ["../b.wav", "b.wav"])
    func `a link to nothing stays a link, and leads to the file then`(name: String) throws {
        try FileManager.default.createDirectory(atPath: folder["music"], withIntermediateDirectories: false)
        #expect(symlink(name, folder["music/link.wav"]) == 0)
        try write(to: folder["music/link.wav"])
        #expect(kind("music/link.wav") == S_IFLNK)
        #expect(kind(name.hasPrefix("..") ? "b.wav" : "music/b.wav") == S_IFREG)
    }

    /// Whether the test's folder can hold files without a name.
    private var knowsNamelessFiles: Bool {
        let descriptor = open(folder.path, UnseenFile.withoutName | O_RDWR, 0o600)
        return descriptor >= 0 && close(descriptor) == 0
    }

    @Test func `nothing is seen of a file before it is complete, whatever ends the program`() throws {
        try #require(knowsNamelessFiles, "this file system keeps hidden names instead")
        let writer = try AudioWriter(path: folder["a.wav"], format: .wav24, sampleRate: 48_000)
        let samples = TestNoise.samples(5000)
        try writer.write(left: samples, right: samples, frames: samples.count)
        #expect(folder.names == [])
        try writer.finish()
        #expect(folder.names == ["a.wav"])
    }

    @Test func `a pipe that nobody reads is waited for until the user has enough`() throws {
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        var looks = 0
        #expect(throws: FileError.interrupted(path: folder["pipe"])) {
            _ = try AudioWriter(path: folder["pipe"], format: .wav16, sampleRate: 48_000) {
                looks += 1
                return looks > 2
            }
        }
        #expect(folder.names == ["pipe"])
    }

    @Test func `a reader that does nothing is waited for until the user has enough`() throws {
        #expect(mkfifo(folder["pipe"], 0o600) == 0)
        let reader = open(folder["pipe"], O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let writer = try AudioWriter(path: folder["pipe"], format: .wav24, sampleRate: 48_000) { true }
        let samples = TestNoise.samples(50_000)
        try writer.write(left: samples, right: samples, frames: samples.count)
        #expect(throws: FileError.interrupted(path: folder["pipe"])) { try writer.finish() }
    }
}
