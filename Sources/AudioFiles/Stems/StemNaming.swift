import Foundation

/// Strip names from file names.
public enum StemNaming {
    /// The name of a strip for a file: without folder, ending, leading numbers and separators; underscores are spaces; a name all in lower case gets
    /// a capital first letter. Letters are composed: a file's name is bytes, a strip's is text. Control characters are spaces. "01_kick.wav" is "Kick", "10_guitar rhythm.wav" is "Guitar rhythm", "03-DI Bass.flac" is "DI Bass".
    ///
    /// A name that is nothing but numbers stays as it is.
    public static func name(forFile path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        var stem = Substring(file)
        if let dot = file.lastIndex(of: "."), dot > file.startIndex { stem = file[..<dot] }
        let spaced = stem.precomposedStringWithCanonicalMapping.map { letter in
            letter == "_" || letter.unicodeScalars.contains { $0.properties.generalCategory == .control }
                ? " " : letter
        }
        var rest = spaced[...]
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        let afterDigits = rest.dropFirst(digits.count)
        // The number of "2nd voice" is a part of its word.
        if let next = afterDigits.first, separators.contains(next) || digits.isEmpty {
            rest = afterDigits.drop { separators.contains($0) }
        }
        let words = String(rest).split(separator: " ").joined(separator: " ")
        guard !words.isEmpty else { return String(stem) }
        return words == words.lowercased() ? words.prefix(1).uppercased() + words.dropFirst() : words
    }

    /// Names of strips for files in their order, each different: of equal ones the second gets " 2", the third " 3".
    public static func names(forFiles paths: [String]) -> [String] {
        let wanted = paths.map(name(forFile:))
        var taken: Set<String> = []
        var result: [String] = []
        for name in wanted {
            var unique = name
            var number = 2
            while !taken.insert(unique.lowercased()).inserted {
                unique = "\(name) \(number)"
                number += 1
            }
            result.append(unique)
        }
        return result
    }

    private static let separators: Set<Character> = [" ", "-", "–", "—", ".", ")", "(", "[", "]", "#", "+", ","]
}
