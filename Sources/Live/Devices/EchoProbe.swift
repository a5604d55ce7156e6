import ControlSurfaces
import Mapping

/// Finds out whether a device sends back what it is sent, by a message that no device answers.
///
/// The many messages of a first full state tell a loop by themselves (``LoopGuard``). A mapping with a lamp or two never sends so
/// many, and each that comes back would press its button again: such a device is asked when it is connected.
///
/// - Source: the MIDI 1.0 specification, system-exclusive messages: 7D is nobody's manufacturer id, for use within a program.
struct EchoProbe {
    /// What is sent; a different one for every connection.
    let message: [UInt8]

    /// - Parameters:
    ///   - mapping: of the device.
    ///   - number: of the connection.
    /// - Returns: `nil` where the first full state is enough, or where nothing is ever sent.
    init?(_ mapping: DeviceMapping, number: Int) {
        let messages = mapping.controls.lazy.flatMap(\.outputs).filter {
            if case .motor = $0 { false } else { true }
        }.count
        let sendsAtAll = mapping.controls.contains { !$0.outputs.isEmpty } || !mapping.setup.isEmpty
        guard sendsAtAll, messages + mapping.setup.count < 2 * LoopGuard.returnsOfALoop else { return nil }
        message =
            [0xF0, 0x7D] + Array("echo?".utf8) + [
                UInt8(number >> 14 & 127), UInt8(number >> 7 & 127), UInt8(number & 127),
            ]
            + [0xF7]
    }
}
