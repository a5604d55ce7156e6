public import Automation
public import MixModel
public import Units

/// Everything that a user has done in a session, as a value: the mix, its automation, its modes and settings.
///
/// The history of undo, the journal and the place on disk belong to ``SessionStore``.
public struct SessionDocument: Sendable, Equatable {
    public var mix: Mix
    /// The curves; a parameter without a lane has its position in the mix.
    public var lanes: [ParameterID: Lane] = [:]
    public var modes = AutomationModes()
    public var settings = SessionSettings()
    /// What is safe or suspended; places without a flag are not among them.
    public var flags: [ModePlace: AutomationFlags] = [:]
    /// Values of the mix to come back to.
    public var snapshots: [Snapshot] = []
    /// States of the session that somebody has named.
    public var revisions: [Revision] = []

    public init(mix: Mix) { self.mix = mix }

    /// An empty session.
    ///
    /// - Parameter sampleRate: frames per second, 8000…384000.
    public init(sampleRate: Int) { self.init(mix: Mix(sampleRate: sampleRate)) }

    /// The mode that rules a parameter: that of the whole session, else its own, else its node's, else read. The monitors
    /// are never automated: always off.
    public func mode(of parameter: ParameterID) -> AutomationMode {
        if parameter.node == .monitor { return .off }
        let own = modes.parameters[parameter.trimmed ?? parameter] ?? modes.nodes[parameter.node]
        return flagged(modes.session ?? own ?? .read, parameter)
    }
}

/// Who follows and who writes lanes. Only choices are kept; what nobody chose is read.
public struct AutomationModes: Sendable, Hashable {
    /// Rules every parameter while it is set.
    public var session: AutomationMode?
    /// Modes of strips, buses and the master.
    public var nodes: [Node: AutomationMode] = [:]
    /// Modes of single parameters, stronger than their node's.
    public var parameters: [ParameterID: AutomationMode] = [:]

    public init() {}
}

/// How a session behaves, apart from how it sounds.
public struct SessionSettings: Sendable, Hashable {
    /// Time of the return to the lane after a release, in ms.
    public static let glideRange = 0...5000
    /// Time after the last movement at which a control without touch sense counts as released, in ms.
    public static let motionTimeoutRange = 50...5000

    /// Frames that a session or a file can have, ±: 11 years at 48 kHz, and products with a sample rate fit 64 bits.
    static let frameLimit: FramePosition = 1 << 44
    /// Quarter notes a minute.
    static let tempoRange = 20.0...400.0
    /// Frames per second of a session.
    static let sampleRateRange = 8000...384000

    /// In ms, ``glideRange``.
    public var glideMilliseconds = 250
    /// In ms, ``motionTimeoutRange``.
    public var motionTimeoutMilliseconds = 1000
    /// How the lanes of a pass are thinned when it ends; `nil`: every point stays.
    public var thinning: Thinning?
    /// Kinds of parameters that are not written, whatever their mode.
    public var disabled: Set<ParameterKind> = []
    public var afterWrite = AfterWrite.touch
    public var coalesce = Coalesce.command
    /// When a later roll reaches where latch stopped writing, it goes on with the last values.
    public var joins = false
    /// What is latched at a loop's end is written on from its start.
    public var continuesInLoop = false
    /// Session frames that repeat; not empty.
    public var loop: Range<FramePosition>?
    /// Session frames outside of which nothing is written; not empty.
    public var punch: Range<FramePosition>?

    public init() {}

    /// The mode that takes the place of *write* when the transport stops.
    public enum AfterWrite: String, CaseIterable, Sendable {
        case touch, latch, stay

        /// `nil`: write stays.
        public var mode: AutomationMode? {
            switch self {
            case .touch: .touch
            case .latch: .latch
            case .stay: nil
            }
        }
    }

    /// When trims are worked into their lanes by themselves.
    public enum Coalesce: String, CaseIterable, Sendable {
        /// When somebody says so.
        case command
        /// After each pass.
        case stop
        /// When trim is switched off.
        case leave
    }
}
