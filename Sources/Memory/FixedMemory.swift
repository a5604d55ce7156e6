/// Memory for a fixed number of elements, with one owner: it goes with the owner, and what lies in it goes first.
///
/// A table that is made once, used by the audio thread, and never grows. It is as large as a pointer and in release as cheap as one;
/// in debug every index is checked. An element can be changed although the table itself is a constant, as through a pointer: the
/// owner's documentation says who may do that, and when.
///
/// A pointer into it is borrowed, and must not be used after the owner is gone.
///
/// An element's type must not be private to its file: releasing an owner in another file has to name the type, and the compiler fails
/// where it cannot (Swift 6.3.1).
///
/// Nothing here is marked for the audio thread, since that is refused for generic code; all of it is inlined into callers that are.
///
/// - Thread: setup makes it and frees it; the owner says which thread uses the elements.
@frozen
public struct FixedMemory<Element: ~Copyable>: ~Copyable {
    /// The first element. Before it, in a cache line of its own, lie the count and the distance in bytes to the start of the allocation.
    @usableFromInline let base: UnsafeMutablePointer<Element>

    /// Memory whose elements are still to be initialised, all of them, by an initialiser of this type.
    @usableFromInline
    init(room count: Int, placement: MemoryPlacement) {
        precondition(count >= 0, "memory for \(count) elements")
        let lead = max(placement.alignment, MemoryLayout<Element>.alignment)
        let bytes = lead + count * MemoryLayout<Element>.stride
        let start = placement.allocate(byteCount: bytes, alignment: lead)
        let elements = start + lead
        elements.storeBytes(of: count, toByteOffset: -8, as: Int.self)
        elements.storeBytes(of: lead, toByteOffset: -16, as: Int.self)
        base = elements.bindMemory(to: Element.self, capacity: count)
    }

    /// One element, which is moved in.
    @inlinable
    init(of element: consuming Element, placement: MemoryPlacement) {
        self.init(room: 1, placement: placement)
        base.initialize(to: element)
    }

    /// Elements that are made one by one, from the first on.
    ///
    /// - Parameters:
    ///   - count: 0 or more.
    ///   - make: gives the element with a number.
    @inlinable
    public init(count: Int, placement: MemoryPlacement = .ordinary, make: (Int) -> Element) {
        self.init(room: count, placement: placement)
        for index in 0..<count { (base + index).initialize(to: make(index)) }
    }

    @inlinable
    deinit {
        base.deinitialize(count: count)
        let start = UnsafeMutableRawPointer(base)
        (start - start.load(fromByteOffset: -16, as: Int.self)).deallocate()
    }

    /// How many elements there are.
    @inlinable public var count: Int {
        @inline(__always) get { UnsafeRawPointer(base).load(fromByteOffset: -8, as: Int.self) }
    }

    /// An element.
    @inlinable
    public subscript(index: Int) -> Element {
        @inline(__always) unsafeAddress {
            #if DEBUG
                precondition(index >= 0 && index < count, "no such element in fixed memory")
            #endif
            return UnsafePointer(base + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            #if DEBUG
                precondition(index >= 0 && index < count, "no such element in fixed memory")
            #endif
            return base + index
        }
    }

    /// Pointer to an element, to go on from there; borrowed.
    ///
    /// - Parameter index: 0…``count``.
    @inlinable @inline(__always)
    public static func + (memory: borrowing FixedMemory, index: Int) -> UnsafeMutablePointer<Element> {
        #if DEBUG
            precondition(index >= 0 && index <= memory.count, "no such place in fixed memory")
        #endif
        return memory.base + index
    }

    /// Pointer to the first element; borrowed.
    @inlinable public var start: UnsafeMutablePointer<Element> {
        @inline(__always) get { base }
    }
}

extension FixedMemory {
    /// The same element `count` times.
    ///
    /// - Parameter count: 0 or more.
    @inlinable
    public init(repeating element: Element, count: Int, placement: MemoryPlacement = .ordinary) {
        self.init(room: count, placement: placement)
        base.initialize(repeating: element, count: count)
    }

    /// The elements of a list, in its order.
    @inlinable
    public init(_ elements: [Element], placement: MemoryPlacement = .ordinary) {
        self.init(room: elements.count, placement: placement)
        base.initialize(from: elements, count: elements.count)
    }
}

extension FixedMemory where Element: BitwiseCopyable {
    /// Elements that are written before they are read. Pages that are never touched are not taken from the system.
    ///
    /// - Parameter count: 0 or more.
    @inlinable
    public init(unwritten count: Int, placement: MemoryPlacement = .ordinary) {
        self.init(room: count, placement: placement)
    }
}
