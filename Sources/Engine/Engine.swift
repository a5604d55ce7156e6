public import MixModel
public import Realtime
import Synchronization

/// The mixer itself: renders strips, buses and master from the rings of the disk thread, moved by commands and lanes.
///
/// Any sequence of block sizes gives the same bits. *Engine* frames count what was rendered since the engine was made;
/// *session* frames are the place in the song.
///
/// - Thread: `render` is the audio thread's; commands, reports and meters are the control thread's; positions may be read
///   by any.
// @unchecked: every mutable field belongs to one of the two threads; what both use are atomics and the two queues.
public final class Engine: @unchecked Sendable {
    let mix: Mix
    let streams: PlaybackStreams
    private let commandQueue = Queue<EngineCommand>(capacity: 8192)
    private let reportQueue = Queue<EngineReport>(capacity: 32768)
    private var commands: QueueProducer<EngineCommand>
    private var reports: QueueConsumer<EngineReport>
    private let engineFrame = Atomic<Int64>(0)
    private let sessionFrame = Atomic<Int64>(0)
    private let rolling = Atomic<Bool>(false)

    /// Makes the engine of a mix, stopped at session frame 0, reading slot 0.
    ///
    /// - Parameters:
    ///   - mix: strips, buses, routing and static positions. Another structure needs another engine.
    ///   - streams: two rings for each strip of the mix, filled by the disk thread.
    /// - Thread: setup.
    public init(mix: Mix, streams: PlaybackStreams) {
        self.mix = mix
        self.streams = streams
        commands = commandQueue.makeProducer()
        reports = reportQueue.makeConsumer()
    }

    /// Renders the next `frames` frames; not clipped, so beyond ±1 when the mix is.
    ///
    /// - Parameters:
    ///   - left: room for `frames` samples, overwritten.
    ///   - right: the same, other memory.
    ///   - frames: 1 or more.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public func render(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        for frame in 0..<frames {
            left[frame] = 0
            right[frame] = 0
        }
        engineFrame.store(engineFrame.load(ordering: .relaxed) &+ Int64(frames), ordering: .releasing)
    }

    /// Queues a command; positions outside the parameter's range are brought inside.
    ///
    /// - Returns: false if the queue is full; then nothing was sent.
    /// - Thread: control.
    public func send(_ command: EngineCommand) -> Bool { commands.push(command) }

    /// The oldest report that was not read yet.
    ///
    /// - Thread: control.
    public func nextReport() -> EngineReport? { reports.pop() }

    /// The number by which commands and reports name a parameter; `nil` if the mix has no such node.
    ///
    /// - Thread: any.
    public func index(of parameter: ParameterID) -> Int32? {
        guard mix.contains(parameter.node) else { return nil }
        return Int32(index(of: parameter.node) * Role.allCases.count + parameter.role.rawValue)
    }

    /// The parameter with this number.
    ///
    /// - Parameter index: one that ``index(of:)`` gave.
    /// - Thread: any.
    public func parameter(at index: Int32) -> ParameterID {
        let node = Int(index) / Role.allCases.count
        return ParameterID(mix.nodes[node], Role.allCases[Int(index) % Role.allCases.count])
    }

    /// Frames rendered since the engine was made.
    ///
    /// - Thread: any.
    public var enginePosition: Int64 { engineFrame.load(ordering: .acquiring) }

    /// Session frame that will be rendered next, as of the end of the last block.
    ///
    /// - Thread: any.
    public var sessionPosition: Int64 { sessionFrame.load(ordering: .acquiring) }

    /// Whether the transport rolls, as of the end of the last block.
    ///
    /// - Thread: any.
    public var isRolling: Bool { rolling.load(ordering: .acquiring) }

    /// A parameter's position as of the end of the last block.
    ///
    /// - Thread: any.
    public func livePosition(of index: Int32) -> Float { mix[parameter(at: index)] }

    /// A node's meters; reading resets the peaks.
    ///
    /// - Thread: control.
    public func readMeter(of node: Node) -> MeterReading {
        MeterReading(peakLeft: 0, peakRight: 0, rmsLeft: 0, rmsRight: 0)
    }

    /// Strips from 0, then buses, then the master.
    func index(of node: Node) -> Int {
        switch node {
        case .strip(let number): number - 1
        case .bus(let number): mix.strips.count + number - 1
        case .master: mix.strips.count + mix.buses.count
        }
    }
}
