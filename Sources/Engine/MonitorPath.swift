import Effects
import Lanes
import MixModel

/// The monitor section at the engine's output: what is heard in the room, and never in a bounce.
///
/// - Thread: audio; setup makes it.
struct MonitorPath: ~Copyable {
    let listen: ListenBank
    private var section: MonitorSection
    /// Constants that no parameter sets: dim's level and the reference's gain.
    private let constants: UnsafeMutablePointer<Float>
    private let slot: Int

    init(mix: Mix, layout: Layout) {
        listen = ListenBank(layout: layout)
        section = MonitorSection(sampleRate: mix.sampleRate)
        constants = .allocate(capacity: 2)
        constants.initialize(repeating: 0, count: 2)
        constants[0] = -20
        // The last node of all.
        slot = layout.slots[mix.nodes.count - 1]
    }

    deinit {
        listen.free()
        constants.deallocate()
    }

    /// Forgets what was heard.
    @_noLocks @_noAllocation
    mutating func reset() {
        listen.reset()
        section.reset()
    }

    /// Whether the monitors were muted because of a runaway since this was asked last.
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
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>, frames: Int
    ) {
        let rows = parameters.rows + slot / 8 &* parameters.roles
        let lane = slot & 7
        let zero = Row(constants + 1, stride: 0)
        section.render(
            MonitorSection.Parameters(
                level: rows[Role.monitorLevel.index].lane(lane), dim: rows[Role.monitorDim.index].lane(lane),
                dimLevel: Row(constants, stride: 0), mono: rows[Role.monitorMono.index].lane(lane),
                cut: rows[Role.monitorCut.index].lane(lane), swap: rows[Role.monitorSwap.index].lane(lane),
                listen: listen.row, reference: zero, referenceGain: zero,
                translation: rows[Role.monitorTranslation.index].lane(lane)),
            left: left, right: right,
            listen: MonitorSection.Source(left: listen.sum, right: listen.sum + Block.frames), reference: nil,
            frames: frames)
    }
}
