import DSP
import Memory
import Vectors

/// The sums of each section's strips for all buses, the master last.
///
/// - Thread: audio and its workers, each for sections of its own; setup makes it.
struct SectionSums: ~Copyable {
    /// By section: what its strips add to which sums.
    let lists: FixedMemory<SumList>
    /// By ``place(_:bus:cell:)``: left and right.
    private let sums: FixedMemory<Float>
    let isSilent: FixedMemory<Bool>
    private let sectionCount: Int
    private let busCount: Int

    /// - Parameter cells: rendered in a row at most.
    init(layout: Layout, cells: Int) {
        let capacity = Layout.sectionGroups * StripRenderer.itemsPerGroup(layout)
        sectionCount = layout.sectionCount
        busCount = layout.busCount + 1
        let busCount = busCount
        let count = cells * sectionCount * busCount
        lists = FixedMemory(count: sectionCount) { _ in SumList(capacity: capacity, busCount: busCount) }
        sums = FixedMemory(repeating: 0, count: count * 2 * Block.frames)
        isSilent = FixedMemory(repeating: true, count: count)
    }

    /// Index of a section's sum for a bus.
    ///
    /// - Parameter cell: of a stretch; 0 in a block.
    @_noLocks @_noAllocation
    func place(_ section: Int, bus: Int, cell: Int) -> Int {
        (cell &* sectionCount &+ section) &* busCount &+ bus
    }

    /// The left row of a sum, and behind it the right one.
    @_noLocks @_noAllocation
    func sum(at place: Int) -> UnsafeMutablePointer<Float> { sums + place &* 2 &* Block.frames }
}
