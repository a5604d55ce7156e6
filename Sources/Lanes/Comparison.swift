public import CRealtime

// The standard library compares vectors lane by lane, with a branch for each; these take one instruction or two.

/// Whether a lane is true.
///
/// - Thread: any.
@_noLocks @_noAllocation @inlinable @inline(__always)
public func isAny(_ mask: LaneMask) -> Bool { rt_any(unsafeBitCast(mask, to: SIMD8<Int32>.self)) }

/// Whether all lanes are equal; a NaN is equal to nothing.
///
/// - Thread: any.
@_noLocks @_noAllocation @inlinable @inline(__always)
public func isSame(_ a: Lanes, _ b: Lanes) -> Bool { !isAny(a .!= b) }
