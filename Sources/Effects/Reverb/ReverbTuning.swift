import Units

/// The reverb's delays, gains and signs, which determine its sound.
///
/// - Thread: setup.
enum ReverbTuning {
    /// Delay lines in the feedback loop.
    static var lines: Int {
        @_noLocks @_noAllocation get { 16 }
    }
    /// Taps of the early reflections, alternately for the left and the right.
    static var taps: Int {
        @_noLocks @_noAllocation get { 16 }
    }
    /// All-passes before the lines, alternately left and right.
    static var diffusers: Int {
        @_noLocks @_noAllocation get { 8 }
    }
    /// Delays that grow with the size: those of the lines, of the taps, and of the lines' all-passes.
    static var scaled: Int {
        @_noLocks @_noAllocation get { 48 }
    }
    /// Rings of samples: of the lines and their all-passes, of the all-passes before them, of pre-delay and early taps.
    static var memories: Int {
        @_noLocks @_noAllocation get { 16 + 8 + 4 + 16 }
    }
    static var sizes: Int {
        @_noLocks @_noAllocation get { 101 }
    }

    /// Lines at full size, in ms: in geometric progression, each slightly offset, so that no two echoes coincide.
    private static let lineTimes = [
        54.3, 57.9, 60.7, 64.9, 68.3, 71.3, 75.7, 79.1, 84.1, 88.3, 92.3, 98.1, 103.7, 109.1, 116.3, 122.9,
    ]
    /// Early reflections at full size, in ms.
    private static let tapTimes = [
        11.9, 13.7, 19.3, 17.1, 27.7, 30.1, 36.9, 34.3, 47.3, 43.9, 55.1, 58.7, 69.1, 66.1, 81.7, 79.9,
    ]
    /// All-passes in the lines at full size, in ms.
    private static let loopTimes = [
        17.9, 11.3, 15.1, 20.3, 12.7, 18.7, 9.7, 14.3, 21.1, 10.7, 16.3, 13.7, 19.7, 11.9, 17.1, 8.9,
    ]
    /// All-passes in ms: two short ones, which soften the early reflections too, and two long ones.
    private static let diffuserTimes = [3.59, 3.89, 4.77, 4.43, 12.73, 13.19, 9.31, 9.79]

    /// Modulation rates in Hz, one for each line, all different.
    static let rates = [
        0.53, 0.71, 0.37, 0.83, 0.61, 0.97, 0.43, 0.67, 0.89, 0.31, 0.73, 0.47, 0.59, 0.79, 0.41, 0.91,
    ]

    /// Factor of the full size's times at a size in percent: a fifth at 0.
    static func scale(_ percent: Int) -> Double { PortableMath.exp2(2.3 * (Double(percent) / 100 - 1)) }

    /// Delays of the lines, then of the early taps, then of the lines' all-passes, for each size from 0 to 100 %.
    ///
    /// Those in the loop are distinct primes, so no two share an echo before their product.
    static func delays(sampleRate: Int) -> [Int32] {
        let rate = Double(sampleRate) / 1000
        let isPrime = primes(below: Int(lineTimes[lines - 1] * rate * 1.1) + 500)
        var result: [Int32] = []
        result.reserveCapacity(sizes * scaled)
        for percent in 0..<sizes {
            let scale = scale(percent)
            var taken: Set<Int> = []
            for time in lineTimes {
                let goal = Swift.max(Int(time * rate * scale + 0.5), 41)
                let nearest = nearestPrime(to: goal, isPrime, except: taken)
                taken.insert(nearest)
                result.append(Int32(nearest))
            }
            for time in tapTimes { result.append(Int32(time * rate * scale + 0.5) + 4) }
            for time in loopTimes {
                let goal = Swift.max(Int(time * rate * scale + 0.5), 41)
                let nearest = nearestPrime(to: goal, isPrime, except: taken)
                taken.insert(nearest)
                result.append(Int32(nearest))
            }
        }
        return result
    }

    /// Delays of the all-passes, in frames: distinct primes.
    static func diffuserDelays(sampleRate: Int) -> [Int] {
        let isPrime = primes(below: sampleRate / 50 + 500)
        var taken: Set<Int> = []
        return diffuserTimes.map { time in
            let goal = Swift.max(Int(time * Double(sampleRate) / 1000 + 0.5), 41)
            let nearest = nearestPrime(to: goal, isPrime, except: taken)
            taken.insert(nearest)
            return nearest
        }
    }

    private static func nearestPrime(to goal: Int, _ isPrime: [Bool], except taken: Set<Int>) -> Int {
        for distance in 0..<goal {
            for candidate in [goal + distance, goal - distance]
            where candidate >= 37 && isPrime[candidate] && !taken.contains(candidate) {
                return candidate
            }
        }
        return goal
    }

    /// Eratosthenes' sieve.
    private static func primes(below limit: Int) -> [Bool] {
        var isPrime = [Bool](repeating: true, count: limit)
        var factor = 2
        while factor * factor < limit {
            if isPrime[factor] {
                for multiple in stride(from: factor * factor, to: limit, by: factor) { isPrime[multiple] = false }
            }
            factor += 1
        }
        return isPrime
    }
}

extension ReverbTuning {
    /// Gains of the early taps: falling, of both signs, of energy 1 a side.
    static var tapGains: [Float] {
        let turned: Set<Int> = [2, 5, 7, 8, 11, 14]
        let raw = (0..<taps).map { PortableMath.exp2(-0.16 * Double($0)) * (turned.contains($0) ? -1 : 1) }
        let left = stride(from: 0, to: taps, by: 2).reduce(0.0) { $0 + raw[$1] * raw[$1] }
        let right = stride(from: 1, to: taps, by: 2).reduce(0.0) { $0 + raw[$1] * raw[$1] }
        // Half the logarithm: the root.
        let scales = [left, right].map { PortableMath.exp2(-0.5 * PortableMath.log2($0)) }
        return raw.enumerated().map { Float($1 * scales[$0 % 2]) }
    }

    /// Signs of the lines in the left output, in the right, and of their inputs (even lines hear the left, odd ones the right).
    ///
    /// Those of the outputs are bent functions, as different as possible from every row of the matrix: an output equal to a row would
    /// repeat one line's input. They are orthogonal, so the sides are uncorrelated.
    static var signs: [Float] {
        var left: [Float] = []
        var right: [Float] = []
        var input: [Float] = []
        for line in 0..<lines {
            let (a, b, c, d) = (line & 1, line >> 1 & 1, line >> 2 & 1, line >> 3 & 1)
            let bent = (a & b) ^ (c & d)
            left.append(bent == 0 ? 1 : -1)
            right.append(bent ^ a ^ c == 0 ? 1 : -1)
            input.append((b & c) ^ d == 0 ? 1 : -1)
        }
        return left + right + input
    }
}
