import Effects
import Vectors

/// A monitor section run over whole signals, with switches that may move.
struct MonitorRun {
    typealias Way = LimiterRun.Way

    var level = Way.steady(0)
    var dim = Way.steady(0)
    var dimLevel = Way.steady(-20)
    var mono = Way.steady(0)
    var cut = Way.steady(0)
    var swap = Way.steady(0)
    var listen = Way.steady(0)
    var reference = Way.steady(0)
    var referenceGain = Way.steady(0)
    var translation = Way.steady(0)
    var blocks = [64]

    func callAsFunction(
        _ left: [Float], _ right: [Float], listen: [Float]? = nil, reference: [Float]? = nil
    ) -> (left: [Float], right: [Float], isRunaway: Bool) {
        var section = MonitorSection(sampleRate: 48_000)
        return run(&section, left, right, listen: listen, reference: reference)
    }

    /// - Parameters:
    ///   - listen: the left channel of the listen bus; the right one is turned over. Likewise `reference`.
    func run(
        _ section: inout MonitorSection, _ left: [Float], _ right: [Float], listen bus: [Float]? = nil,
        reference file: [Float]? = nil
    ) -> (left: [Float], right: [Float], isRunaway: Bool) {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: 16 * 64)
        memory.initialize(repeating: 0, count: 16 * 64)
        defer { memory.deallocate() }
        var (outLeft, outRight) = ([Float](), [Float]())
        var (frame, turn) = (0, 0)
        let ways = [level, dim, dimLevel, mono, cut, swap, listen, reference, referenceGain, translation]
        while frame < left.count {
            let length = min(blocks[turn % blocks.count], left.count - frame, 64 - frame & 63)
            turn += 1
            let rows = ways.enumerated().map { index, way in
                let row = memory + 64 * index
                guard case .moving = way else {
                    row[0] = way.value(at: 0)
                    return Row(row, stride: 0)
                }
                for offset in 0..<length { row[offset] = way.value(at: frame + offset) }
                return Row(row, stride: 1)
            }
            let p = MonitorSection.Parameters(
                level: rows[0], dim: rows[1], dimLevel: rows[2], mono: rows[3], cut: rows[4], swap: rows[5],
                listen: rows[6], reference: rows[7], referenceGain: rows[8], translation: rows[9])
            let spare = (10..<16).map { memory + 64 * $0 }
            for offset in 0..<length {
                spare[0][offset] = left[frame + offset]
                spare[1][offset] = right[frame + offset]
                if let bus { (spare[2][offset], spare[3][offset]) = (bus[frame + offset], -bus[frame + offset]) }
                if let file { (spare[4][offset], spare[5][offset]) = (file[frame + offset], -file[frame + offset]) }
            }
            section.render(
                p, left: spare[0], right: spare[1],
                listen: bus == nil ? nil : MonitorSection.Source(left: spare[2], right: spare[3]),
                reference: file == nil ? nil : MonitorSection.Source(left: spare[4], right: spare[5]), frames: length)
            outLeft += (0..<length).map { spare[0][$0] }
            outRight += (0..<length).map { spare[1][$0] }
            frame += length
        }
        return (outLeft, outRight, section.isRunaway)
    }
}
