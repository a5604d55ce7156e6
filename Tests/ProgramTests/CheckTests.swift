import Foundation
import Testing

@Suite struct `Checking mappings` {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func `ten mistakes give ten messages with their places`() throws {
        let folder = try Folder()
        let mistakes = Self.root.appendingPathComponent("Tests/Corpus/mapping/ten-mistakes.yaml")
        try folder.write(try Data(contentsOf: mistakes), "mine.yaml")
        let checked = try folder.run("check", "mine.yaml")
        #expect(checked.code == 65)
        #expect(checked.output == "")
        let heads = checked.errors.split(separator: "\n").filter { $0.hasPrefix("mine.yaml:") }
        #expect(
            heads.map { $0.prefix { $0 != " " } } == [
                "mine.yaml:3:1:", "mine.yaml:5:10:", "mine.yaml:7:20:", "mine.yaml:8:31:", "mine.yaml:10:3:",
                "mine.yaml:13:20:", "mine.yaml:14:13:", "mine.yaml:15:22:", "mine.yaml:16:5:", "mine.yaml:19:29:",
            ])
        #expect(Set(heads.map { $0.drop { $0 != "[" } }).count == 10)
        #expect(checked.errors.hasSuffix("\n10 errors\n"))
    }

    private static let shipped: [String] = {
        let mappings = root.appendingPathComponent("Mappings").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: mappings)) ?? []
        return files.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }.sorted()
    }()

    @Test(.serialized, arguments: shipped)
    func `finds nothing in those that are shipped, and their tests hold`(file: String) throws {
        let folder = try Folder()
        let mapping = Self.root.appendingPathComponent("Mappings").path + "/" + file
        let checked = try folder.start(["check", mapping]).end()
        #expect(checked.code == 0)
        #expect(checked.errors == "")
        let lines = checked.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines.last?.contains(".test.yaml: all ") == true && lines.last?.hasSuffix(" expectations held") == true)
    }

    @Test func `an expectation that does not hold ends with 1 and its place`() throws {
        let folder = try Folder()
        try folder.write(
            """
            performance: 1
            surfaces:
              desk: {mapping: generic-cc}
            events:
              - {at: 0.1, do: /strip/1/fader = -6 dB}
            expect:
              - {at: 0.2, /strip/1/fader: -6 dB}
              - {at: 0.3, /strip/1/fader: -7 dB}
            """, "hope.yaml")
        let checked = try folder.run("check", "hope.yaml")
        #expect(checked.code == 1)
        #expect(checked.output == "hope.yaml: 1 of 2 expectations held\n")
        #expect(checked.errors.hasPrefix("hope.yaml:8:"))
        #expect(checked.errors.contains("-6 dB"))
    }

    /// What is given, and the code of the message.
    static let hostile: [(text: String, code: String)] = [
        (String(repeating: "a: 1\n", count: 220_000), "too-large"),
        (String(repeating: "[", count: 50_000), "too-deep"),
        ("a: " + String(repeating: "[", count: 100) + String(repeating: "]", count: 100), "too-deep"),
        ("a: &a [1, 2]\nb: *a\n", "alias"),
        ("", "empty-file"),
        ("mapping: 1\n\tname: x\n", "yaml-syntax"),
    ]

    @Test(arguments: hostile)
    func `hostile text gets a message`(text: String, code: String) throws {
        let folder = try Folder()
        try folder.write(text, "mine.yaml")
        let checked = try folder.run("check", "mine.yaml")
        #expect(checked.code == 65)
        #expect(checked.errors.contains("[\(code)]"))
        #expect(checked.errors.utf8.count < 2000)
    }

    @Test func `what is no text is told, and the next file is checked`() throws {
        let folder = try Folder()
        try folder.write(Data([0x6D, 0xFF, 0xFE, 0x00] + Array(repeating: 0xFF, count: 1_100_000)), "raw.yaml")
        try folder.write(
            "mapping: 1\nname: Mine\ncontrols:\n  knob: {in: cc 1}\nlayers:\n  mix:\n    knob: /master/fader\n",
            "good.yaml")
        let checked = try folder.run("check", "raw.yaml", "gone.yaml", "good.yaml")
        #expect(checked.code == 65)
        #expect(checked.output == "good.yaml: Mine: 1 control, 1 assignment in 1 layer\n")
        #expect(checked.errors.contains("raw.yaml:1:1: error: the file is not text in UTF-8 [unreadable-file]"))
        #expect(checked.errors.contains("gainrider: gone.yaml does not exist\n"))
    }

    @Test func `programs get the same as JSON, with the same exit codes`() throws {
        let folder = try Folder()
        let performance =
            "performance: 1\nevents: []\nexpect:\n  - {at: 0, /strip/1/fader: -1 dB}\n  - {at: 0, /strip/1/mute: off}\n"
        try folder.write(performance, "hope.yaml")
        try folder.write(
            "mapping: 1\nname: M\ncontrols:\n  a: {in: cc 1}\nlayers:\n  mix: {a: /master/fadr}\n", "mine.yaml")
        let mistakes = """
                  {
                    "code" : "unknown-address",
                    "column" : 20,
                    "file" : "mine.yaml",
                    "help" : "did you mean `fader`?",
                    "length" : 4,
                    "line" : 6,
                    "message" : "no parameter `/master/fadr`",
                    "severity" : "error"
                  }
            """
        let words = [["hope.yaml"], ["hope.yaml", "gone.yaml"], ["hope.yaml", "gone.yaml", "mine.yaml"]]
        for (files, code) in zip(words, [1, 66, 65] as [Int32]) {
            let checked = try folder.start(["check", "--json"] + files).end()
            #expect(checked.code == code && checked.errors == "")
            let found = try JSONSerialization.jsonObject(with: Data(checked.output.utf8)) as? [[String: Any]]
            #expect(found?.map { $0["file"] as? String } == files)
            #expect(
                found?.map { $0["kind"] as? String }
                    == Array(["performance", "missing", "mapping"].prefix(files.count)))
            let expectations = found?[0]["expectations"] as? [String: Int]
            #expect(expectations == ["total": 2, "held": 1])
            #expect((found?[0]["failures"] as? [[String: Any]])?.map { $0["line"] as? Int } == [4])
            #expect(checked.output.contains(mistakes) == files.contains("mine.yaml"))
        }
    }

    @Test func `leaves nothing among temporary files`() throws {
        let folder = try Folder()
        try FileManager.default.createDirectory(atPath: folder["tmp"], withIntermediateDirectories: false)
        try folder.write("performance: 1\nevents: []\nexpect:\n  - {at: 0, /strip/1/mute: on}\n", "unmet.yaml")
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /strip/99/mute = on}\n", "misfit.yaml")
        for (file, code) in [("unmet.yaml", 1), ("misfit.yaml", 65)] as [(String, Int32)] {
            #expect(try folder.run("check", file, environment: ["TMPDIR": folder["tmp"]]).code == code)
            #expect(folder.names(in: "tmp") == [])
        }
        let endless = (0..<200).map { "\(folder.path)/\($0).yaml" }
        for file in endless {
            try "performance: 1\nevents: []\n".write(toFile: file, atomically: false, encoding: .utf8)
        }
        let child = try folder.start(["check"] + endless, environment: ["TMPDIR": folder["tmp"]])
        try child.wait("the first file") { child.output.contains("0.yaml") }
        child.signal(SIGINT)
        #expect(try child.end(within: 20).code == 130)
        #expect(folder.names(in: "tmp") == [])
    }
}

