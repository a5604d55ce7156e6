import Foundation

/// Which performances by chance are played: `GAINRIDER_SEEDS=125-130` these, `GAINRIDER_PERFORMANCES=10000` so many.
enum PlayedSeeds {
    private static let asked = ProcessInfo.processInfo.environment
    static let isAsked = asked["GAINRIDER_SEEDS"] != nil || asked["GAINRIDER_PERFORMANCES"] != nil

    /// - Parameter count: of them, if nothing is asked for.
    static func range(otherwise count: UInt64) -> ClosedRange<UInt64> {
        let bounds = asked["GAINRIDER_SEEDS"]?.split(separator: "-").compactMap { UInt64($0) } ?? []
        if let first = bounds.first, let last = bounds.last, first <= last { return first...last }
        return 1...max(1, UInt64(asked["GAINRIDER_PERFORMANCES"] ?? "") ?? count)
    }
}
