public import Automation

/// What the audio thread tells the control thread, in the order in which it happened to each parameter.
///
/// - Thread: audio writes, control reads.
// @unchecked: a returned lane table's pointer is no longer known to the engine.
public enum EngineReport: BitwiseCopyable, @unchecked Sendable {
    /// While writing: from session frame `frame` on `ramp` was rendered. One at the same frame as the one before
    /// replaces it.
    case segment(parameter: Int32, frame: Int64, ramp: Ramp)
    /// Writing ended before session frame `frame`.
    case writeEnded(parameter: Int32, frame: Int64)
    /// At engine frame `engine` the session position changed from `from` to `to`, or the transport at `to` started or
    /// stopped.
    case transport(Transport, engine: Int64, from: Int64, to: Int64)
    /// No longer used: free it.
    case laneReturned(UnsafeMutablePointer<LaneTable>)
    /// `node` counts strips from 0, then buses, then the master; −1 when it is none of them. For ``Fault/referenceStarved`` it is
    /// the number of the reference, from 1.
    case fault(Fault, node: Int32)

    /// What happened to the transport.
    public enum Transport: UInt8, BitwiseCopyable, Sendable {
        case played, stopped, located, wrapped
    }

    /// What went wrong.
    public enum Fault: UInt8, BitwiseCopyable, Sendable {
        /// A non-finite sample (NaN, infinite, or 2⁶⁰ and above); the node is silent to the end of the 64-frame cell.
        case notANumber
        /// The ring had too few frames while rolling; missing frames are silence. Reported once until it recovers.
        case starved
        /// Reports were lost, because nobody read them.
        case reportsLost
        /// Two seconds above +24 dBFS: the monitors were muted. Never in a bounce.
        case runaway
        /// The ring of the reference that is listened to had too few frames; reported as ``starved`` is.
        case referenceStarved
    }
}
