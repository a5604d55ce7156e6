internal import CALSA
internal import MIDI

/// USB ids, place and serial number of a sound card, as sysfs and procfs tell them.
///
/// sysfs comes first: a card's folder in procfs appears only after its sequencer port was announced.
struct USBIdentity {
    /// `/sys/class/sound` and `/proc/asound`; other folders in tests.
    var sysfs = "/sys/class/sound"
    var procfs = "/proc/asound"

    func complete(_ identity: inout PortIdentity, card: Int) {
        if let device = USBIdentity.realPath("\(sysfs)/card\(card)/device/.."),
            let vendor = USBIdentity.line("\(device)/idVendor"), let product = USBIdentity.line("\(device)/idProduct")
        {
            identity.usb = "\(vendor):\(product)".lowercased()
            identity.path = device
            identity.serial = USBIdentity.line("\(device)/serial")
        } else {
            identity.usb = USBIdentity.line("\(procfs)/card\(card)/usbid")?.lowercased()
            // Bus and device number: not the socket, but two alike still differ while both are plugged in.
            identity.path = USBIdentity.line("\(procfs)/card\(card)/usbbus").map { "usb:\($0)" }
        }
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The first line of a small file, without the line's end; `nil` if there is none or it is empty.
    private static func line(_ path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = fread(&buffer, 1, buffer.count, file)
        let line = buffer[..<count].prefix { $0 != 10 && $0 != 0 }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
