import Foundation
import Loudness
import Testing

/// EBU Tech 3341, version 4 (2023), table 1. Cases 7 and 8 are recordings of programmes, which the document does not hold.
@Suite struct `EBU mode` {
    static let silence = -Double.infinity

    /// Case, signal, integrated loudness in LUFS.
    static let integrated: [(number: Int, programme: Programme, expected: Double)] = [
        (1, Programme([(20, -23)]), -23),
        (2, Programme([(20, -33)]), -33),
        (3, Programme([(10, -36), (60, -23), (10, -36)]), -23),
        (4, Programme([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)]), -23),
        (5, Programme([(20, -26), (20.1, -20), (20, -26)]), -23),
        (
            6,
            Programme(
                channels: [.left, .right, .centre, .leftSurround, .rightSurround], [(20, [-28, -28, -24, -30, -30])]),
            -23
        ),
    ]

    @Test(arguments: integrated)
    func `reads the integrated loudness of cases 1 to 6`(number: Int, programme: Programme, expected: Double) throws {
        let report = try programme.measure()
        #expect(abs(report.integrated - expected) <= 0.1)
    }

    @Test(arguments: integrated.prefix(2))
    func `reads the same on all three time scales in cases 1 and 2`(
        number: Int, programme: Programme, expected: Double
    ) throws {
        let meter = try LoudnessMeter(sampleRate: 48_000, measuresTruePeak: false)
        programme.play(meter)
        #expect(abs(meter.momentary - expected) <= 0.1)
        #expect(abs(meter.shortTerm - expected) <= 0.1)
    }

    /// Case, signal, from when on the reading has to stand, and which reading.
    static let steady: [(number: Int, programme: Programme, from: Double, isShortTerm: Bool)] = [
        (9, Programme((0..<5).flatMap { _ in [(1.34, -20.0), (1.66, -30.0)] }), 3, true),
        (12, Programme((0..<25).flatMap { _ in [(0.18, -20.0), (0.22, -30.0)] }), 1, false),
    ]

    @Test(arguments: steady)
    func `stands still in cases 9 and 12`(
        number: Int, programme: Programme, from: Double, isShortTerm: Bool
    ) throws {
        let meter = try LoudnessMeter(sampleRate: 48_000, measuresTruePeak: false)
        var readings: [Double] = []
        programme.play(meter) { if $0 >= from { readings.append(isShortTerm ? meter.shortTerm : meter.momentary) } }
        let lowest = try #require(readings.min())
        let highest = try #require(readings.max())
        #expect(abs(lowest + 23) <= 0.1 && abs(highest + 23) <= 0.1)
    }

    @Test(arguments: [(10, 3.0, 0.150), (13, 0.4, 0.020)])
    func `finds the loudest window wherever it begins, in cases 10 and 13`(
        number: Int, length: Double, step: Double
    ) throws {
        var readings: [Double] = []
        for index in 0..<20 {
            let programme = Programme([(Double(index) * step, Self.silence), (length, -23), (1, Self.silence)])
            let report = try programme.measure()
            readings.append(number == 10 ? report.maxShortTerm : report.maxMomentary)
        }
        #expect(readings.allSatisfy { abs($0 + 23) <= 0.1 })
    }

    @Test(arguments: [(11, 3.0, 0.150), (14, 0.4, 0.020)])
    func `follows louder and louder windows live, in cases 11 and 14`(
        number: Int, length: Double, step: Double
    ) throws {
        var stretches: [(Double, Double)] = []
        for index in 0..<20 {
            let before = Double(index) * step
            stretches += [(before, Self.silence), (length, Double(index - 38)), (length - before, Self.silence)]
        }
        let meter = try LoudnessMeter(sampleRate: 48_000, measuresTruePeak: false)
        var readings: [Double] = []
        Programme(stretches).play(meter) { time in
            // The end of each segment of twice the length.
            let segment = (time / (2 * length)).rounded()
            guard abs(time - segment * 2 * length) < 1e-6 else { return }
            readings.append(number == 11 ? meter.maxShortTerm : meter.maxMomentary)
        }
        #expect(readings.count == 20)
        let worst = zip(readings, -38...(-19)).map { abs($0 - Double($1)) }.max() ?? 1
        #expect(worst <= 0.1)
    }

    @Test(arguments: [44_100, 88_200, 96_000, 192_000, 22_050])
    func `reads the same at other sample rates`(rate: Int) throws {
        var programme = Programme([(10, -23)])
        programme.sampleRate = rate
        let report = try programme.measure()
        #expect(abs(report.integrated + 23) <= 0.1)
        #expect(abs(report.maxShortTerm + 23) <= 0.1)
    }
}

/// EBU Tech 3342, version 4 (2023), table 1. Cases 5 and 6 are recordings of programmes, which the document does not hold.
@Suite struct `Loudness range` {
    static let cases: [(number: Int, programme: Programme, expected: Double)] = [
        (1, Programme([(20, -20), (20, -30)]), 10),
        (2, Programme([(20, -20), (20, -15)]), 5),
        (3, Programme([(20, -40), (20, -20)]), 20),
        (4, Programme([(20, -50), (20, -35), (20, -20), (20, -35), (20, -50)]), 15),
    ]

    @Test(arguments: cases)
    func `is that of cases 1 to 4`(number: Int, programme: Programme, expected: Double) throws {
        let range = try #require(try programme.measure().range)
        #expect(abs(range - expected) <= 1)
    }

    @Test func `is not told of less than 3 s, or of silence`() throws {
        #expect(try Programme([(2.9, -20)]).measure().range == nil)
        #expect(try Programme([(5, -.infinity)]).measure().range == nil)
        #expect(abs(try #require(try Programme([(5, -20)]).measure().range)) < 1e-6)
    }
}
