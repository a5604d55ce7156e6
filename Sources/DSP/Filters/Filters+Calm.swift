import Vectors

/// Still blocks after a calm one.
extension Filters {
    /// Whether any section is in circuit in a calm block.
    var isIn: Bool {
        @_noLocks @_noAllocation @inline(__always) get { Section.any(chain.standing.isIn) }
    }

    /// Filters a still block after one that left ``isCalm``.
    ///
    /// - Parameters: as in ``render(_:left:right:scratch:frames:at:)``.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>,
        frames: Int, at frame: Int64
    ) {
        chain.renderCalm(left, right, scratch: scratch, frames: frames, at: frame)
    }

    /// The same with the gate's detector in the same loop, if the chain has a shape for that.
    ///
    /// - Returns: false if not; then nothing was done.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64,
        heardBy watch: inout Gate.Watch
    ) -> Bool {
        chain.renderPair(left, right, frames: frames, at: frame, heardBy: &watch)
    }
}
