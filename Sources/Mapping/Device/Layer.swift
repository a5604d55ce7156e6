public import ControlSurfaces
public import Units

/// What the controls do while this layer is shown.
public struct Layer: Sendable, Hashable {
    public var name: String
    /// Where a control that this layer does not name is looked up, in this order, their own `also` included.
    public var also: [String]
    /// In the order of the file, ranges expanded.
    public var assignments: [Assignment]
    public var location: SourceLocation

    public init(name: String, also: [String] = [], assignments: [Assignment] = [], location: SourceLocation) {
        self.name = name
        self.also = also
        self.assignments = assignments
        self.location = location
    }
}

/// How a control is used.
public enum Gesture: Sendable, Hashable {
    /// A fader, knob or encoder moves.
    case turn
    case press, release
    /// Held this long, 50…10 000 ms.
    case hold(milliseconds: Int)
    /// Two presses, the second within 300 ms of the first.
    case double
    /// At once and then at this interval while held, 20…10 000 ms.
    case `repeat`(milliseconds: Int)
    /// The control only shows: `show` says what.
    case none
}

/// One control, with what it does and shows.
// Large: a field for each keyword of an assignment.
public struct Assignment: Sendable, Hashable {
    public var control: String
    /// Controls that must be held, in the order written; empty: none need be.
    public var modifiers: [String]
    public var gesture: Gesture
    /// All of them, in this order; empty for a control that only shows.
    public var actions: [Action]
    public var takeover: TakeoverMode
    /// From travel to position, when the file gives `range` or `curve`; `nil`: the parameter's own law.
    public var taper: Taper?
    /// Return to the lane after letting go, 0…5000 ms; `nil`: as long as the session says.
    public var glideMilliseconds: Int?
    /// What the lamp, ring, motor or text shows; `nil`: nothing.
    public var show: Shown?
    /// What a text shows instead while the strip's control is touched, and for 1 s after.
    public var touched: Shown?
    /// How far a tick of an encoder goes, against its usual way.
    public var speed = 1.0
    /// Of a lamp with colours, while lit and while not; `nil`: the lamp's own.
    public var colour: Colour?
    public var unlit: Colour?
    /// The entry in the file.
    public var location: SourceLocation
    /// What is still to be filled in from other controls; `nil` in a mapping that has been read.
    var borrowing: Borrowing?

    public init(
        control: String, modifiers: [String] = [], gesture: Gesture, actions: [Action],
        takeover: TakeoverMode = .pickup,
        taper: Taper? = nil, glideMilliseconds: Int? = nil, show: Shown? = nil, touched: Shown? = nil,
        location: SourceLocation
    ) {
        self.control = control
        self.modifiers = modifiers
        self.gesture = gesture
        self.actions = actions
        self.takeover = takeover
        self.taper = taper
        self.glideMilliseconds = glideMilliseconds
        self.show = show
        self.touched = touched
        self.location = location
    }

    /// What a lamp shows while the assignment's state holds, or does not.
    public func lamp(isLit: Bool) -> FeedbackValue {
        guard let colour = isLit ? colour : unlit else { return .lamp(isLit ? .on : .off) }
        return .light(isLit ? .on : .off, colour)
    }

    /// The position that a control's travel, 0…1, stands for.
    public func position(travel: Double, of spec: ParameterSpec) -> Float {
        taper.map { spec.clamped($0.position(travel: travel)) } ?? spec.position(travel: travel)
    }

    /// The travel, 0…1, at which the control (motor, ring) shows a position.
    public func travel(position: Float, of spec: ParameterSpec) -> Double {
        taper?.travel(position: position) ?? spec.travel(position: position)
    }
}

/// What a device shows for an assignment.
public enum Shown: Sendable, Hashable {
    /// Position of a motor or ring, lamp of a switch, value as text.
    case value(Target)
    /// Name of the strip, bus, VCA or master.
    case name(NodeReference)
    /// Peak level, in dBFS.
    case meter(NodeReference)
    /// What automation does with the scope now.
    case writeState(AutomationScope)
    /// The automation mode's word.
    case mode(AutomationScope)
    /// Lit while the action's outcome holds: playing, this layer shown, this mode set, this value reached.
    case state(Action)
    /// The play head as minutes, seconds and tenths: `01:23.4`.
    case time
    /// The play head as bars, beats, sixteenths and ticks.
    case bars
    /// This text.
    case text(String)
}
