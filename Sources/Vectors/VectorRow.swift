/// A parameter of eight nodes, or what was computed from it, over a block: a vector for each frame, or one for all of them.
///
/// Everything here is inlined into the caller, since the callers are compiled for more than one kind of processor and must
/// share no code.
///
/// - Thread: audio; the memory belongs to somebody else and must outlive the row.
@frozen
public struct VectorRow {
    @usableFromInline let values: UnsafePointer<Vector>
    @usableFromInline let stride: Int

    /// A value for every frame of the block.
    @_noLocks @_noAllocation @inlinable @inline(__always)
    public init(moving values: UnsafePointer<Vector>) {
        self.values = values
        stride = 1
    }

    /// The same value for the whole block.
    @_noLocks @_noAllocation @inlinable @inline(__always)
    public init(constant value: UnsafePointer<Vector>) {
        values = value
        stride = 0
    }

    /// Whether the frames may differ.
    @inlinable public var isMoving: Bool {
        @_noLocks @_noAllocation @inline(__always) get { stride != 0 }
    }

    /// The first frame's value.
    @inlinable public var first: Vector {
        @_noLocks @_noAllocation @inline(__always) get { values[0] }
    }

    /// The value at a frame of the block.
    @inlinable
    public subscript(frame: Int) -> Vector {
        @_noLocks @_noAllocation @inline(__always) get { values[frame &* stride] }
    }

    /// One of the eight nodes.
    @_noLocks @_noAllocation @inlinable @inline(__always)
    public func column(_ column: Int) -> Row {
        Row(UnsafeRawPointer(values).assumingMemoryBound(to: Float.self) + column, stride: stride &* 8)
    }
}

/// A parameter of one node over a block: a position for each frame, or one for all of them.
///
/// - Thread: audio; the memory belongs to somebody else and must outlive the row.
@frozen
public struct Row {
    @usableFromInline let values: UnsafePointer<Float>
    @usableFromInline let stride: Int

    /// - Parameter stride: floats from one frame to the next; 0: the same position for the whole block.
    @_noLocks @_noAllocation @inlinable @inline(__always)
    public init(_ values: UnsafePointer<Float>, stride: Int) {
        self.values = values
        self.stride = stride
    }

    /// Whether the frames may differ.
    @inlinable public var isMoving: Bool {
        @_noLocks @_noAllocation @inline(__always) get { stride != 0 }
    }

    /// The position at a frame of the block.
    @inlinable
    public subscript(frame: Int) -> Float {
        @_noLocks @_noAllocation @inline(__always) get { values[frame &* stride] }
    }
}
