public import CRealtime

// The standard library compares vectors column by column, with a branch for each; these take one instruction or two.

/// Whether any column is true.
///
/// - Thread: any.
@_noLocks @_noAllocation @inlinable @inline(__always)
public func isAny(_ mask: VectorMask) -> Bool { rt_any(unsafeBitCast(mask, to: SIMD8<Int32>.self)) }

/// Whether all columns are equal; a NaN is equal to nothing.
///
/// - Thread: any.
@_noLocks @_noAllocation @inlinable @inline(__always)
public func isSame(_ a: Vector, _ b: Vector) -> Bool { !isAny(a .!= b) }
