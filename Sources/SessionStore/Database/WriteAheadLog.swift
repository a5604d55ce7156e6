import Foundation

/// What stands in SQLite's log of changes, `session.sqlite-wal`, read by its bytes: which pages of the database are newer
/// there, and whether an end of it is damaged, which SQLite leaves out without a word.
///
/// - Source: "Database File Format", section 4, sqlite.org.
struct WriteAheadLog {
    /// Bytes of a page, 512…65536.
    let pageSize: Int
    /// Where the newest bytes of each page stand that belong to a whole change; pages count from 1.
    private(set) var pages: [UInt32: Int] = [:]
    /// Pages of the database after the last whole change; 0 if there is none.
    private(set) var databasePages: UInt32 = 0
    /// Whether there were changes that cannot be read any more.
    private(set) var isDamaged = false

    private static let headerBytes = 32
    private static let frameBytes = 24

    /// `nil` for an empty log, and for one whose header cannot be read; ``hasLostHead(_:)`` tells the two apart.
    init?(_ log: Data) {
        guard let size = WriteAheadLog.pageSize(log) else { return nil }
        pageSize = size
        log.withUnsafeBytes { read($0) }
    }

    /// Whether a log holds more than its beginning, and the beginning is damaged: SQLite takes it for empty then.
    static func hasLostHead(_ log: Data) -> Bool {
        log.count > headerBytes && pageSize(log) == nil && log.prefix(headerBytes).contains { $0 != 0 }
    }

    private static func pageSize(_ log: Data) -> Int? {
        log.withUnsafeBytes { bytes in
            guard bytes.count >= headerBytes else { return nil }
            let magic = bytes.big(0)
            let size = bytes.big(8)
            var sum = Sum(isBig: magic & 1 == 1)
            sum.add(bytes, 0..<24)
            guard magic & ~1 == 0x377F_0682, bytes.big(4) == 3_007_000, sum == (bytes.big(24), bytes.big(28)),
                (512...65536).contains(size), size & (size - 1) == 0
            else { return nil }
            return Int(size)
        }
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) {
        let salt = (bytes.big(16), bytes.big(20))
        let stride = WriteAheadLog.frameBytes + pageSize
        var sum = Sum(isBig: bytes.big(0) & 1 == 1)
        sum.continueFrom(bytes.big(24), bytes.big(28))
        var open: [UInt32: Int] = [:]
        var place = WriteAheadLog.headerBytes
        while place + stride <= bytes.count {
            let page = bytes.big(place)
            let size = bytes.big(place + 4)
            sum.add(bytes, place..<(place + 8))
            sum.add(bytes, (place + 24)..<(place + stride))
            let isSound = sum == (bytes.big(place + 16), bytes.big(place + 20))
            let isOurs = (bytes.big(place + 8), bytes.big(place + 12)) == salt
            guard isSound, isOurs, page > 0 else {
                isDamaged = isSound || hasChanges(bytes, from: place, salt, stride)
                return
            }
            open[page] = place + WriteAheadLog.frameBytes
            if size > 0 {
                pages.merge(open) { $1 }
                open = [:]
                databasePages = size
            }
            place += stride
        }
    }

    /// Whether the end of a change of this log stands there or further on. Frames of an older log, which a new one has not
    /// overwritten yet, have other salts; those of a change that was cut off have no end.
    private func hasChanges(
        _ bytes: UnsafeRawBufferPointer, from start: Int, _ salt: (UInt32, UInt32), _ stride: Int
    ) -> Bool {
        Swift.stride(from: start, through: bytes.count - stride, by: stride).contains { place in
            (bytes.big(place + 8), bytes.big(place + 12)) == salt && bytes.big(place + 4) > 0
        }
    }

    /// The log's own sum, over pairs of words.
    private struct Sum {
        let isBig: Bool
        private var first: UInt32 = 0
        private var second: UInt32 = 0

        init(isBig: Bool) { self.isBig = isBig }

        mutating func continueFrom(_ first: UInt32, _ second: UInt32) { (self.first, self.second) = (first, second) }

        mutating func add(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
            var place = range.lowerBound
            while place + 8 <= range.upperBound {
                let pair = (bytes.big(place), bytes.big(place + 4))
                first &+= (isBig ? pair.0 : pair.0.byteSwapped) &+ second
                second &+= (isBig ? pair.1 : pair.1.byteSwapped) &+ first
                place += 8
            }
        }

        static func == (sum: Sum, stored: (UInt32, UInt32)) -> Bool {
            sum.first == stored.0 && sum.second == stored.1
        }
    }
}

extension UnsafeRawBufferPointer {
    /// A number of four bytes, the greatest first, as SQLite's files have them.
    func big(_ place: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }
}
