import Desk
public import Mapping
import Units

/// Writing down what real hands do.
extension LiveMix {
    struct Recording {
        var recorder = PerformanceRecorder()
        /// Engine frame of time 0.
        var start: FramePosition
        /// How a performance names a mapping.
        var name: (DeviceMapping) -> String
    }

    /// Writes down what devices send from now on, and what keys and the page do with the transport.
    ///
    /// - Parameter name: how a performance names a mapping.
    public func record(naming name: @escaping (DeviceMapping) -> String) {
        recording = Recording(start: frame(of: clock()), name: name)
        for connection in plugged.connections.values { noteArrival(of: connection.surface) }
    }

    /// What was written down so far; `nil`: nothing is.
    public var recorded: PerformanceRecorder? { recording?.recorder }

    func noteArrival(of surface: Surface) {
        guard let recording else { return }
        self.recording?.recorder.add(
            surface.name, mapping: recording.name(surface.mapping), port: surface.mapping.port,
            at: nanoseconds(frame(of: clock()) - recording.start))
    }

    func noteDeparture(of surface: Surface, at frame: FramePosition) {
        guard let start = recording?.start else { return }
        recording?.recorder.unplug(surface.name, at: nanoseconds(frame - start))
    }

    func note(_ message: [UInt8], of surface: Surface, at frame: FramePosition) {
        guard let start = recording?.start else { return }
        recording?.recorder.take(message, from: surface.name, at: nanoseconds(frame - start))
    }

    /// Does something that comes from no device, and writes down what it has done with the transport: without that the hands'
    /// movements would be at other places of the song.
    public func noteTransport(_ body: () -> Void) {
        guard let start = recording?.start else { return body() }
        let before = (desk.transport.isRolling, desk.locates, desk.speed)
        body()
        let frame = frame(of: clock())
        let time = nanoseconds(frame - start)
        let isRolling = desk.transport.isRolling
        if desk.speed != before.2 { recording?.recorder.take(.command(.speed(.set(desk.speed))), at: time) }
        if desk.locates != before.1 {
            let seconds = Double(desk.transport.position(at: frame)) / Double(desk.sampleRate)
            recording?.recorder.take(.command(.locate(seconds: seconds)), at: time)
        }
        if isRolling != before.0 { recording?.recorder.take(.command(.fixed(isRolling ? .play : .stop)), at: time) }
    }

    private func nanoseconds(_ frames: FramePosition) -> Int64 {
        // Rounded up, so that it comes to the same frame again.
        (max(0, frames) * 1_000_000_000 + Int64(desk.sampleRate) - 1) / Int64(desk.sampleRate)
    }
}
