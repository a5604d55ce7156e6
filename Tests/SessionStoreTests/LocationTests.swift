import Foundation
import Testing

@testable import SessionStore

@Suite struct `Session location` {
    @Test(arguments: ["Song", "Song/", "Song.gainrider", "Song.gainrider/", "./x/../Song"])
    func `is found with and without suffix and slash`(path: String) {
        let location = SessionLocation("/music/" + path)
        #expect(location.folder == "/music/Song.gainrider")
        #expect(location.name == "Song")
        #expect(location.path(of: "audio/a.wav") == "/music/Song.gainrider/audio/a.wav")
        #expect(location.path(of: "/stems/a.wav") == "/stems/a.wav")
    }

    @Test func `can be a folder with another name that holds a session`() throws {
        let folder = try SessionFolder()
        try SessionStore.create(at: folder.song, document: SessionDocument(sampleRate: 48000)).close()
        try FileManager.default.moveItem(atPath: folder.song.folder, toPath: folder.path + "/Other")
        #expect(SessionLocation(folder.path + "/Other").folder == folder.path + "/Other")
        #expect(try SessionStore.open(at: SessionLocation(folder.path + "/Other/")).isReadOnly == false)
    }

    @Test func `that is not there is named`() throws {
        let folder = try SessionFolder()
        let error = #expect(throws: SessionStoreError.self) { try SessionStore.open(at: folder.song) }
        #expect(error == .notFound(path: folder.song.folder))
        #expect(error?.exitCode == 66)
        #expect(
            error?.description
                == "no session at \(folder.song.folder); make one with: gainrider new SONG STEM...")
    }

    @Test func `that is taken is not overwritten`() throws {
        let folder = try SessionFolder()
        try FileManager.default.createDirectory(atPath: folder.song.audio, withIntermediateDirectories: true)
        let error = #expect(throws: SessionStoreError.self) {
            try SessionStore.create(at: folder.song, document: SessionDocument(sampleRate: 48000))
        }
        #expect(error == .alreadyExists(path: folder.song.folder))
        #expect(error?.exitCode == 73)
        #expect(FileManager.default.fileExists(atPath: folder.song.audio))
        #expect(!FileManager.default.fileExists(atPath: folder.song.database))
    }

    @Test func `without a session in it is refused`() throws {
        let folder = try SessionFolder()
        try FileManager.default.createDirectory(atPath: folder.song.folder, withIntermediateDirectories: true)
        #expect(throws: SessionStoreError.notASession(path: folder.song.folder, reason: "it holds no session.sqlite"))
        {
            try SessionStore.open(at: folder.song)
        }
        try FileManager.default.removeItem(atPath: folder.song.folder)
        try SessionFolder.write(Data("x".utf8), to: folder.song.folder)
        #expect(
            throws: SessionStoreError.notASession(
                path: folder.song.folder, reason: "it is a file; a session is a folder")
        ) { try SessionStore.open(at: folder.song) }
    }

    @Test func `below a file cannot be made`() throws {
        let folder = try SessionFolder()
        try SessionFolder.write(Data("x".utf8), to: folder.path + "/file")
        let error = #expect(throws: SessionStoreError.self) {
            try SessionStore.create(
                at: SessionLocation(folder.path + "/file/Song"), document: SessionDocument(sampleRate: 48000))
        }
        guard case .cannotCreate(folder.path + "/file/Song.gainrider", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    static let errors: [(SessionStoreError, String, Int32)] = [
        (.notFound(path: "/S"), "no session at /S; make one with: gainrider new SONG STEM...", 66),
        (.alreadyExists(path: "/S"), "/S is there already; choose another name, or move it away", 73),
        (.cannotCreate(path: "/S", reason: "not allowed"), "cannot make /S: not allowed; choose another place", 73),
        (.notASession(path: "/S", reason: "it is a file"), "/S is not a Gainrider session: it is a file", 65),
        (
            .newerVersion(path: "/S", found: 9, supported: 1),
            "/S has session version 9; this Gainrider reads up to 1: update Gainrider to open it", 65
        ),
        (
            .corrupt(path: "/S", reason: "not a database"),
            "/S is damaged (not a database) and holds no state that could be recovered; nothing was changed: "
                + "bring back a copy of the session folder from your backups", 65
        ),
        (.readOnly(path: "/S"), "/S is open read-only; nothing was stored", 73),
        (
            .diskFull(path: "/S"),
            "no space left to store the change in /S; it is as it was before: free some space and repeat", 74
        ),
        (.notWritable(path: "/S"), "/S cannot be written now; nothing was stored", 73),
        (
            .noBackup(path: "/S", reason: "no space left"),
            "/S is stored, but no new backup copy could be made beside it: no space left; the next command that changes "
                + "the session tries again", 74
        ),
        (
            .foreignParts(path: "/S", parts: ["view lane", "trigger t"]),
            "/S is not opened: its session.sqlite holds what Gainrider does not make (view lane, trigger t); take that "
                + "out, or ask whoever sent the session", 65
        ),
        (.inputOutput(path: "/S", reason: "I/O error"), "cannot read or write /S: I/O error", 74),
        (
            .text(file: "a.yaml", faults: [TextFault(line: 2, column: 3, message: "m", help: "h")]),
            "a.yaml:2:3: m (h)", 65
        ),
    ]

    @Test(arguments: errors.indices)
    func `has errors that say what to do`(index: Int) {
        let (error, text, code) = Self.errors[index]
        #expect(error.description == text)
        #expect(error.exitCode == code)
    }

    @Test func `leaves nothing when the document is refused`() throws {
        let folder = try SessionFolder()
        #expect(throws: SessionStoreError.self) {
            try SessionStore.create(at: folder.song, document: SessionDocument(sampleRate: 0))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.song.folder))
    }
}
