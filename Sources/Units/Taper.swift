/// The law between the travel of a control, 0…1, and a position on a parameter's scale.
///
/// Piecewise linear in the scale, so that no function of the C library comes between a hand and a sample, and so that
/// every step of a 14-bit control has a position of its own: travel → position → travel gives the same step back.
public struct Taper: Sendable, Hashable {
    /// Corners in rising order of travel, from travel 0 to travel 1; positions strictly rising.
    public let corners: [Corner]

    public struct Corner: Sendable, Hashable {
        public let travel: Double
        public let position: Double
        public init(_ travel: Double, _ position: Double) {
            self.travel = travel
            self.position = position
        }
    }

    public init(corners: [Corner]) {
        precondition(corners.count >= 2 && corners.first?.travel == 0 && corners.last?.travel == 1)
        self.corners = corners
    }

    /// A straight line over positions `from…to`.
    public static func linear(_ from: Double, _ to: Double) -> Taper {
        Taper(corners: [Corner(0, from), Corner(1, to)])
    }

    /// The long-throw fader's law, −∞…+12 dB: 64 dB to the full travel around 0 dB (at 0.8 of the travel), closer
    /// below. After IEC 60268-18's meter scale, moved to make room above 0 dB.
    public static let fader = Taper(corners: [
        Corner(0, Double(Scale.silence)), Corner(0.04, -60), Corner(0.1, -50), Corner(0.2, -40), Corner(0.34, -30),
        Corner(0.4875, -20), Corner(0.8, 0), Corner(1, 12),
    ])

    /// The position at a travel; travel outside 0…1 is clamped.
    public func position(travel: Double) -> Float {
        guard travel > 0 else { return Float(corners[0].position) }
        guard travel < 1 else { return Float(corners[corners.count - 1].position) }
        let upper = corners.firstIndex { $0.travel >= travel } ?? corners.count - 1
        let (a, b) = (corners[upper - 1], corners[upper])
        return Float(a.position + (b.position - a.position) * ((travel - a.travel) / (b.travel - a.travel)))
    }

    /// The travel, 0…1, that gives a position; the nearest end outside the law's range.
    public func travel(position: Float) -> Double {
        let position = Double(position)
        guard position > corners[0].position else { return 0 }
        guard position < corners[corners.count - 1].position else { return 1 }
        let upper = corners.firstIndex { $0.position >= position } ?? corners.count - 1
        let (a, b) = (corners[upper - 1], corners[upper])
        return a.travel + (b.travel - a.travel) * ((position - a.position) / (b.position - a.position))
    }
}
