/// What is kept of a programme: the energies of its windows of 0.4 and 3 s.
///
/// - Source: ITU-R BS.1770-4, Annex 1 (integrated); EBU Tech 3341 (momentary, short-term); EBU Tech 3342 (range).
struct LoudnessHistory {
    /// Energies of the last 3 s, in pieces of 10 ms.
    private var pieces = [Double](repeating: 0, count: LoudnessHistory.longPieces)
    /// Pieces heard so far.
    private var count = 0
    private(set) var momentary = 0.0
    private(set) var shortTerm = 0.0
    private(set) var maxMomentary = 0.0
    private(set) var maxShortTerm = 0.0
    /// Of each full window, every 100 ms.
    private var momentaries: [Double] = []
    private var shortTerms: [Double] = []

    /// Pieces of 10 ms in a momentary and a short-term window, and between two windows that are kept.
    private static let shortPieces = 40
    private static let longPieces = 300
    private static let step = 10
    /// The absolute gate: −70 LUFS.
    private static let gate = Decibels.energy(loudness: -70)

    /// - Parameter energy: mean square of 10 ms.
    mutating func append(_ energy: Double) {
        pieces[count % Self.longPieces] = energy
        count += 1
        momentary = mean(ofLast: Self.shortPieces)
        shortTerm = mean(ofLast: Self.longPieces)
        if momentary > maxMomentary { maxMomentary = momentary }
        if shortTerm > maxShortTerm { maxShortTerm = shortTerm }
        guard count % Self.step == 0 else { return }
        if count >= Self.shortPieces { momentaries.append(momentary) }
        if count >= Self.longPieces { shortTerms.append(shortTerm) }
    }

    /// Summed anew each time, so that no rounding error stays when a loud passage has passed.
    private func mean(ofLast length: Int) -> Double {
        let end = count % Self.longPieces
        let start = end - length
        var sum = 0.0
        for index in max(0, start)..<end { sum += pieces[index] }
        if start < 0 {
            for index in (start + Self.longPieces)..<Self.longPieces { sum += pieces[index] }
        }
        return sum / Double(length)
    }

    /// The mean of windows that pass both gates, absolute and 10 LU below the mean of those that pass the first; 0 if none.
    ///
    /// - Parameter power: everything is taken this many times as strong.
    func integrated(power: Double = 1) -> Double {
        let gate = Self.gate / power
        let relative = 0.1 * mean(of: momentaries, from: gate)
        return mean(of: momentaries, from: max(gate, relative)) * power
    }

    /// The lower and the upper end of the loudness range as energies; `nil` before the first 3 s, and for silence.
    var range: (low: Double, high: Double)? {
        let relative = 0.01 * mean(of: shortTerms, from: Self.gate)
        let floor = max(Self.gate, relative)
        let sorted = shortTerms.filter { $0 >= floor }.sorted()
        guard let last = sorted.indices.last else { return nil }
        func percentile(_ part: Double) -> Double { sorted[Int((Double(last) * part).rounded())] }
        return (percentile(0.10), percentile(0.95))
    }

    private func mean(of energies: [Double], from floor: Double) -> Double {
        var sum = 0.0
        var count = 0
        for energy in energies where energy >= floor {
            sum += energy
            count += 1
        }
        return count > 0 ? sum / Double(count) : 0
    }
}
