import Foundation
import GRDB

/// A sum of a row's bytes that differs whenever a single word of them differs: SQLite's own check sees a damaged tree, not
/// a damaged value.
///
/// - Source: FNV-1a (Fowler, Noll, Vo), over words of eight bytes.
struct Checksum {
    private(set) var sum: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ word: UInt64) { sum = (sum ^ word) &* 0x0000_0100_0000_01B3 }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        var offset = 0
        while offset + 8 <= bytes.count {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        while offset < bytes.count {
            add(UInt64(bytes[offset]))
            offset += 1
        }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// The type is part of the sum, so that nothing, 0 and an empty text differ.
    mutating func add(_ cell: DatabaseValue) {
        switch cell.storage {
        case .null: add(0)
        case .int64(let number):
            add(1)
            add(UInt64(bitPattern: number))
        case .double(let number):
            // SQLite keeps a whole number of a REAL column as an integer on disk, and with it loses the sign of zero.
            add(2)
            add((number == 0 ? 0 : number).bitPattern)
        case .string(let text):
            add(3)
            add(text)
        case .blob(let data):
            add(4)
            data.withUnsafeBytes { add($0) }
        }
    }

    /// The sum of a row of the document. Columns that came after version 1 count from the last one that holds something, so
    /// that rows of that time keep their sums.
    static func of(_ kind: RowKind, _ key: String, _ cells: [DatabaseValue]) -> Int64 {
        var count = cells.count
        while count > kind.oldestColumns, cells[count - 1].isNull { count -= 1 }
        return of([kind.rawValue, key], Array(cells.prefix(count)))
    }

    /// The sum of cells, as SQLite stores it.
    static func of(_ words: [String], _ cells: [DatabaseValue]) -> Int64 {
        var checksum = Checksum()
        for word in words { checksum.add(word) }
        for cell in cells { checksum.add(cell) }
        return Int64(bitPattern: checksum.sum)
    }
}
