import Desk
import MixModel
import SessionStore
import Units

/// What the desk tells the page once in a picture: values, taken on its own thread, of which texts are made elsewhere.
public struct PageTurn: Sendable {
    /// Frames of the song, from its start.
    var position: FramePosition
    var isRolling: Bool
    /// How fast the song is played, or would be; below 0: backwards.
    var speed: Double
    var levels: [NodeLevels]
    /// What hands and automation do now.
    var states: [(parameter: ParameterID, state: WriteState)]
    /// Controls that have to catch their values, with the way to go.
    var waiting: [WaitingControl]
    /// By client: what it watches.
    var watched: [Int: [(parameter: ParameterID, position: Float)]]
    var reading: MixReading?
    /// What changes seldom.
    var calm: PageCalm
}

/// What one node's faders and meters show.
// Large: a figure for each meter of a node that the page draws.
struct NodeLevels: Sendable {
    /// Positions on the parameters' scales.
    var fader: Float
    var pan: Float
    /// `nan`: no lane that is followed.
    var lane: Float
    var switches: Switches
    var state: WriteState
    /// dBFS; `-infinity` for silence and for a node without sound.
    var peakLeft = -Float.infinity
    var peakRight = -Float.infinity
    var rmsLeft = -Float.infinity
    var rmsRight = -Float.infinity
    var held = -Float.infinity
    var clips = 0
    /// Gain reductions in dB.
    var gate: Float = 0
    var compressor: Float = 0
    var deEsser: Float = 0
    var limiter: Float = 0

    struct Switches: OptionSet, Sendable {
        let rawValue: UInt8
        static let mute = Switches(rawValue: 1)
        static let solo = Switches(rawValue: 2)
        static let pfl = Switches(rawValue: 4)
        static let afl = Switches(rawValue: 8)
        /// Some other parameter of the node is being written.
        static let writes = Switches(rawValue: 16)
    }
}

/// What changes seldom: the document, what is connected, how the sound fares.
// Large: a field for each thing that changes seldom and is shown.
public struct PageCalm: Sendable {
    var document: SessionDocument
    var end: FramePosition
    var loop: Range<FramePosition>?
    var selected: Node
    var touched: ParameterID?
    var surfaces: [SurfacePicture]
    /// Names of connected devices without mapping.
    var unmapped: [String]
    var passes: [PassRecord]
    /// Why there is no sound; `nil` while there is.
    var noSound: String?
    var xruns: Int64
    /// Frames that the loudspeakers got clipped since the meters were cleared.
    var clippedFrames: Int
    var modes: [Node: String]
    /// dB by which each reference is made louder.
    var references: [Double]
    /// Revisions that can be heard in place of the mix.
    var revisionsReady: [RevisionShelf.Ready]
}
