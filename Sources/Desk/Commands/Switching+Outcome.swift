import Mapping

extension Switching {
    /// What a switch becomes.
    ///
    /// - Parameter present: what it is now.
    func outcome(_ present: Bool) -> Bool {
        switch self {
        case .on: true
        case .off: false
        case .toggle: !present
        case .momentary: true
        }
    }
}
