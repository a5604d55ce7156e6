import CRealtime
import Memory
import Vectors

/// Rows of samples, each with part of its past contiguous before the next frame.
///
/// They are written and read eight frames at a time from any frame on; a vector may reach past the last frame, where values are
/// arbitrary. Whole vectors are computed whatever the number of frames, and no frame depends on its neighbours in the vector, so
/// the bits do not depend on where blocks begin.
///
/// - Thread: audio; setup makes it.
struct SampleRows: ~Copyable {
    private let memory: FixedMemory<Float>
    private let rows: Int
    private let stride: Int
    private let past: Int
    /// Where the next frame goes.
    private var head: Int

    /// - Parameter past: how many frames of the past are kept at least.
    init(rows: Int, past: Int) {
        self.rows = rows
        self.past = (past + 7) & ~7
        // Four blocks are written before the past is moved back to the start, or as many as keep it clear of where it goes; a
        // vector may overhang.
        stride = self.past + Swift.max(4 * Block.frames, self.past + Block.frames) + 8
        head = self.past
        memory = FixedMemory(repeating: 0, count: rows * stride)
    }

    /// The next frame's place in a row; the past lies before it.
    @_noLocks @_noAllocation @inline(__always)
    func row(_ index: Int) -> UnsafeMutablePointer<Float> { memory + (index &* stride &+ head) }

    /// Makes room for up to ``Block/frames`` frames. Pointers from before are invalid.
    @_noLocks @_noAllocation
    mutating func makeRoom(_ frames: Int) {
        guard head &+ frames &+ 8 > stride else { return }
        for row in 0..<rows {
            let start = memory + row &* stride
            rt_copy(start, start + (head &- past), past)
        }
        head = past
    }

    /// The frames have been written.
    @_noLocks @_noAllocation
    mutating func advance(_ frames: Int) { head = head &+ frames }

    /// Fills some rows' past with one value.
    @_noLocks @_noAllocation
    func fill(_ range: Range<Int>, with value: Float) {
        for index in range {
            let end = row(index)
            for frame in 1...past { end[0 &- frame] = value }
        }
    }
}

extension UnsafeMutablePointer<Float> {
    /// Eight samples from a frame on.
    @_noLocks @_noAllocation @inline(__always)
    func octet(_ frame: Int) -> Vector {
        UnsafeRawPointer(self).loadUnaligned(fromByteOffset: frame &* 4, as: Vector.self)
    }

    /// Puts eight samples from a frame on.
    @_noLocks @_noAllocation @inline(__always)
    func put(_ octet: Vector, _ frame: Int) {
        UnsafeMutableRawPointer(self).storeBytes(of: octet, toByteOffset: frame &* 4, as: Vector.self)
    }
}

extension Vector {
    /// Without signs.
    var unsigned: Vector {
        @_noLocks @_noAllocation @inline(__always)
        get { unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt32>.self) & 0x7fff_ffff, to: Vector.self) }
    }
}
