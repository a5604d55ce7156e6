internal import CALSA

/// Why sound can't be played. The text is for people: what was found, what was expected, and what to do next.
public enum PCMError: Error, Equatable, Sendable {
    /// No device has this name. Choose one of `AudioDevices.list()`, or `none`.
    case noDevice(String)
    /// Another program has it. Close that program, or choose another device.
    case busy(String)
    /// This user must not open it. Join the group.
    case noPermission(String)
    /// The device does not run at the session's rate. Choose a device that converts.
    case rate(device: String, wanted: Int, offered: ClosedRange<Int>)
    /// The device has no two channels. Choose a device that converts.
    case channels(device: String, offered: Int)
    /// None of the sample formats that Gainrider writes. Choose a device that converts.
    case format(device: String)
    /// A number is out of range. Choose another.
    case setting(name: String, found: Int, expected: ClosedRange<Int>)
    /// A call failed for a reason of the system.
    case system(device: String, action: String, reason: String)
}

extension PCMError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noDevice(let device):
            "no sound device is named \(device); `gainrider doctor` lists the names, and --device none plays without sound"
        case .busy(let device):
            "cannot open \(device) for playback: device busy; close the other program or choose --device"
        case .noPermission(let device):
            "cannot open \(device) for playback: no permission; join the group with `sudo usermod -aG audio $USER` "
                + "and log in again"
        case .rate(let device, let wanted, let offered):
            "\(device) does not run at \(wanted) Hz (it offers \(offered.text) Hz); "
                + "choose a device that converts: \(PCMError.converting(device))"
        case .channels(let device, let offered):
            "\(device) has \(offered) channel\(offered == 1 ? "" : "s"), two are needed; "
                + "choose a device that converts: \(PCMError.converting(device))"
        case .format(let device):
            "\(device) takes none of the sample formats float, 32, 24 and 16 bit; "
                + "choose a device that converts: \(PCMError.converting(device))"
        case .setting(let name, let found, let expected): "\(name) is \(found), expected \(expected.text)"
        case .system(let device, let action, let reason): "cannot \(action) \(device): \(reason)"
        }
    }

    /// The same card behind the converter, where the name tells which card it is.
    private static func converting(_ device: String) -> String {
        device.hasPrefix("hw:") ? "--device plug\(device)" : "--device default"
    }

    /// What the system says of a code of alsa-lib.
    static func reason(_ code: Int32) -> String { String(cString: snd_strerror(code)) }

    /// The error that a negative return code stands for.
    static func of(_ code: Int32, device: String, action: String) -> PCMError {
        switch -code {
        case ENOENT, ENODEV, ENXIO: .noDevice(device)
        case EBUSY, EAGAIN: .busy(device)
        case EACCES, EPERM: .noPermission(device)
        default: .system(device: device, action: action, reason: reason(code))
        }
    }
}

extension ClosedRange<Int> {
    fileprivate var text: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)" }
}
