import Units

/// The long lists of points in a session's text, taken out before the rest is read as YAML: of a parser's tree each point takes as much
/// memory as a page of names.
///
/// A list is taken out if each of its lines is a point alone, `- [96000, -6.02, linear]`, all as deep; every other list stays for the
/// parser. In its place stands a word that means the list, and empty lines, so that lines keep their numbers.
struct PointLines {
    /// The text without the lists.
    private(set) var text: String
    /// Each list: its first line, counted from 1, and the bytes of its lines.
    private(set) var lists: [(line: Int, bytes: Range<Int>)] = []
    private let whole: String

    /// Shorter lists stay where they are.
    static let shortest = 64

    /// What stands in the place of a list.
    static func word(_ number: Int) -> String { "points-\(number)-of-this-text" }

    /// The list that a word means.
    func number(_ word: String) -> Int? {
        guard word.hasPrefix("points-"), word.hasSuffix("-of-this-text") else { return nil }
        let digits = word.dropFirst("points-".count).dropLast("-of-this-text".count)
        return ReadNumber.whole(digits, in: 0...lists.count).flatMap { $0 < lists.count ? $0 : nil }
    }

    /// Everything stays in the text.
    init(plain text: String) { (self.text, whole) = (text, text) }

    /// - Complexity: O(length).
    init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        whole = text
        self.text = ""
        let (kept, found) = text.withContiguousUTF8 { bytes -> ([UInt8], [(line: Int, bytes: Range<Int>)]) in
            var scan = Scan(bytes: bytes)
            scan.run()
            return (scan.kept, scan.lists)
        }
        // Nothing was taken: the text itself, without a copy.
        (self.text, lists) = (found.isEmpty ? text : String(decoding: kept, as: UTF8.self), found)
    }

    /// Calls `body` with the bytes of each line of a list, from `[` to `]`, and the line's number and the column of `[`.
    func forEachLine(of number: Int, _ body: (UnsafeRawBufferPointer, _ line: Int, _ column: Int) -> Bool) {
        let (first, range) = lists[number]
        whole.withContiguousUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            var (start, line) = (range.lowerBound, first)
            while start < range.upperBound {
                let end = Scan.end(of: start, in: bytes)
                guard let open = bytes[start..<end].firstIndex(of: UInt8(ascii: "[")),
                    body(UnsafeRawBufferPointer(rebasing: bytes[open..<end]), line, open - start + 1)
                else { return }
                (start, line) = (end + 1, line + 1)
            }
        }
    }

    /// Walks over the lines of a text.
    private struct Scan {
        let bytes: UnsafeBufferPointer<UInt8>
        var kept: [UInt8] = []
        var lists: [(line: Int, bytes: Range<Int>)] = []
        private var line = 1
        /// Lines deeper than this are the text of a block scalar, in which nothing is taken.
        private var block: Int?

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        static func end(of start: Int, in bytes: UnsafeRawBufferPointer) -> Int {
            bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        }

        mutating func run() {
            let raw = UnsafeRawBufferPointer(bytes)
            var start = 0
            while start < bytes.count {
                let end = Scan.end(of: start, in: raw)
                kept += bytes[start..<end]
                let depth = self.depth(start, end)
                if let block, depth <= block, depth < end - start { self.block = nil }
                var next = end + 1
                if block == nil {
                    if opensBlock(start, end) { block = depth }
                    if isKey(start + depth, end), let (stop, count) = list(from: next, below: depth, raw) {
                        kept += Array((" " + PointLines.word(lists.count)).utf8)
                        lists.append((line + 1, next..<stop))
                        kept += [UInt8](repeating: UInt8(ascii: "\n"), count: count)
                        (next, line) = (stop, line + count)
                    }
                }
                if end < bytes.count { kept.append(UInt8(ascii: "\n")) }
                (start, line) = (next, line + 1)
            }
        }

        private func depth(_ start: Int, _ end: Int) -> Int {
            (bytes[start..<end].firstIndex { $0 != UInt8(ascii: " ") } ?? end) - start
        }

        private func isKey(_ start: Int, _ end: Int) -> Bool { bytes[start..<end].elementsEqual("points:".utf8) }

        /// Whether a text begins below the line, which may hold anything: `session: |`.
        private func opensBlock(_ start: Int, _ end: Int) -> Bool {
            guard let mark = bytes[start..<end].last(where: { !" +-0123456789".utf8.contains($0) }) else {
                return false
            }
            return mark == UInt8(ascii: "|") || mark == UInt8(ascii: ">")
        }

        /// Where the list ends that begins at a line, and how many lines it has; `nil` if it is to stay.
        private func list(from start: Int, below key: Int, _ raw: UnsafeRawBufferPointer) -> (end: Int, count: Int)? {
            guard start < bytes.count else { return nil }
            let own = depth(start, Scan.end(of: start, in: raw))
            guard own > key else { return nil }
            var (place, count) = (start, 0)
            while place < bytes.count {
                let end = Scan.end(of: place, in: raw)
                guard depth(place, end) == own, isPoint(place + own, end) else { break }
                (place, count) = (end + 1, count + 1)
            }
            // Anything else that may belong to the list, or is not as deep as the key's neighbours: the parser shall see it all.
            guard count >= PointLines.shortest else { return nil }
            if place < bytes.count {
                let end = Scan.end(of: place, in: raw)
                let next = depth(place, end)
                guard next < end - place, next <= key, bytes[place + next] != UInt8(ascii: "#") else { return nil }
            }
            return (min(place, bytes.count), count)
        }

        /// `- [`, then digits, letters and the signs of numbers and places, then `]`.
        private func isPoint(_ start: Int, _ end: Int) -> Bool {
            guard end - start > 4, bytes[start] == UInt8(ascii: "-"), bytes[start + 1] == UInt8(ascii: " "),
                bytes[start + 2] == UInt8(ascii: "["), bytes[end - 1] == UInt8(ascii: "]")
            else { return false }
            return bytes[(start + 3)..<(end - 1)].allSatisfy(Scan.isPart)
        }

        private static func isPart(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"):
                true
            default: " ,.:+-".utf8.contains(byte)
            }
        }
    }
}

extension String {
    /// The bytes of a text that is made contiguous first.
    fileprivate func withContiguousUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = self
        return text.withUTF8(body)
    }
}
