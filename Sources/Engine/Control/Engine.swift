import CRealtime
import DSP
import Effects
import Memory
public import MixModel
public import Realtime
import Synchronization
import Units
import Vectors

/// The mixer itself: renders strips, buses and master from the rings of the disk thread, moved by commands and lanes.
///
/// Any sequence of block sizes gives the same bits. *Engine* frames count what was rendered since the engine was made;
/// *session* frames are the place in the song.
///
/// - Thread: `render` is the audio thread's; commands, reports and meters are the control thread's; positions may be read
///   by any.
// @unchecked: every mutable field belongs to one of the two threads; what both use are atomics and the two queues.
// Large: three lists of members, so that each shows its owner: the control thread, the audio thread, both.
public final class Engine: @unchecked Sendable {
    let mix: Mix
    /// The parameters of the mix, by the indices that commands and reports use.
    ///
    /// - Thread: any.
    public let table: ParameterTable
    private let nodes: [Node]
    private let streams: PlaybackStreams
    private let tables: LayoutTables
    private let board: MeterBoard
    private let engineFrame = Atomic<Int64>(0)
    private let sessionFrame = Atomic<Int64>(0)
    private let rolling = Atomic<Bool>(false)
    let referenceGains: UnsafeMutablePointer<Atomic<UInt32>>?
    let presentReferences: UnsafeMutablePointer<Atomic<Int>>?
    let missedFrames: UnsafeMutablePointer<Atomic<Int>>?
    /// Frames beyond full scale, at the loudspeakers and in the mix.
    let overFrames: UnsafeMutablePointer<Atomic<Int>>?

    // The control thread's.
    private let commandQueue = Queue<EngineCommand>(capacity: Engine.commandCapacity)
    private let reportQueue = Queue<EngineReport>(capacity: Engine.reportCapacity)
    private var commands: QueueProducer<EngineCommand>
    private var reports: QueueConsumer<EngineReport>

    // The audio thread's own.
    var arriving: QueueConsumer<EngineCommand>
    var pending = PendingCommands(capacity: Engine.commandCapacity)
    var sink: ReportSink
    var parameters: ParameterPlayers
    var mixer: Mixer
    var transport = Transport()
    private var tail = StopTail()
    private var unpublished = 0

    /// Commands that fit the queue; as many again can wait for their frame.
    public static let commandCapacity = 8192
    /// Reports that can wait to be read.
    public static let reportCapacity = 32768

    /// Makes the engine of a mix, stopped at session frame 0, reading slot 0.
    ///
    /// - Parameters:
    ///   - mix: strips, buses, routing and static positions. Another structure needs another engine.
    ///   - streams: two rings for each strip of the mix, filled by the disk thread; then, for the monitors, two for each of its
    ///     references and for what else may be heard in place of the mix.
    ///   - options: threads and kernel.
    ///   - foreign: parameters of single nodes beyond their roles.
    /// - Thread: setup.
    public init(
        mix: Mix, streams: PlaybackStreams, options: EngineOptions = EngineOptions(), foreign: [ForeignParameter] = []
    ) {
        precondition(
            streams.rings.allSatisfy { $0.count >= mix.strips.count },
            "the streams have fewer rings than the mix has strips")
        self.mix = mix
        table = ParameterTable(mix: mix, sends: options.sends, foreign: foreign)
        self.streams = streams
        nodes = mix.nodes
        // Common groups only for one thread that renders block by block: in stretches and with workers, sections must be independent.
        tables = LayoutTables(mix: mix, hasCommonGroups: options.workers == 1 && options.stretch == 1)
        let layout = tables.layout
        board = MeterBoard(nodes: nodes.count)
        commands = commandQueue.makeProducer()
        arriving = commandQueue.makeConsumer()
        sink = ReportSink(reportQueue.makeProducer())
        reports = reportQueue.makeConsumer()
        parameters = ParameterPlayers(mix: mix, table: table, layout: layout)
        let rows = ParameterRows(parameters.rows.start, parameters.rowGroups)
        var mixer = Mixer(mix: mix, layout: layout, streams: streams, rows: rows, options: options)
        mixer.prepare(parameters)
        latency = mixer.limiter.pointee.isDelaying ? mixer.limiter.pointee.latency : 0
        monitoredMix = mixer.monitor?.pointee.tap
        missedFrames = mixer.monitor?.pointee.missed.pointer
        overFrames = mixer.monitor?.pointee.clipped.start
        referenceGains = mixer.monitor?.pointee.references.wanted.start
        presentReferences = mixer.monitor?.pointee.references.present.pointer
        referenceCount = mixer.monitor?.pointee.references.count ?? 0
        runOut = options.isMonitored ? mixer.limiter.pointee.latency : 0
        self.mixer = mixer
    }

