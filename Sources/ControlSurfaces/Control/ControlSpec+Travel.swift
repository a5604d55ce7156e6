extension ControlSpec {
    /// Where the control stands when the device says `step`: 0 at ``lowest``, 1 at ``highest``, clamped between.
    ///
    /// Every step has a travel of its own, and ``step(travel:)`` gives the step back exactly.
    public func travel(step: Int) -> Double {
        guard highest != lowest else { return 0 }
        let travel = Double(step - lowest) / Double(highest - lowest)
        return min(max(travel, 0), 1)
    }

    /// The device step nearest to a travel, 0…1; travel outside is clamped, NaN is 0.
    public func step(travel: Double) -> Int {
        let inside = travel > 0 ? min(travel, 1) : 0
        return lowest + Int((inside * Double(highest - lowest)).rounded())
    }

    /// One step of the device as travel: the finest movement it can report. 1 for a control with a single step.
    public var deviceStep: Double { highest == lowest ? 1 : 1 / Double(abs(highest - lowest)) }

    /// The travel, −…+, of a number of encoder ticks; 0 for a control that is not an encoder.
    ///
    /// A whole range is `ticksPerTurn` ticks. Add it to the travel of the parameter's present target and clamp; divide it
    /// first for a fine modifier.
    public func travel(ticks: Int) -> Double {
        guard case .relative(_, let ticksPerTurn) = form, ticksPerTurn > 0 else { return 0 }
        return Double(ticks) / Double(ticksPerTurn)
    }

    /// Whether a touch message tells when a hand is on the control.
    public var hasTouchSense: Bool { if case .sense = touch { true } else { false } }
}
