import ControlSurfaces
import Testing

@Suite struct `Relative encodings` {
    // swift-format-ignore
    /// number → ticks, one line an encoding.
    static let table: [(RelativeEncoding, [Int: Int])] = [
        (.twos,          [0x01: 1,  0x02: 2,  0x3F: 63, 0x7F: -1, 0x7E: -2, 0x40: -64, 0x00: 0]),
        (.offset,        [0x41: 1,  0x42: 2,  0x7F: 63, 0x3F: -1, 0x3E: -2, 0x00: -64, 0x40: 0]),
        (.signed,        [0x01: 1,  0x02: 2,  0x3F: 63, 0x41: -1, 0x42: -2, 0x7F: -63, 0x00: 0, 0x40: 0]),
        (.signedInverse, [0x41: 1,  0x42: 2,  0x7F: 63, 0x01: -1, 0x02: -2, 0x3F: -63, 0x00: 0, 0x40: 0]),
        (.incDec,        [0x00: 1,  0x01: 1,  0x7F: 1]),
    ]

    @Test(arguments: table)
    func `number means ticks`(encoding: RelativeEncoding, ticks: [Int: Int]) {
        for (number, expected) in ticks { #expect(encoding.ticks(number) == expected) }
    }

    @Test func `14 bits mean the same around their own middle`() {
        #expect([0, 1, 0x3FFF, 0x2000].map { RelativeEncoding.twos.ticks($0, bits: 14) } == [0, 1, -1, -8192])
        #expect([0x2000, 0x2001, 0x1FFF].map { RelativeEncoding.offset.ticks($0, bits: 14) } == [0, 1, -1])
    }
}
