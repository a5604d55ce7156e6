/// One value at a place of its own, which does not move when its owner does: so that other threads can be told where it is, and so that
/// it can be changed although the owner is a constant.
///
/// - Thread: setup makes it and frees it; the owner says which thread uses the value.
@frozen
public struct FixedValue<Value: ~Copyable>: ~Copyable {
    @usableFromInline let memory: FixedMemory<Value>

    /// - Parameter value: moves in.
    @inlinable
    public init(_ value: consuming Value, placement: MemoryPlacement = .ordinary) {
        memory = FixedMemory(of: value, placement: placement)
    }

    /// The value.
    @inlinable public var pointee: Value {
        @inline(__always) unsafeAddress { UnsafePointer(memory.base) }
        @inline(__always) nonmutating unsafeMutableAddress { memory.base }
    }

    /// Where it is; borrowed.
    @inlinable public var pointer: UnsafeMutablePointer<Value> {
        @inline(__always) get { memory.base }
    }
}
