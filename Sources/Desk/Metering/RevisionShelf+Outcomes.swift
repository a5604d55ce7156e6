import SessionStore

/// What a shelf of revisions says.
extension RevisionShelf {
    /// A revision that can be heard.
    public struct Ready: Sendable, Hashable {
        public var name: String
        /// What the monitors' source is then.
        public var number: Int
        /// dB by which it is made louder.
        public var gain: Double
    }

    /// What becomes of a request.
    enum Answer: Equatable {
        /// It is there, as this source of the monitors.
        case ready(number: Int)
        /// It is being rendered, or waits for that.
        case coming
        /// Too many wait already, or there is no place.
        case refused(String)
    }

    /// What has come of a request.
    enum News: Equatable {
        case ready(Revision, number: Int)
        case failed(Revision, reason: String)
    }
}
