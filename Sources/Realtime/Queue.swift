internal import Memory
public import Synchronization

/// The memory of a bounded queue between one producing and one consuming thread.
///
/// Values cross in order, without waiting: a full queue refuses and an empty one says so. The two ends are two types, so a
/// thread can do only its half. The queue must outlive both.
///
/// - Thread: setup. The ends belong to one thread each.
// @unchecked: the fields never change; the slots are handed over by the release and acquire of `head` and `tail`.
public final class Queue<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    /// How many elements fit: a power of two.
    public let capacity: Int
    private let slots: FixedMemory<Element>
    private let head = PaddedCounter()
    private let tail = PaddedCounter()

    /// - Parameter capacity: elements that must fit at least, 1 or more; rounded up to a power of two.
    public init(capacity: Int) {
        precondition(capacity > 0, "a queue holds at least one element")
        var size = 1
        while size < capacity { size *= 2 }
        self.capacity = size
        slots = FixedMemory(unwritten: size)
    }

    /// The end that adds. Take it once.
    public func makeProducer() -> QueueProducer<Element> {
        QueueProducer(slots: slots.start, mask: capacity - 1, head: head.value, tail: tail.value)
    }

    /// The end that takes. Take it once.
    public func makeConsumer() -> QueueConsumer<Element> {
        QueueConsumer(slots: slots.start, mask: capacity - 1, head: head.value, tail: tail.value)
    }
}

/// The end of a ``Queue`` that adds.
///
/// - Thread: the producing one.
// @unchecked: may move to another thread before its first use; slots and counters are shared as the queue says.
public struct QueueProducer<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    @usableFromInline let mask: Int
    @usableFromInline let head: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let tail: UnsafeMutablePointer<Atomic<Int>>

    init(
        slots: UnsafeMutablePointer<Element>, mask: Int, head: UnsafeMutablePointer<Atomic<Int>>,
        tail: UnsafeMutablePointer<Atomic<Int>>
    ) {
        self.slots = slots
        self.mask = mask
        self.head = head
        self.tail = tail
    }

    /// How many elements can be added now.
    @inlinable
    public var free: Int {
        mask &+ 1 &- (tail.pointee.load(ordering: .relaxed) &- head.pointee.load(ordering: .acquiring))
    }

    /// Adds an element, unless the queue is full.
    ///
    /// - Returns: whether it was added.
    @inlinable
    public mutating func push(_ element: Element) -> Bool {
        let next = tail.pointee.load(ordering: .relaxed)
        guard next &- head.pointee.load(ordering: .acquiring) <= mask else { return false }
        slots[next & mask] = element
        tail.pointee.store(next &+ 1, ordering: .releasing)
        return true
    }
}

/// The end of a ``Queue`` that takes.
///
/// - Thread: the consuming one.
// @unchecked: may move to another thread before its first use; slots and counters are shared as the queue says.
public struct QueueConsumer<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    @usableFromInline let mask: Int
    @usableFromInline let head: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let tail: UnsafeMutablePointer<Atomic<Int>>

    init(
        slots: UnsafeMutablePointer<Element>, mask: Int, head: UnsafeMutablePointer<Atomic<Int>>,
        tail: UnsafeMutablePointer<Atomic<Int>>
    ) {
        self.slots = slots
        self.mask = mask
        self.head = head
        self.tail = tail
    }

    /// The oldest element, or `nil` if the queue is empty.
    @inlinable
    public mutating func pop() -> Element? {
        let next = head.pointee.load(ordering: .relaxed)
        guard next != tail.pointee.load(ordering: .acquiring) else { return nil }
        let element = slots[next & mask]
        head.pointee.store(next &+ 1, ordering: .releasing)
        return element
    }
}
