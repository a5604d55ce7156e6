/// What plays an engine in real time, as the desk's loop has it: ``AudioOutput``, or one that a test drives by hand.
///
/// - Thread: any but audio, ``stop()`` control.
public protocol LiveOutput: AnyObject {
    /// Frames rendered at a time.
    var period: Int { get }
    /// Frames from rendering to sounding.
    var latency: Int { get }
    /// Counters since the start, with the distributions of block times: too costly for every turn of the desk's loop.
    var statistics: OutputStatistics { get }
    /// ``OutputStatistics/gaps`` alone, which costs nothing.
    var gaps: Int64 { get }
    /// Why nothing is heard; `nil` while it plays.
    var absence: DeviceAbsence? { get }
    /// The engine frame that begins to be rendered at a moment of the monotonic clock.
    func engineFrame(atNanoseconds nanoseconds: Int64) -> Int64
    /// What happened since the last call, oldest first; `nil`: nothing more.
    func nextReport() -> OutputReport?
    /// - Returns: whether the device was closed.
    @discardableResult func stop() -> Bool
}

extension AudioOutput: LiveOutput {}