@Suite struct `Expecting what a device shows` {
    private func check(_ mapping: String, _ body: String) throws -> Outcome {
        let folder = try Folder()
        try folder.write(
            "performance: 1\nsurfaces:\n  desk: {mapping: \(mapping)}\n" + body, "hope.yaml")
        return try folder.run("check", "hope.yaml")
    }

    /// A lamp that was lit and went dark: whatever spelling an expectation uses, one of two that contradict each other fails.
    @Test(arguments: ["80 01 00", "90 01 00"])
    func `of a lamp can hold for lit or for dark, not for both`(dark: String) throws {
        let checked = try check(
            "akai-midimix",
            """
            events:
              - {at: 0.9, desk: 90 01 7F}
              - {at: 0.95, desk: 80 01 7F}
              - {at: 1.5, desk: 90 01 7F}
              - {at: 1.55, desk: 80 01 7F}
            expect:
              - {at: 1, desk: 90 01 7F}
              - {at: 1, desk: \(dark)}
              - {at: 1.8, desk: 90 01 7F}
              - {at: 1.8, desk: \(dark)}
            """)
        #expect(checked.code == 1)
        #expect(checked.output == "hope.yaml: 2 of 4 expectations held\n")
        let places = checked.errors.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(places == ["hope.yaml:11:13:", "hope.yaml:12:15:"])
    }

    /// The same of a display, whose texts may differ from their first letter on.
    @Test func `of a display can hold for one text`() throws {
        let text = "F0 00 00 66 14 12 00 "
        let checked = try check(
            "mackie-control",
            """
            events:
              - {at: 0.5, desk/bank/right: press}
              - {at: 0.55, desk/bank/right: release}
            expect:
              - {at: 0.3, desk: \(text)53 74 72 69 70 31 20 F7}
              - {at: 1, desk: \(text)53 74 72 69 70 31 20 F7}
              - {at: 1, desk: \(text)53 74 72 69 70 39 20 F7}
              - {at: 1, desk: \(text)42 61 73 73 20 20 20 F7}
            """)
        #expect(checked.code == 1)
        #expect(checked.output == "hope.yaml: 2 of 4 expectations held\n")
    }
}
