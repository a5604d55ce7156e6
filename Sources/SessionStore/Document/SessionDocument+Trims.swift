import Automation
public import MixModel
import Units

/// Trims and what they are added to.
extension SessionDocument {
    /// Trims that say anything: those with a lane, or that rest elsewhere than at 0 dB.
    public var trims: [ParameterID] {
        let resting = mix.positions.keys.filter { $0.trimmed != nil && mix[$0] != $0.role.spec.initialPosition }
        return Set(lanes.keys.filter { $0.trimmed != nil }).union(resting).sorted()
    }

    /// Works a trim into the level that it is added to: one lane, or one value, sounds as the two did.
    ///
    /// - Returns: whether the sum met the end of the level's range.
    @discardableResult
    public mutating func coalesceTrim(of id: ParameterID) -> Bool {
        guard let trim = id.trim else { return false }
        defer {
            lanes[trim] = nil
            mix[trim] = trim.role.spec.initialPosition
        }
        let (level, added) = (lanes[id] ?? Lane(), lanes[trim] ?? Lane())
        let limit = id.role.spec.highest
        let wanted = Scale.sum(mix[id], mix[trim], limit: .greatestFiniteMagnitude)
        guard !(level.isEmpty && added.isEmpty) else {
            mix[id] = min(wanted, limit)
            return wanted > limit
        }
        let sum = Lane.sum(level, rest: mix[id], added, rest: mix[trim], limit: limit)
        lanes[id] = sum.lane
        mix[id] = min(wanted, limit)
        return sum.isClamped
    }
}
