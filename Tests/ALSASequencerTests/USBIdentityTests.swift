import Foundation
import MIDI
import Testing

@testable import ALSASequencer

/// Folders as sysfs and procfs lay them out, for one card.
@Suite struct `USB ids of a card` {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent("gainrider-\(UUID().uuidString)")

    private func write(_ text: String, to path: String) throws {
        let file = root.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private func identity() -> PortIdentity {
        var identity = PortIdentity(client: "X-TOUCH MINI", port: "X-TOUCH MINI MIDI 1")
        let sources = USBIdentity(
            sysfs: root.appendingPathComponent("class").path, procfs: root.appendingPathComponent("asound").path)
        sources.complete(&identity, card: 2)
        return identity
    }

    @Test func `come from the device above the interface`() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try write("1397\n", to: "devices/usb1/1-4/idVendor")
        try write("00B3\n", to: "devices/usb1/1-4/idProduct")
        try write("S-77\n", to: "devices/usb1/1-4/serial")
        try write("", to: "devices/usb1/1-4/1-4:1.0/bInterfaceClass")
        try write("", to: "class/card2/id")
        try FileManager.default.createSymbolicLink(
            atPath: root.appendingPathComponent("class/card2/device").path,
            withDestinationPath: root.appendingPathComponent("devices/usb1/1-4/1-4:1.0").path)
        let found = identity()
        #expect(found.usb == "1397:00b3")
        #expect(found.serial == "S-77")
        #expect(found.path?.hasSuffix("/devices/usb1/1-4") == true)
    }

    @Test func `come from procfs where sysfs is missing`() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try write("1397:00b3\n", to: "asound/card2/usbid")
        try write("001/005\n", to: "asound/card2/usbbus")
        let found = identity()
        #expect(found.usb == "1397:00b3")
        #expect(found.path == "usb:001/005")
        #expect(found.serial == nil)
    }

    @Test func `are missing where the card is none of USB`() {
        let found = identity()
        #expect(found.usb == nil)
        #expect(found.path == nil)
    }
}
