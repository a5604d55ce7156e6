/// Makes what fails small enough to be understood.
enum Shrinking {
    /// The least of some events with which something still fails: halves, quarters and at last single ones are left out, as long as it does.
    ///
    /// - Parameter fails: it is asked about as many lists as there are events, several times over.
    static func least(_ events: [String], fails: ([String]) throws -> Bool) rethrows -> [String] {
        var events = events
        var size = events.count / 2
        while size >= 1 {
            var start = 0
            while start < events.count {
                var fewer = events
                fewer.removeSubrange(start..<min(start + size, events.count))
                if try fails(fewer) { events = fewer } else { start += size }
            }
            size /= 2
        }
        return events
    }
}
