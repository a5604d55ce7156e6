/// Eight strips side by side: one number of each. What a strip does is written once over lanes.
public typealias Lanes = SIMD8<Float>

/// The pieces in which sound is rendered.
///
/// - Thread: any.
public enum Block {
    /// Most frames of a block, so that its scratch stays in the nearest cache; also the length of a cell of the session's
    /// time line, which no block crosses.
    public static var frames: Int {
        @_noLocks @_noAllocation @inlinable get { 64 }
    }

    /// Frames between two updates of filter coefficients, counted on the session's time line.
    public static var coefficientFrames: Int {
        @_noLocks @_noAllocation @inlinable get { 32 }
    }
}

/// A parameter, or what was computed from it, over a block: a vector for each frame, or one for all of them.
///
/// - Thread: audio; the memory belongs to somebody else and must outlive the row.
public struct LaneRow {
    @usableFromInline let values: UnsafePointer<Lanes>
    @usableFromInline let stride: Int

    /// A value for every frame of the block.
    @_noLocks @_noAllocation @inlinable
    public init(moving values: UnsafePointer<Lanes>) {
        self.values = values
        stride = 1
    }

    /// The same value for the whole block.
    @_noLocks @_noAllocation @inlinable
    public init(constant value: UnsafePointer<Lanes>) {
        values = value
        stride = 0
    }

    /// Whether the frames may differ.
    @inlinable public var isMoving: Bool {
        @_noLocks @_noAllocation get { stride != 0 }
    }

    /// The first frame's value.
    @inlinable public var first: Lanes {
        @_noLocks @_noAllocation get { values[0] }
    }

    /// The value at a frame of the block.
    @inlinable
    public subscript(frame: Int) -> Lanes {
        @_noLocks @_noAllocation get { values[frame &* stride] }
    }
}
