/// Passes over samples, eight at a time.
enum VectorScan {
    private typealias Vector = SIMD8<Float>

    /// The highest magnitude; 0 for no samples.
    static func highest(_ samples: UnsafePointer<Float>, _ count: Int) -> Float {
        var highest = Vector(repeating: 0)
        var index = 0
        while index &+ 8 <= count {
            let next = magnitude(load(samples + index))
            highest.replace(with: next, where: next .> highest)
            index &+= 8
        }
        var result = self.highest(highest)
        while index < count {
            let next = samples[index].magnitude
            if next > result { result = next }
            index &+= 1
        }
        return result
    }

    /// The highest of eight magnitudes.
    @inline(__always)
    static func highest(_ lanes: SIMD8<Float>) -> Float {
        var result: Float = 0
        for lane in 0..<8 where lanes[lane] > result { result = lanes[lane] }
        return result
    }

    /// Puts 0 for NaN and infinity.
    ///
    /// - Returns: how many.
    static func replaceNotNumbers(_ samples: UnsafeMutablePointer<Float>, _ count: Int) -> Int {
        var sum = Vector(repeating: 0)
        var index = 0
        // 0 for a number, NaN for what is none: one comparison at the end tells whether there is any.
        while index &+ 8 <= count {
            let next = load(samples + index)
            sum += next - next
            index &+= 8
        }
        var isClean = (sum .== Vector(repeating: 0)) == SIMDMask(repeating: true)
        while index < count {
            if !samples[index].isFinite { isClean = false }
            index &+= 1
        }
        guard !isClean else { return 0 }
        var found = 0
        for index in 0..<count where !samples[index].isFinite {
            samples[index] = 0
            found += 1
        }
        return found
    }

    @inline(__always)
    static func load(_ samples: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(samples).loadUnaligned(as: Vector.self)
    }

    @inline(__always)
    static func magnitude(_ lanes: SIMD8<Float>) -> SIMD8<Float> {
        let bits = unsafeBitCast(lanes, to: SIMD8<UInt32>.self) & SIMD8(repeating: 0x7FFF_FFFF)
        return unsafeBitCast(bits, to: Vector.self)
    }
}
