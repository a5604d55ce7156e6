public import Units

/// What the control thread asks of the audio thread.
///
/// `at` is an engine frame: the command acts exactly there, also in the middle of a block; one whose time has gone by acts
/// at the next frame. Commands for the same frame act in the order in which they were sent. Those without a frame act at
/// the beginning of the next block. Positions are on the parameter's scale.
///
/// - Thread: control sends, audio reads.
// @unchecked: a lane table's pointer changes hands with the command; nobody else keeps it.
public enum EngineCommand: BitwiseCopyable, @unchecked Sendable {
    /// A hand: from the position rendered at that frame to `to` over `length` frames. While stopped it is a step, and a
    /// stepped parameter always steps.
    case ramp(parameter: Int32, at: Int64, to: Float, length: Int32)
    /// A hand takes the parameter where it stands.
    case hold(parameter: Int32, at: Int64)
    /// The same at the beginning of the next block: sent before a new ``lane(parameter:table:)``, so that it does not move what stands.
    case keep(parameter: Int32)
    /// A ramp to the position that the lane has at the glide's end; from there on the lane rules and writing ends. It begins
    /// `delay` frames after `at`, when the hand's own ramp has come to its end; until then any other command takes its place. A
    /// length of 0, a stepped parameter, and a stopped transport make it ``follow(parameter:at:)``.
    case glide(parameter: Int32, at: Int64, delay: Int32, length: Int32)
    /// Writing ends, and the lane rules at once: or the rest position, if there is no lane.
    case follow(parameter: Int32, at: Int64)
    /// From here on report what is rendered, the line in force first. While stopped, and backwards, nothing is written: the answer is
    /// ``EngineReport/writeEnded(parameter:frame:)``. With `endsAtSeam` the end of a loop ends the writing too.
    case write(parameter: Int32, at: Int64, endsAtSeam: Bool)
    /// Stop reporting. The parameter stays with its hand or lane.
    case endWriting(parameter: Int32, at: Int64)
    /// The static position, which rules where there is no lane. It does not move what a hand holds.
    case rest(parameter: Int32, to: Float)
    /// The same at a frame, at which a hand begins to hold the parameter: without a frame it would act at once, and the value would
    /// jump before the hand's ramp begins.
    case restUnderHand(parameter: Int32, at: Int64, to: Float)
    /// A new lane, or none; the one before comes back as ``EngineReport/laneReturned(_:)``.
    case lane(parameter: Int32, table: UnsafeMutablePointer<LaneTable>?)
    case play(at: Int64)
    case stop(at: Int64)
    /// Go to session frame `to` and read the rings of `slot` (0 or 1), whose first frame is that position, and which were filled at
    /// `speed`.
    case locate(at: Int64, to: Int64, slot: Int32, speed: PlaySpeed = .normal)
    /// Go on at this place with another loop or at another speed, and with the rings of `slot`, whose first frame is session frame
    /// `from`: nothing else changes, except that writing ends where play turns backwards. If the command is late, as many frames of the
    /// rings are passed over. Ignored unless the transport has been started, stopped and located `moves` times.
    case reread(
        at: Int64, from: Int64, slot: Int32, moves: Int32, loopStart: Int64, loopEnd: Int64,
        speed: PlaySpeed = .normal)
    /// When the position reaches session frame `end` from below it becomes `start`, and backwards the other way round; the rings
    /// hold the sound in the order of playing. `end <= start` is no loop.
    case loop(start: Int64, end: Int64)
    /// Stop by itself when the position reaches this session frame from below. Backwards it stops at 0.
    case end(frame: Int64)

    /// The engine frame at which the command acts; `nil` is the beginning of the next block.
    var engineFrame: Int64? {
        @_noLocks @_noAllocation get {
            switch self {
            case .ramp(_, let at, _, _), .hold(_, let at), .glide(_, let at, _, _), .follow(_, let at),
                .write(_, let at, _), .endWriting(_, let at), .play(let at), .stop(let at), .locate(let at, _, _, _),
                .reread(let at, _, _, _, _, _, _), .restUnderHand(_, let at, _):
                return at
            case .keep, .rest, .lane, .loop, .end: return nil
            }
        }
    }

    /// Whether the command changes where the transport is or whether it rolls.
    var isTransport: Bool {
        @_noLocks @_noAllocation get {
            switch self {
            case .play, .stop, .locate, .reread: return true
            default: return false
            }
        }
    }
}
