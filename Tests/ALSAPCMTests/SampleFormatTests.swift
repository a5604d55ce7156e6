import Testing

@testable import ALSAPCM

@Suite struct `Sample formats` {
    static let samples: [Float] = [0, 1, -1, 0.5, -0.25, 2, -2, .infinity, -.infinity, .nan, 1.0 / 65536]
    // swift-format-ignore
    /// format, bytes of one sample, and the whole numbers that the samples above become.
    static let rows: [(SampleFormat, [Int])] = [
        (.signed32, [0, 2_147_483_647, -2_147_483_648, 1_073_741_824, -536_870_912, 2_147_483_647, -2_147_483_648,
                     2_147_483_647, -2_147_483_648, 0, 32768]),
        (.signed24, [0, 8_388_607, -8_388_608, 4_194_304, -2_097_152, 8_388_607, -8_388_608, 8_388_607, -8_388_608, 0, 128]),
        (.packed24, [0, 8_388_607, -8_388_608, 4_194_304, -2_097_152, 8_388_607, -8_388_608, 8_388_607, -8_388_608, 0, 128]),
        (.signed16, [0, 32767, -32768, 16384, -8192, 32767, -32768, 32767, -32768, 0, 0]),
    ]

    @Test(arguments: rows)
    func `hold the nearest number, clipped, and silence for what is none`(format: SampleFormat, numbers: [Int]) {
        // Two channels: the second one's bytes must stay as they are.
        let step = 2 * format.bytes
        let memory = UnsafeMutableRawPointer.allocate(byteCount: step * Self.samples.count, alignment: 8)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0xEE, count: step * Self.samples.count)
        format.write(Self.samples, to: memory, step: step, frames: Self.samples.count)
        for (index, number) in numbers.enumerated() {
            var found = 0
            for byte in 0..<format.bytes {
                found |= Int(memory.load(fromByteOffset: index * step + byte, as: UInt8.self)) << (8 * byte)
            }
            let shift = Int.bitWidth - 8 * format.bytes
            #expect((found << shift) >> shift == number)
            for byte in format.bytes..<step {
                #expect(memory.load(fromByteOffset: index * step + byte, as: UInt8.self) == 0xEE)
            }
        }
    }

    @Test func `floats go out bit for bit within ±1`() {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4 * Self.samples.count, alignment: 8)
        defer { memory.deallocate() }
        SampleFormat.float.write(Self.samples, to: memory, step: 4, frames: Self.samples.count)
        let found = (0..<Self.samples.count).map { memory.load(fromByteOffset: 4 * $0, as: Float.self) }
        #expect(found == [0, 1, -1, 0.5, -0.25, 1, -1, 1, -1, 0, 1.0 / 65536])
    }
}
