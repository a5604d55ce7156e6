import Vectors

/// Still blocks after a calm one.
extension Equalizer {
    /// Whether any section is in circuit in a calm block.
    var isIn: Bool {
        @_noLocks @_noAllocation @inline(__always) get {
            Section.any(chain.standing.isIn) || corrector.section.isActive
        }
    }

    /// Equalises a still block after one that left ``isCalm``.
    ///
    /// - Parameters: as in ``render(_:left:right:scratch:frames:at:)``.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>,
        frames: Int, at frame: Int64
    ) {
        chain.renderCalm(left, right, scratch: scratch, frames: frames, at: frame)
        corrector.render(left, right, scratch: scratch, frame, count: frames)
    }

    /// The same, collecting the compressor's peaks in the same loop, if the chain has a shape for that.
    ///
    /// - Returns: false if not; then nothing was done.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64,
        heardBy peaks: inout Compressor.Peaks
    ) -> Bool {
        if corrector.section.isActive { return false }
        return chain.renderFour(left, right, frames: frames, at: frame, heardBy: &peaks)
    }
}
