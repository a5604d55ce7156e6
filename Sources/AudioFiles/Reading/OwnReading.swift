internal import Dispatch
internal import Synchronization

/// Which strip the rendering thread reads itself off line, and since when: for threads that watch it, since it may hang in the file
/// with the reader's lock held.
///
/// - Thread: one writes; any reads.
final class OwnReading: Sendable {
    private let strip = Atomic<Int>(-1)
    private let since = Atomic<Int64>(0)

    func begin(_ strip: Int) {
        since.store(OwnReading.now, ordering: .relaxed)
        self.strip.store(strip, ordering: .releasing)
    }

    func end() { strip.store(-1, ordering: .relaxed) }

    /// The strip, and for how many seconds; `nil`: nothing is being read.
    var current: (strip: Int, seconds: Double)? {
        let strip = strip.load(ordering: .acquiring)
        guard strip >= 0 else { return nil }
        return (strip, Double(OwnReading.now - since.load(ordering: .relaxed)) / 1e9)
    }

    private static var now: Int64 { Int64(clamping: DispatchTime.now().uptimeNanoseconds) }
}

extension DiskReader {
    /// The file in which the rendering thread hangs, if it has not answered for so many seconds.
    ///
    /// - Thread: any; it takes no lock.
    public func standstill(of seconds: Double) -> Fault? {
        guard let current = ownReading.current, current.seconds >= seconds else { return nil }
        let reason = "it has not answered for \(Int(current.seconds)) s"
        return Fault(strip: current.strip + 1, error: .notReadable(path: paths[current.strip], reason: reason))
    }
}
