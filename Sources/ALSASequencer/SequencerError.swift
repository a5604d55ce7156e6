internal import CALSA

/// Why the sequencer, or a device on it, can't be used. The text is for people: what was found, and what to do next.
public enum SequencerError: Error, Equatable, Sendable {
    /// The kernel has no sequencer. Load it, or play on without controllers.
    case noSequencer
    /// `/dev/snd/seq` exists, but this user must not open it. Join the group, or play on without controllers.
    case noPermission
    /// A call of the sequencer failed for a reason of the system. Try again, or play on without controllers.
    case refused(action: String, reason: String)
    /// The device was unplugged. Wait for it to appear again.
    case gone(port: String)
    /// Another program holds the device alone. Close that program, then connect again.
    case busy(port: String)
    /// The kernel can't take more for this device now. Nothing was sent; try again later.
    case full(port: String)
    /// These bytes are no whole MIDI messages. Nothing was sent.
    case notMIDI(port: String, bytes: [UInt8])
}

extension SequencerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noSequencer:
            "no MIDI sequencer: /dev/snd/seq does not exist; load it with `sudo modprobe snd-seq`, "
                + "or go on without controllers"
        case .noPermission:
            "no access to the MIDI sequencer: /dev/snd/seq belongs to the group `audio`; log in at this machine's "
                + "screen, or join the group with `sudo usermod -aG audio $USER` and log in again"
        case .refused(let action, let reason): "the MIDI sequencer could not \(action): \(reason)"
        case .gone(let port): "\(port) is unplugged; it is connected again as soon as it is back"
        case .busy(let port): "\(port) is held by another program; close that program to use it here"
        case .full(let port): "\(port) takes no more messages at the moment; this one was not sent"
        case .notMIDI(let port, let bytes):
            "not sent to \(port): \(bytes.count) bytes that are no whole MIDI messages: \(SequencerError.hex(bytes))"
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let shown = bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
        return shown.joined(separator: " ") + (bytes.count > 16 ? " …" : "")
    }

    /// The error that a negative return code of alsa-lib stands for.
    static func of(_ code: Int32, action: String) -> SequencerError {
        switch -code {
        case ENOENT, ENODEV, ENXIO: .noSequencer
        case EACCES, EPERM: .noPermission
        default: .refused(action: action, reason: String(cString: snd_strerror(code)))
        }
    }

    /// The same for a call that concerned one device.
    static func of(_ code: Int32, action: String, port: String) -> SequencerError {
        switch -code {
        case ENOENT, ENODEV, ENXIO: .gone(port: port)
        case EBUSY: .busy(port: port)
        case EAGAIN, ENOMEM, ENOSPC: .full(port: port)
        default: .refused(action: action, reason: String(cString: snd_strerror(code)))
        }
    }
}
