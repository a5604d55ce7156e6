/// How a parameter treats its lane while the transport rolls.
///
/// The raw value is the word in mapping files, on displays and in sessions.
public enum AutomationMode: String, CaseIterable, Sendable, Codable {
    case off, read, touch, latch
    case touchLatch = "touch-latch"
    case write

    /// What the mode does; code looks at this and never at the name.
    public struct Policy: Sendable, Hashable {
        /// The lane moves the parameter while no hand holds it.
        public var followsLane: Bool
        /// When writing begins.
        public var starts: Starts
        /// What happens when the last hand lets go.
        public var onRelease: OnRelease
        /// The mode that takes its place when the transport stops or the session is stored.
        public var afterPass: AutomationMode?
        /// The mode that a fader has instead.
        public var onFaders: AutomationMode?
    }

    public enum Starts: Sendable { case never, onTouch, onRoll }
    public enum OnRelease: Sendable { case stay, glideBack, keepWriting }

    // swift-format-ignore
    public var policy: Policy {
        switch self {
        //                       followsLane         starts            onRelease                 afterPass          onFaders
        case .off:        Policy(followsLane: false, starts: .never,   onRelease: .stay,         afterPass: nil,    onFaders: nil)
        case .read:       Policy(followsLane: true,  starts: .never,   onRelease: .glideBack,    afterPass: nil,    onFaders: nil)
        case .touch:      Policy(followsLane: true,  starts: .onTouch, onRelease: .glideBack,    afterPass: nil,    onFaders: nil)
        case .latch:      Policy(followsLane: true,  starts: .onTouch, onRelease: .keepWriting,  afterPass: nil,    onFaders: nil)
        case .touchLatch: Policy(followsLane: true,  starts: .onTouch, onRelease: .keepWriting,  afterPass: nil,    onFaders: .touch)
        case .write:      Policy(followsLane: false, starts: .onRoll,  onRelease: .keepWriting,  afterPass: .touch, onFaders: nil)
        }
    }

    /// The mode as one parameter has it: touch-latch is touch for a fader.
    public func asHeld(byFader isFader: Bool) -> AutomationMode { isFader ? policy.onFaders ?? self : self }
}
