import Foundation

extension DiskReader {
    /// Plays another file on a strip from now on, while everything else goes on.
    ///
    /// What was read ahead from the old file is heard first, unless a slot is prepared anew and the engine goes on with that.
    ///
    /// - Parameter strip: number of the strip, from 1.
    /// - Throws: what is wrong with the file; or ``FileError/notReadable(path:reason:)`` where the old file does not answer, which stays
    ///   then.
    public func replace(strip: Int, with stem: StemSource) throws(FileError) {
        let reader = try stem.open(sessionRate: sessionRate)
        let isFree = withLock {
            let index = strip - 1
            // Whoever has taken the strip reads without the lock.
            guard jobs[index] == nil || waitForJob(of: index) else { return false }
            feeder.put(reader, at: index)
            paths[index] = stem.path
            readingFaults[index] = (reader.faultChanges, reader.faults)
            return true
        }
        guard isFree else { throw .notReadable(path: stem.path, reason: "the file before it does not answer") }
    }
}
