internal import CALSA

/// A playback device that ALSA's configuration names.
public struct AudioDevice: Sendable, Equatable {
    /// For `--device`.
    public var name: String
    /// In words, on one line.
    public var summary: String
}

/// The playback devices of this machine.
public enum AudioDevices {
    /// All names that ALSA hints at, hardware first; opens none of them.
    ///
    /// - Thread: control.
    public static func list() -> [AudioDevice] {
        _ = calsa_silence_errors()
        var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        guard snd_device_name_hint(-1, "pcm", &hints) == 0, let hints else { return [] }
        defer { snd_device_name_free_hint(hints) }
        var devices: [AudioDevice] = []
        var next = hints
        while let hint = next.pointee {
            next += 1
            // No direction given means both.
            guard text(hint, "IOID") ?? "Output" == "Output", let name = text(hint, "NAME"), name != "null" else {
                continue
            }
            let summary = (text(hint, "DESC") ?? "").split(separator: "\n").joined(separator: ", ")
            devices.append(AudioDevice(name: name, summary: summary))
        }
        return devices.filter { $0.name.hasPrefix("hw:") } + devices.filter { !$0.name.hasPrefix("hw:") }
    }

    private static func text(_ hint: UnsafeMutableRawPointer, _ key: String) -> String? {
        guard let value = snd_device_name_get_hint(hint, key) else { return nil }
        defer { free(value) }
        return String(cString: value)
    }
}
