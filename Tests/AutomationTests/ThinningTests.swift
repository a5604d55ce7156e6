import Automation
import MixModel
import Testing
import Units

/// Cases 56 to 60 of the specification.
@Suite struct Thinnings {
    /// What is ridden, as positions 0…1 by seconds.
    enum Ride: String, CaseIterable {
        case ramp, parabola, halfSine, sine, steppedSine

        var seconds: Double { self == .sine || self == .steppedSine ? 10 : 60 }

        func value(_ time: Double) -> Double {
            switch self {
            case .ramp: time / 60
            case .parabola: (time / 60) * (time / 60)
            case .halfSine: PortableSine.sine(time / 120)
            case .sine: 0.5 + 0.4 * PortableSine.sine(time * 0.5)
            case .steppedSine: ((0.5 + 0.4 * PortableSine.sine(time * 0.5)) * 127).rounded() / 127
            }
        }

        /// One point every so many milliseconds, joined by straight lines, as fast as hands.
        func lane(_ role: Role, rate: Int, every milliseconds: Int = 30) -> Lane {
            let step = Int64(rate * milliseconds / 1000)
            let count = Int(seconds * 1000) / milliseconds
            return Lane(
                points: (0...count).map { index in
                    let time = Double(index * milliseconds) / 1000
                    return (Int64(index) * step, role.spec.position(travel: value(time)))
                })
        }
    }

    @Test(arguments: Ride.allCases, [44_100, 48_000, 96_000])
    func `case 56: no sample is further off than the bound, and fewer points remain`(ride: Ride, rate: Int) throws {
        for role in [Role.fader, .pan, .hpfFrequency] {
            let lane = ride.lane(role, rate: rate)
            let bound = try #require(Thinning().bound(of: role.spec))
            let extent = try #require(lane.extent)
            let thin = lane.thinned(in: extent, within: bound)
            #expect(thin.segments.count < lane.segments.count, "\(role) \(ride)")
            var worst: Float = 0
            for frame in stride(from: extent.lowerBound, to: extent.upperBound, by: 37) {
                worst = max(worst, abs((thin.position(at: frame) ?? 0) - (lane.position(at: frame) ?? 0)))
            }
            #expect(worst <= bound, "\(role) \(ride): \(worst)")
            // Case 57.
            #expect(thin.thinned(in: extent, within: bound) == thin)
        }
    }

    @Test func `a straight ride of a minute becomes two points`() throws {
        let lane = Ride.ramp.lane(.pan, rate: 48_000)
        let extent = try #require(lane.extent)
        #expect(lane.segments.count == 2001)
        #expect(lane.thinned(in: extent, within: 0.002).segments.count == 2)
    }

    @Test func `a sine of a hand that moves all the time loses nine points of ten`() throws {
        // 7 bits, a message a millisecond: what stands between two steps is a line.
        let lane = Ride.sine.lane(.pan, rate: 48_000, every: 1)
        let bound = try #require(Thinning().bound(of: Role.pan.spec))
        let thin = lane.thinned(in: try #require(lane.extent), within: bound)
        #expect(thin.segments.count * 10 <= lane.segments.count)
    }

    /// 7 bits are steps of 0.8 % of the travel, the bound is 0.1 %: no lines that keep the bound, not even lines that do not meet, are so
    /// few that a message every 30 ms would lose nine of ten.
    @Test
    func
        `a sine in steps of 7 bits loses what its bound lets it lose, and no bound of it lets it lose nine points of ten`()
        throws
    {
        let lane = Ride.steppedSine.lane(.pan, rate: 48_000)
        let bound = try #require(Thinning().bound(of: Role.pan.spec))
        let extent = try #require(lane.extent)
        let points = lane.points(in: extent)
        let fewest = Self.fewestLines(points, within: Double(bound))
        let kept = lane.thinned(in: extent, within: bound).segments.count
        #expect(fewest * 3 > points.count)
        #expect(fewest <= kept && kept < points.count * 6 / 10)
    }

    /// Fewest lines, joined or not, of which one is within the bound of each point: each taken as far as it goes.
    private static func fewestLines(_ points: [Lane.Point], within bound: Double) -> Int {
        func fits(_ range: Range<Int>) -> Bool {
            func width(_ slope: Double) -> Double {
                let rests = points[range].map {
                    Double($0.after) - slope * Double($0.frame - points[range.lowerBound].frame)
                }
                return (rests.max() ?? 0) - (rests.min() ?? 0)
            }
            // The width is convex in the slope.
            var (low, high) = (-0.01, 0.01)
            for _ in 0..<60 {
                let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
                if width(a) < width(b) { high = b } else { low = a }
            }
            return width(low) <= 2 * bound + 1e-9
        }
        var (start, lines) = (0, 0)
        while start < points.count {
            var end = start + 1
            while end < points.count, fits(start..<(end + 1)) { end += 1 }
            (start, lines) = (end, lines + 1)
        }
        return lines
    }

    @Test func `case 58: what is outside of the range keeps its points`() {
        let lane = Ride.sine.lane(.pan, rate: 48_000)
        let thin = lane.thinned(in: 96_000..<192_000, within: 0.01)
        #expect(thin.segments.filter { $0.frame < 96_000 } == lane.segments.filter { $0.frame < 96_000 })
        #expect(thin.segments.filter { $0.frame > 192_000 } == lane.segments.filter { $0.frame > 192_000 })
        for frame in stride(from: Int64(192_000), to: 480_000, by: 31) {
            #expect(thin.position(at: frame) == lane.position(at: frame))
        }
    }

    @Test func `case 59: start, peak and end stay where they were`() throws {
        let corners: [(Int64, Float)] = [(0, -1), (50_000, -0.5), (96_000, 1), (150_000, 0.4), (192_000, -0.2)]
        let dense = Lane(
            points: (0...1920).map { index in
                let frame = Int64(index * 100)
                return (frame, Lane(points: corners).position(at: frame) ?? 0)
            })
        let thin = dense.thinned(in: 0..<192_001, within: 0.002)
        #expect(thin.segments.map(\.frame) == corners.map(\.0))
        for (frame, position) in corners { #expect(abs((thin.position(at: frame) ?? 9) - position) < 1e-4) }
    }

    @Test func `case 60: what steps is never thinned, and steps of a curve stay`() {
        #expect(Thinning().bound(of: Role.mute.spec) == nil)
        #expect(Thinning().bound(of: Role.hpfSlope.spec) == nil)
        let lane = Lane(points: [(0, 0), (100, 0), (200, 0.5), (300, 0.5), (400, 0)], stepped: true)
        #expect(
            lane.thinned(in: 0..<401, within: 0.01).points(in: 0..<401).filter { $0.before != $0.after }.count == 2)
    }
}

/// A sine without the C library, good to 1e-6; turns.
enum PortableSine {
    static func sine(_ turns: Double) -> Double {
        let x = (turns - turns.rounded()) * 2 * Double.pi
        var (term, sum) = (x, x)
        for n in 1...12 {
            term *= -x * x / Double((2 * n) * (2 * n + 1))
            sum += term
        }
        return sum
    }
}
