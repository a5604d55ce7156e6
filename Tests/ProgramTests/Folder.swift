import AudioFiles
import CSndfile
import Foundation
import SessionStore

/// A folder of its own in which a test works; gone when the test is over.
final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/gainrider-program-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path + "/.rest", withIntermediateDirectories: true)
    }

    deinit {
        // A test may have taken the right to write away.
        for name in names { chmod(self[name], 0o755) }
        try? FileManager.default.removeItem(atPath: path)
    }

    subscript(name: String) -> String { path + "/" + name }

    /// Place of a file that is none of the test's.
    func hidden(_ name: String) -> String { path + "/.rest/" + name }

    /// What stands in the folder, or in a folder of it.
    func names(in folder: String = "") -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []
        return names.filter { $0 != ".rest" }.sorted()
    }

    var names: [String] { names() }

    // MARK: The program

    /// Starts the program here.
    func start(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) throws -> Child {
        try start(arguments, input: input, environment: environment)
    }

    /// Runs the program here to its end.
    @discardableResult
    func run(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) throws -> Outcome {
        try start(arguments, input: input, environment: environment).end()
    }

    /// Runs the program as a user to whom nothing belongs; as ourselves if we are not root.
    func runAsNobody(_ arguments: String...) throws -> Outcome { try runAsNobody(arguments) }

    func runAsNobody(_ arguments: [String]) throws -> Outcome {
        try Child(arguments, in: self, input: "/dev/null", environment: [:], isNobody: geteuid() == 0).end()
    }

    func start(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Child {
        var source = "/dev/null"
        if let input {
            source = hidden("in-\(UUID().uuidString)")
            try input.write(toFile: source, atomically: false, encoding: .utf8)
        }
        return try Child(arguments, in: self, input: source, environment: environment)
    }

    // MARK: Files

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: self[name])) }

    func write(_ text: String, _ name: String) throws { try write(Data(text.utf8), name) }

    func write(_ data: Data, _ name: String) throws {
        let file = URL(fileURLWithPath: self[name])
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    /// A stem of noise at half scale or less, the same in every run, written by libsndfile.
    func stem(
        _ name: String, _ format: Int = Int(SF_FORMAT_WAV) | Int(SF_FORMAT_PCM_16), rate: Int = 48_000,
        channels: Int = 2,
        seconds: Double = 2, seed: UInt64 = 1
    ) throws {
        let frames = Int(seconds * Double(rate))
        var state = seed
        let samples = (0..<frames * channels).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 33) >> 7) * 0x1p-25
        }
        try write(samples: samples, name, format, rate: rate, channels: channels)
    }

    func write(samples: [Float], _ name: String, _ format: Int, rate: Int, channels: Int) throws {
        let file = URL(fileURLWithPath: self[name])
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        var info = SF_INFO()
        info.samplerate = Int32(rate)
        info.channels = Int32(channels)
        info.format = Int32(format)
        guard let handle = sf_open(self[name], Int32(SFM_WRITE), &info) else {
            throw Trouble.cannotWrite(name, String(cString: sf_strerror(nil)))
        }
        sf_writef_float(handle, samples, sf_count_t(samples.count / channels))
        sf_close(handle)
    }

    // MARK: Sessions

    /// The session as the program tells it.
    func document(_ song: String) throws -> SessionDocument {
        try SessionDocument.load(text: run("session", "dump", song).output, file: song)
    }

    /// A session `Song` of short noise stems, made by the program.
    func makeSong(strips: Int = 2, seconds: Double = 2, rate: Int = 48_000, arguments: [String] = []) throws {
        for number in 1...strips {
            try stem(
                "stems/\(number).wav", rate: rate, channels: 1 + number % 2, seconds: seconds, seed: UInt64(number))
        }
        try start(["new", "Song", "stems"] + arguments).end().requireDone()
    }
}
