public import ControlSurfaces

/// What a device is asked until it answers. A device that was off, or has lost its power, is set up anew by its answer.
public struct Handshake: Sendable, Hashable {
    /// Whole messages.
    public var question: [UInt8]
    public var answer: SysExPattern
    /// How long the answer is waited for, in ms.
    public var milliseconds: Int
    /// Proof that the device demands before it answers; `nil`: none.
    public var challenge: Challenge?
}
