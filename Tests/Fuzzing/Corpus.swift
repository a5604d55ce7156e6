import Foundation
import TestSupport

/// The inputs of one reader that stand in the package.
public struct Corpus: Sendable {
    public let reader: Reader
    /// Its folder, which may not be there yet.
    public let folder: String
    /// Name and bytes, in the order of names.
    public let files: [(name: String, bytes: [UInt8])]

    /// The package's folder.
    public static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    public init(_ reader: Reader) {
        self.reader = reader
        folder = Corpus.package + "/Tests/Corpus/" + reader.name
        files =
            Corpus.files(in: folder, ending: "")
            + reader.more.flatMap { Corpus.files(in: Corpus.package + "/" + $0.folder, ending: $0.ending) }
    }

    private static func files(in folder: String, ending: String) -> [(name: String, bytes: [UInt8])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted().compactMap { name in
            FileManager.default.contents(atPath: folder + "/" + name).map { (name, Array($0)) }
        }
    }

    /// The input of a round: always the same one for a seed and a number.
    public func input(seed: UInt64, round: Int) -> [UInt8] {
        var dice = Dice(seed: seed &* 0x1_0000_0001 &+ UInt64(round))
        guard !files.isEmpty else { return (0..<64).map { _ in UInt8.random(in: 0...255, using: &dice) } }
        var bytes = files[Int.random(in: files.indices, using: &dice)].bytes
        let other = files[Int.random(in: files.indices, using: &dice)].bytes
        for _ in 0...Int.random(in: 0...5, using: &dice) {
            let mutation = Mutation.allCases[Int.random(in: Mutation.allCases.indices, using: &dice)]
            mutation.apply(to: &bytes, other: other, &dice)
        }
        // Every other input goes on with anything at all.
        if round % 2 == 1, bytes.count < reader.least {
            bytes += (bytes.count..<reader.least).map { _ in UInt8.random(in: 0...255, using: &dice) }
        }
        return Array(bytes.prefix(reader.longest))
    }
}
