/// Where the controls of one device physically stand, as far as known: kept per control, never per binding.
///
/// The owner keeps it over banks, layers, recalls and re-plugging (call ``reconnect()``), and may store it.
public struct PhysicalPositions: Sendable, Hashable {
    /// How long a motor may take to arrive.
    public static let motorTravelTime: Int64 = 300_000_000
    /// A control that reports this close to where it was remembered did not move while it was unplugged.
    public static let unmovedTravel = 0.03

    private struct Place: Sendable, Hashable {
        var travel: Double?
        var driven: Double?
        /// When the motor was last sent so far that it takes time to arrive.
        var leapAt: Int64 = 0
        /// The device was away: the place is a memory until the control speaks.
        var isCertain = true
    }

    private var places: [String: Place] = [:]

    public init() {}

    /// From a file: all of it is a memory until the controls speak.
    ///
    /// - Parameter travels: by the names of the controls; what is no travel is left out.
    public init(remembered travels: [String: Double]) {
        places = travels.filter { (0...1).contains($0.value) }.mapValues { Place(travel: $0, isCertain: false) }
    }

    /// Where all controls stand that were ever heard of, for a file.
    public func travels(at time: Int64) -> [String: Double] {
        places.compactMapValues { PhysicalPositions.travel(of: $0, at: time) }
    }

    /// The control reports a travel, 0…1.
    ///
    /// - Returns: where it came from, for ``Takeover/admit(_:from:target:touch:motor:)``; `nil` if that is not known.
    public mutating func move(_ control: String, to travel: Double, at time: Int64) -> Double? {
        let place = places[control]
        places[control] = Place(travel: travel)
        guard let place, let from = PhysicalPositions.travel(of: place, at: time) else { return nil }
        return place.isCertain || abs(from - travel) <= PhysicalPositions.unmovedTravel ? from : nil
    }

    /// The motor was sent to a travel; the control stands there once it had time to arrive.
    public mutating func drive(_ control: String, to travel: Double, at time: Int64) {
        var place = places[control] ?? Place()
        place.travel = PhysicalPositions.travel(of: place, at: time)
        // A ride of small steps is followed as it goes; only a leap leaves the fader behind for a while.
        let from = place.driven ?? place.travel
        if from.map({ abs($0 - travel) > Takeover.motorLag }) ?? true { place.leapAt = time }
        place.driven = travel
        places[control] = place
    }

    /// Where the control stands, or stood when last known; `nil` if it has never been heard of.
    public func travel(of control: String, at time: Int64) -> Double? {
        places[control].flatMap { PhysicalPositions.travel(of: $0, at: time) }
    }

    /// The device is back: what is remembered still guides, but a first report far from it is not a sweep through the
    /// values between.
    public mutating func reconnect() {
        for name in places.keys { places[name]?.isCertain = false }
    }

    private static func travel(of place: Place, at time: Int64) -> Double? {
        guard let driven = place.driven, time - place.leapAt >= motorTravelTime else { return place.travel }
        return driven
    }
}
