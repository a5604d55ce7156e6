import DSP
import Lanes
import MixModel

/// Who is heard: all, or while anything is soloed that, what feeds it and what it feeds. The master always.
///
/// - Thread: audio; setup makes it.
struct SoloInPlace: ~Copyable {
    /// By node: soloed, or feeding something soloed.
    private let feeds: UnsafeMutablePointer<Bool>
    /// By node: soloed, or fed by something soloed.
    private let isFed: UnsafeMutablePointer<Bool>
    private let isSoloed: UnsafeMutablePointer<Bool>
    /// By group: 1 where the node is heard, as of the last frame.
    private let still: UnsafeMutablePointer<Lanes>
    /// By group, ``Block/frames`` vectors.
    private let moving: UnsafeMutablePointer<Lanes>
    private let layout: Layout
    private var isMoving = false

    init(layout: Layout) {
        self.layout = layout
        feeds = .allocate(capacity: layout.nodeCount)
        isFed = .allocate(capacity: layout.nodeCount)
        isSoloed = .allocate(capacity: layout.nodeCount)
        isSoloed.initialize(repeating: false, count: layout.nodeCount)
        still = .allocate(capacity: layout.groupCount)
        still.initialize(repeating: Lanes(repeating: 1), count: layout.groupCount)
        moving = .allocate(capacity: layout.groupCount * Block.frames)
        moving.initialize(repeating: Lanes(repeating: 1), count: layout.groupCount * Block.frames)
    }

    deinit {
        feeds.deallocate()
        isFed.deallocate()
        isSoloed.deallocate()
        still.deallocate()
        moving.deallocate()
    }

    /// 1 where a group's nodes are heard, over the block.
    @_noLocks @_noAllocation
    func row(group: Int) -> LaneRow {
        isMoving ? LaneRow(moving: moving + group &* Block.frames) : LaneRow(constant: still + group)
    }

    /// Reads the solo switches over a block.
    @_noLocks @_noAllocation
    mutating func render(_ parameters: borrowing ParameterPlayers, frames: Int) {
        isMoving = false
        for group in 0..<layout.groupCount where parameters.row(.solo, group: group).isMoving { isMoving = true }
        guard isMoving else {
            if update(parameters, frame: 0) { hear() }
            return
        }
        for frame in 0..<frames {
            if update(parameters, frame: frame) { hear() }
            for group in 0..<layout.groupCount { moving[group &* Block.frames &+ frame] = still[group] }
        }
    }

    /// - Returns: whether a switch changed.
    @_noLocks @_noAllocation
    private mutating func update(_ parameters: borrowing ParameterPlayers, frame: Int) -> Bool {
        var hasChanged = false
        for group in 0..<layout.groupCount {
            let switches = parameters.row(.solo, group: group)[frame]
            for lane in 0..<8 {
                let node = layout.nodes[group &* 8 &+ lane]
                guard node >= 0, isSoloed[node] != (switches[lane] >= 0.5) else { continue }
                isSoloed[node].toggle()
                hasChanged = true
            }
        }
        return hasChanged
    }

    @_noLocks @_noAllocation
    private mutating func hear() {
        let master = layout.master
        var isAnySoloed = false
        for node in 0..<master {
            isFed[node] = isSoloed[node]
            if isSoloed[node] { isAnySoloed = true }
        }
        isFed[master] = true
        // A node feeds later ones only.
        for node in 0..<master where isFed[node] { isFed[layout.outputs[node]] = true }
        feeds[master] = false
        var node = master
        while node > 0 {
            node &-= 1
            feeds[node] = isSoloed[node] || feeds[layout.outputs[node]]
        }
        for node in 0...master {
            let slot = layout.slots[node]
            still[slot / 8][slot & 7] = !isAnySoloed || node == master || isFed[node] || feeds[node] ? 1 : 0
        }
    }
}
