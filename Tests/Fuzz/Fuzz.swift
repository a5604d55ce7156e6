import Foundation
import Fuzzing

/// Spoils inputs of the program's readers until one traps, hangs or takes too much memory.
///
/// `fuzz [READER …] [--seconds N] [--seed N]`: 60 seconds for each reader, all of them unless named. Children read, so that
/// one that ends is noticed; what ended it is kept in `Tests/Corpus/<reader>/`, where every test run reads it again.
/// `fuzz READER FILE` reads one file.
@main
enum Fuzz {
    static func main() {
        var words = Array(CommandLine.arguments.dropFirst())
        if words.first == "--child" { Worker(words).run() }
        let seconds = number("--seconds", &words) ?? 60
        let seed = UInt64(number("--seed", &words) ?? 1)
        if words.count == 2, let reader = reader(words[0]), let data = FileManager.default.contents(atPath: words[1])
        {
            return reader.read(Array(data))
        }
        if let unknown = words.first(where: { reader($0) == nil }) {
            print("there is no reader \(unknown); there are: \(Reader.all.map(\.name).joined(separator: ", "))")
            exit(64)
        }
        let readers = words.isEmpty ? Reader.all : words.compactMap(reader)
        let finds = readers.map { Hunt($0, seconds: seconds, seed: seed).run() }.reduce(0, +)
        exit(finds == 0 ? 0 : 1)
    }

    static func reader(_ name: String) -> Reader? { Reader.all.first { $0.name == name } }

    private static func number(_ option: String, _ words: inout [String]) -> Int? {
        guard let index = words.firstIndex(of: option), index + 1 < words.count, let value = Int(words[index + 1])
        else {
            return nil
        }
        words.removeSubrange(index...index + 1)
        return value
    }
}
