/// What plays an engine in real time, as the desk's loop has it: ``AudioOutput``, or one that a test drives by hand.
///
/// - Thread: any but audio, ``stop()`` control.
public protocol LiveOutput: AnyObject {
    /// Frames rendered at a time.
    var period: Int { get }
    /// Frames from rendering to sounding.
    var latency: Int { get }
    /// Counters since the start.
    var statistics: OutputStatistics { get }
    /// Why nothing is heard; `nil` while it plays.
    var absence: DeviceAbsence? { get }
    /// The engine frame that begins to be rendered at a moment of the monotonic clock.
    func engineFrame(atNanoseconds nanoseconds: Int64) -> Int64
    /// What happened since the last call, oldest first; `nil`: nothing more.
    func nextReport() -> OutputReport?
    func stop()
}

extension AudioOutput: LiveOutput {}
