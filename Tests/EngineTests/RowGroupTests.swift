import MixModel
import Testing
import Units
import Vectors

@testable import Engine

/// What eight nodes take in the tables of parameters.
@Suite struct `Rows of a group` {
    /// A row with all that is known of it: positions that stand and that move, lines, states, bits aside.
    private static let bytes =
        (1 + Block.frames) * MemoryLayout<Vector>.stride + MemoryLayout<RowLine>.stride
        + MemoryLayout<RowState>.stride
        + 8 * (MemoryLayout<Int64>.stride + MemoryLayout<Int>.stride + MemoryLayout<Int32>.stride)
        + MemoryLayout<Int64>.stride + MemoryLayout<VectorRow>.stride + MemoryLayout<Int32>.stride

    private static func engine(sends: Int, foreign: [ForeignParameter] = []) -> Engine {
        var mix = Rig.mix(strips: 20, buses: 1)
        for strip in mix.strips.indices { mix.strips[strip].sends = Array(repeating: nil, count: sends) }
        mix.vcas = (1...9).map { VCA(name: "\($0)") }
        return Rig(mix, foreign: foreign).engine
    }

    /// All roles at all nodes were 187 rows, 496 kB a group of strips.
    @Test(arguments: [(0, 65, 172_380), (4, 85, 225_420), (16, 145, 384_540)])
    func `are those of their kind of nodes`(sends: Int, strips: Int, bytes: Int) {
        let engine = Self.engine(sends: sends)
        defer { withExtendedLifetime(engine) {} }
        let groups = engine.parameters.rowGroups
        let counts = (0..<groups.count).map { groups.groups[$0].count }
        #expect(counts == [strips, strips, strips, strips + 31, 77, 4, 4, 7])
        #expect(strips * Self.bytes == bytes)
        // Rows lie one behind the other, and each has a bit of its own.
        #expect(groups.rowCount == counts.reduce(0, +))
        #expect(groups.wordCount == counts.reduce(0) { $0 + ($1 + 63) / 64 })
        for row in 0..<groups.rowCount {
            let group = groups.groups[Int(groups.groupOf[row])]
            #expect((group.first..<(group.first + group.count)).contains(row))
        }
    }

    @Test func `are no more for strips beside one with foreign parameters`() {
        let foreign = (1...520).map { number in
            ForeignParameter(
                .strip(3), .init("insert/1/\(number)", .percent, .linear, 0...100, initial: 0, "some parameter"))
        }
        let engine = Self.engine(sends: 0, foreign: foreign)
        defer { withExtendedLifetime(engine) {} }
        let groups = engine.parameters.rowGroups
        let counts = (0..<groups.count).map { groups.groups[$0].count }
        #expect(counts == [65, 65, 65, 96, 77, 4, 4, 7, 64, 1])
        #expect(groups.firstForeign == counts.prefix(8).reduce(0, +))
    }
}
