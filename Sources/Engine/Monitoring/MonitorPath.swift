import Effects
import Memory
import MixModel
import Realtime
import Synchronization
import Vectors

/// The monitor section at the engine's output: what is heard in the room, and never in a bounce.
///
/// - Thread: audio; setup makes it.
struct MonitorPath: ~Copyable {
    var listen: ListenBank
    var references: ReferenceBank
    /// The mix, for the thread that measures it.
    let tap: SampleRing
    private let tapWriter: SampleRingWriter
    /// Frames of the mix that found no room there.
    let missed: FixedValue<Atomic<Int>>
    /// Frames that the loudspeakers got clipped; behind it those of the mix itself beyond full scale, as a bounce has them.
    let clipped: FixedMemory<Atomic<Int>>
    private var section: MonitorSection
    /// Constants in the place of parameters: dim's level (−20 dB), and the references' gain (0 dB: they have their own already).
    private let constants: FixedMemory<Float>
    /// Slot of the monitor section's parameters.
    private let place: Int

    /// Frames by which the measuring thread may be late.
    private static let tapFrames = 131_072

    init(mix: Mix, layout: Layout, streams: PlaybackStreams) {
        let rings = streams.rings.map { $0.dropFirst(mix.strips.count) }
        references = ReferenceBank(rings: rings, present: mix.references.count, sampleRate: mix.sampleRate)
        tap = SampleRing(capacityFrames: MonitorPath.tapFrames)
        tapWriter = SampleRingWriter(tap)
        missed = FixedValue(Atomic(0))
        clipped = FixedMemory(count: 2) { _ in Atomic(0) }
        listen = ListenBank(layout: layout)
        section = MonitorSection(sampleRate: mix.sampleRate)
        constants = FixedMemory([-20, 0])
        // The last node of all.
        place = layout.slots[mix.nodes.count - 1]
    }

    /// Forgets what was heard.
    @_noLocks @_noAllocation
    mutating func reset() {
        listen.reset()
        references.reset()
        section.reset()
    }

    /// Whether a runaway has muted the monitors since the last call.
    @_noLocks @_noAllocation
    mutating func takeRunaway() -> Bool {
        guard section.isRunaway, !isRunawayKnown else {
            isRunawayKnown = section.isRunaway
            return false
        }
        isRunawayKnown = true
        return true
    }
    private var isRunawayKnown = false

    /// Renders a block in place, from the mix to the loudspeakers.
    ///
    /// - Parameters:
    ///   - slot: rings of the references to read.
    ///   - lateness: frames by which the mix is later than it was at the start.
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, slot: Int, lateness: Int, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>, frames: Int, reports: inout ReportSink
    ) {
        if !tapWriter.write(left: left, right: right, frames: frames) {
            _ = missed.pointee.add(frames, ordering: .relaxed)
        }
        var beyond = 0
        for frame in 0..<frames where left[frame].magnitude > 1 || right[frame].magnitude > 1 { beyond = beyond &+ 1 }
        if beyond > 0 { _ = clipped[1].add(beyond, ordering: .relaxed) }
        let (group, column) = (place / 8, place & 7)
        references.render(
            parameters.row(.monitorSource, group: group).column(column), slot: slot, lateness: lateness,
            frames: frames,
            reports: &reports)
        let zero = Row(constants + 1, stride: 0)
        section.render(
            MonitorSection.Parameters(
                level: parameters.row(.monitorLevel, group: group).column(column),
                dim: parameters.row(.monitorDim, group: group).column(column),
                dimLevel: Row(constants.start, stride: 0),
                mono: parameters.row(.monitorMono, group: group).column(column),
                cut: parameters.row(.monitorCut, group: group).column(column),
                swap: parameters.row(.monitorSwap, group: group).column(column),
                listen: listen.row, reference: references.row, referenceGain: zero,
                translation: parameters.row(.monitorTranslation, group: group).column(column)),
            left: left, right: right,
            listen: MonitorSection.Source(left: listen.sum.start, right: listen.sum + Block.frames),
            reference: MonitorSection.Source(left: references.sum.start, right: references.sum + Block.frames),
            frames: frames)
        let cut = section.takeClipped()
        if cut > 0 { _ = clipped[0].add(cut, ordering: .relaxed) }
    }
}
