import SessionStore

/// Snapshots and revisions as the command line names them.
extension Failure {
    /// Index, from 0, of the one that a name or a number from 1 means.
    ///
    /// - Throws: a failure that names what there is.
    static func finding<Element: Kept>(_ name: String, among all: [Element]) throws -> Int {
        if let place = all.place(of: name) { return place }
        throw Failure(.badData, "gainrider: \(all.absence(of: name))")
    }

    /// - Throws: a failure if a new one cannot have the name.
    static func naming<Element: Kept>(_ name: String, among all: [Element]) throws {
        if let fault = all.fault(naming: name) { throw Failure(.badData, "gainrider: \(fault)") }
    }
}
