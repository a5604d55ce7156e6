import ControlSurfaces
import Mapping
import Units

/// What a device is sent, and when.
struct SurfaceOutput {
    var scheduler: FeedbackScheduler
    /// Names of nodes, as short as its displays are.
    let names = NameBook()
    var areMotorsOn = true
    /// Its handshake; `nil`: it has none, or has answered.
    var asking: Asking?
    /// Its answers to keep-alives; `nil`: it never gave one.
    var pulse: Pulse?
    /// Engine frame at which everything is sent again, after the device has refused a message.
    var resyncAt: FramePosition?
    /// Engine frame at which its feedback was worked out last.
    var shownAt: FramePosition = 0
    /// Every whole message that was sent; `nil`: not kept.
    var sent: [(frame: FramePosition, bytes: [UInt8])]?

    init(_ mapping: DeviceMapping) {
        scheduler = FeedbackScheduler(controls: mapping.controls, rate: mapping.rate, keepAlive: mapping.keepAlive)
    }

    /// The mapping was changed while the device is in use.
    mutating func adopt(_ mapping: DeviceMapping) {
        scheduler = FeedbackScheduler(
            controls: mapping.controls, rate: mapping.rate, keepAlive: mapping.keepAlive, after: scheduler)
    }
}