    /// Frees the lane tables that nobody gave back.
    deinit {
        mixer.dismiss()
        while let report = reports.pop() {
            if case .laneReturned(let table) = report { LaneTable.free(table) }
        }
        while let command = arriving.pop() {
            if case .lane(_, let table?) = command { LaneTable.free(table) }
        }
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
        let floatMode = rt_enter_float_mode()
        receive()
        var done = 0
        while done < frames {
            applyDue()
            let rest = frames &- done
            done &+=
                transport.isRolling
                ? roll(left: left + done, right: right + done, atMost: rest)
                : stand(left: left + done, right: right + done, atMost: rest)
        }
        // Meters go to the board every 256 frames, however short the blocks are; in stop with every call.
        unpublished &+= transport.isRolling ? frames : 256
        if unpublished >= 256 {
            unpublished = 0
            mixer.publish(board)
        }
        engineFrame.store(transport.engine, ordering: .relaxed)
        rolling.store(transport.isRolling, ordering: .relaxed)
        sessionFrame.store(transport.session, ordering: .releasing)
        rt_leave_float_mode(floatMode)
    }

    /// Renders up to the next event of the transport.
    ///
    /// - Returns: frames rendered, 1 or more.
    @_noLocks @_noAllocation
    private func roll(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, atMost rest: Int) -> Int
    {
        mixer.pack(parameters)
        parameters.begin(at: transport.frame)
        let cells = stretch(atMost: rest)
        let frames = cells > 1 ? cells &* Block.frames : applyWithin(transport.span(atMost: rest))
        parameters.finish(frames: frames, reports: &sink)
        if cells > 1 {
            mixer.renderStretch(
                parameters, slot: transport.slot, cells: cells, at: transport.frame, left: left, right: right,
                reports: &sink)
        } else {
            mixer.render(
                parameters, slot: transport.slot, frames: frames, at: transport.frame, left: left, right: right,
                reports: &sink)
        }
        tail.remember(left: left[frames &- 1], right: right[frames &- 1])
        transport.engine &+= Int64(frames)
        transport.frame &+= Int64(frames)
        switch transport.edge(after: Int64(frames)) {
        case .seam: wrap()
        case .end: end()
        case .none: break
        }
        return frames
    }

    /// Renders up to the next command in stop: the fade of what was cut off, then silence.
    ///
    /// - Returns: frames rendered, 1 or more.
    @_noLocks @_noAllocation
    private func stand(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, atMost rest: Int) -> Int
    {
        let toNext = pending.nextFrame &- transport.engine
        let frames = toNext < Int64(rest) ? Int(toNext) : rest
        tail.render(left: left, right: right, frames: frames)
        mixer.rest(frames: frames)
        transport.engine &+= Int64(frames)
        return frames
    }

    /// Queues a command; positions outside the parameter's range are brought inside.
    ///
    /// - Returns: false if the queue is full; then nothing was sent.
    /// - Thread: control.
    public func send(_ command: EngineCommand) -> Bool { commands.push(checked(command)) }

    /// The oldest report that was not read yet.
    ///
    /// - Thread: control.
    public func nextReport() -> EngineReport? { reports.pop() }

    /// The number by which commands and reports name a parameter; `nil` if the mix has none such: no such node, or a send that
    /// leads nowhere in the whole mix.
    ///
    /// - Thread: any.
    public func index(of parameter: ParameterID) -> Int32? { table.index(of: parameter).map(Int32.init) }

    /// Frames rendered since the engine was made.
    ///
    /// - Thread: any.
    public var enginePosition: Int64 { engineFrame.load(ordering: .acquiring) }

    /// Session frame that will be rendered next, as of the end of the last block.
    ///
    /// - Thread: any.
    public var sessionPosition: Int64 { sessionFrame.load(ordering: .acquiring) }

    /// Frames by which the output is behind the session position: the look-ahead of the master's limiter, where it is in
    /// circuit from the start.
    ///
    /// - Thread: any.
    public let latency: Int

    /// Frames for which the song plays on beyond its end live, so that what the look-ahead holds is heard; 0 off line, where the
    /// caller renders the tail.
    ///
    /// - Thread: any.
    public let runOut: Int

    /// Whether the last block was silent and no state is left that could sound without input.
    ///
    /// - Thread: audio.
    public var isSilent: Bool {
        @_noLocks @_noAllocation get { mixer.isSilent }
    }

    /// The mix as it went to the monitors while the song rolled, for one thread that measures it; `nil` without monitors.
    ///
    /// - Thread: any one that reads it, but audio.
    public let monitoredMix: SampleRing?

    /// References that the monitors can play, including the streams that are still empty.
    ///
    /// - Thread: any.
    public let referenceCount: Int

    /// Whether the transport rolls, as of the end of the last block.
    ///
    /// - Thread: any.
    public var isRolling: Bool { rolling.load(ordering: .acquiring) }

    /// A parameter's position as of the end of the last block.
    ///
    /// - Thread: any.
    public func livePosition(of index: Int32) -> Float { parameters.livePosition(of: Int(index)) }

    /// A node's meters; reading resets the peaks.
    ///
    /// - Thread: control.
    public func readMeter(of node: Node) -> MeterReading { board.take(node: index(of: node)) }

    /// The node that a report names by its number.
    ///
    /// - Thread: any.
    public func node(at number: Int32) -> Node? { nodes.indices.contains(Int(number)) ? nodes[Int(number)] : nil }

    /// Strips from 0, then buses, then the master.
    func index(of node: Node) -> Int {
        switch node {
        case .strip(let number): number - 1
        case .bus(let number): mix.strips.count + number - 1
        case .master: mix.strips.count + mix.buses.count
        case .vca(let number): mix.strips.count + mix.buses.count + number
        case .monitor: mix.strips.count + mix.buses.count + mix.vcas.count + 1
        }
    }
}
