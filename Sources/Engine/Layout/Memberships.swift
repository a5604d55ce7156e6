import Memory
import MixModel

/// Which VCAs move a node, directly or through others.
///
/// - Thread: setup makes it; audio reads it.
struct Memberships: ~Copyable {
    /// By sounding node: a bit for each VCA, ``words`` numbers a node.
    private let bits: FixedMemory<UInt64>
    private let words: Int
    /// VCAs of the mix.
    let count: Int

    init(mix: Mix) {
        count = mix.vcas.count
        words = (count + 63) / 64
        // A VCA is moved by VCAs with greater numbers only: from the last one down, those are complete already.
        var over = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: count)
        let collect = { (numbers: [Int], own: Int, words: Int, count: Int) -> [UInt64] in
            var bits = [UInt64](repeating: 0, count: words)
            for number in numbers where number > own && number <= count {
                bits[(number - 1) / 64] |= 1 << UInt64((number - 1) % 64)
                for word in 0..<words { bits[word] |= over[number - 1][word] }
            }
            return bits
        }
        let (words, count) = (words, count)
        for vca in stride(from: count - 1, through: 0, by: -1) {
            over[vca] = collect(mix.vcas[vca].vcas, vca + 1, words, count)
        }
        let all = (mix.strips.map(\.vcas) + mix.buses.map(\.vcas) + [[]]).flatMap { collect($0, 0, words, count) }
        bits = FixedMemory(all)
    }

    /// Whether a VCA, by number from 0, moves a node.
    @_noLocks @_noAllocation
    func contains(_ vca: Int, over node: Int) -> Bool {
        bits[node &* words &+ vca / 64] >> UInt64(vca & 63) & 1 == 1
    }

    /// Whether any VCA over a node has its switch on.
    @_noLocks @_noAllocation
    func isAny(_ switches: UnsafePointer<Bool>, over node: Int) -> Bool {
        for vca in 0..<count where switches[vca] {
            if contains(vca, over: node) { return true }
        }
        return false
    }
}
