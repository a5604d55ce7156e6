import SessionStore

/// Snapshots and revisions as the command line names them.
extension Failure {
    /// Where the one is that a name or a number means, from 0.
    ///
    /// - Throws: a failure that names what there is.
    static func finding<Element: Kept>(_ name: String, among all: [Element]) throws -> Int {
        if let place = all.place(of: name) { return place }
        throw Failure(.badData, "gainrider: \(all.absence(of: name))")
    }

    /// - Throws: a failure if no other one can have the name.
    static func naming<Element: Kept>(_ name: String, among all: [Element]) throws {
        if let fault = all.fault(naming: name) { throw Failure(.badData, "gainrider: \(fault)") }
    }
}
