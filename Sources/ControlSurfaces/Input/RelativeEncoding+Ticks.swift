extension RelativeEncoding {
    /// The signed number of ticks in an encoder's number; 0 is no movement.
    ///
    /// The magnitude is the device's own acceleration and is kept: a fast turn is one message of many ticks.
    ///
    /// - Parameters:
    ///   - number: what arrived, `0 ..< 1 << bits`.
    ///   - bits: 7 for a controller, 14 for a pair or pitch bend.
    /// - Source: the tables of Ardour, DrivenByMoss, Mixxx and QLC+, which agree.
    public func ticks(_ number: Int, bits: Int = 7) -> Int {
        let half = 1 << (bits - 1)
        switch self {
        case .twos: return number < half ? number : number - 2 * half
        case .offset: return number - half
        case .signed: return number < half ? number : half - number
        case .signedInverse: return number < half ? -number : number - half
        case .incDec: return 1
        case .direction: return number < half ? -1 : 1
        }
    }
}
