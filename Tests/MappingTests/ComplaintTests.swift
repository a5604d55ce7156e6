import Foundation
import Testing

/// The page of complaints names tests; those that it names have to be there.
@Suite struct `The page of complaints` {
    private static let tests: String = {
        let folder = Shipped.root.appending(path: "Tests")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".swift") }.sorted().map {
            (try? String(contentsOf: folder.appending(path: $0), encoding: .utf8)) ?? ""
        }.joined(separator: "\n")
    }()

    /// Number, complaint and answer of each row.
    private static func rows() throws -> [(number: Int, answer: String)] {
        let page = try String(contentsOf: Shipped.root.appending(path: "Docs/Complaints.md"), encoding: .utf8)
        return page.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, let number = Int(cells[0]) else { return nil }
            return (number, cells[2])
        }
    }

    @Test func `answers every one of them`() throws {
        #expect(try Self.rows().map(\.number) == Array(1...22) + Array(39...66))
    }

    @Test func `names tests and decisions that exist`() throws {
        let architecture = try String(
            contentsOf: Shipped.root.appending(path: "Docs/Architecture.md"), encoding: .utf8)
        for (number, answer) in try Self.rows() {
            if let decision = answer.split(separator: "Architecture: ").first, answer.hasPrefix("Architecture: ") {
                #expect(architecture.contains(decision), "\(number): \(answer)")
                continue
            }
            let parts = answer.split(separator: " · ", maxSplits: 1).map(String.init)
            #expect(parts.count == 2, "\(number): \(answer)")
            // A suite of one word may be written without back quotes.
            let hasSuite = parts.first.map {
                Self.tests.contains("struct `\($0)`") || Self.tests.contains("struct \($0) {")
            }
            #expect(hasSuite == true, "\(number): no suite \(answer)")
            #expect(parts.last.map { Self.tests.contains("func `\($0)`") } == true, "\(number): no test \(answer)")
        }
    }
}
