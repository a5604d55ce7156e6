import ControlSurfaces
import MIDI
import Mapping

/// What a device's messages go through before they are hands.
struct SurfaceInput {
    var loopGuard: LoopGuard
    var flood = FloodValve()
    /// Takes its messages instead of the mix, with nanoseconds; `nil`: nobody learns from it.
    var learner: ((Message, Int64) -> Void)?
    var decoder: SurfaceDecoder

    init(_ mapping: DeviceMapping) {
        loopGuard = LoopGuard(controls: mapping.controls)
        decoder = SurfaceDecoder(controls: mapping.controls)
    }

    /// The mapping was changed while the device is in use.
    mutating func adopt(_ mapping: DeviceMapping) {
        loopGuard = LoopGuard(controls: mapping.controls)
        decoder = SurfaceDecoder(controls: mapping.controls, after: decoder)
    }
}
