import Foundation
import Testing

/// What was read from a file may be anything. GRDB's accessors of rows end the program where a cell is not what was asked
/// for, and so does `try!` where a call fails.
@Suite struct `Row access` {
    /// What may not be written, and why. All but the first only where GRDB is imported.
    static let forbidden: [(pattern: String, why: String)] = [
        (#"try!"#, "ends the program where a call fails"),
        (#"\brow\s*\["#, "GRDB's subscript of rows ends the program; use cell, whole, text or bytes"),
        (#"\bRow\b.*\)\s*\["#, "GRDB's subscript of rows ends the program"),
        (#"\$0\s*\[\s*""#, "GRDB's subscript of rows ends the program"),
        (
            #"\b(String|Int|Int64|Double|Bool|Data|Date|Float)\.fetch(One|All|Set|Cursor)\("#,
            "GRDB takes a cell of another type for 0 or nothing; fetch the row"
        ),
        (#"FetchableRecord|DatabaseValueConvertible\s*\{"#, "decoding by GRDB ends the program"),
    ]

    static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    /// Lines of a text that hold a pattern, without what stands in comments.
    static func lines(_ text: String, with pattern: String) -> [Int] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter { _, line in
            let code = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
            return code.range(of: pattern, options: .regularExpression) != nil
        }.map { $0.offset + 1 }
    }

    @Test func `of the sources cannot end the program`() throws {
        let files = try #require(FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            let usesDatabase = text.contains("import GRDB")
            if usesDatabase { count += 1 }
            for (index, (pattern, why)) in Self.forbidden.enumerated() {
                guard index == 0 ? text.contains("try!") : usesDatabase else { continue }
                let found = Self.lines(text, with: pattern)
                #expect(found.isEmpty, "\(file.lastPathComponent), lines \(found): \(pattern): \(why)")
            }
        }
        #expect(count > 15)
    }

    @Test func `that is wrong is found`() {
        let wrong = [
            #"let x = try! open()"#, #"id: row["id"], label: row["label"]"#, #"try Row.fetchOne(db, sql: s)["n"]"#,
            #".map { $0["name"] }"#, #"try Int.fetchOne(db, sql: "SELECT 1")"#,
            "struct Entry: FetchableRecord {",
        ]
        for (line, rule) in zip(wrong, Self.forbidden) {
            #expect(Self.lines(line, with: rule.pattern) == [1], "\(line)")
        }
        #expect(Self.lines("// row[\"id\"] is forbidden", with: Self.forbidden[1].pattern).isEmpty)
    }
}
