import ControlSurfaces
import Desk
public import Foundation
import MIDI

/// Where the controls of devices stood when the program was left, kept in a file: a device that has not been touched since is in
/// step at once, as after being plugged in again.
public struct SurfaceMemory {
    /// A device that was there.
    struct Device: Codable, Equatable {
        var client: String
        var index: Int
        var usb: String?
        var path: String?
        var serial: String?
        var mapping: String
        /// By the names of the controls, 0…1.
        var travels: [String: Double]

        init(_ identity: PortIdentity, mapping: String, travels: [String: Double]) {
            (client, index) = (identity.client, identity.index)
            (usb, path, serial) = (identity.usb, identity.path, identity.serial)
            (self.mapping, self.travels) = (mapping, travels)
        }

        /// The same device in the same socket: of two alike neither is taken for the other.
        func isSame(as other: Device) -> Bool {
            client == other.client && index == other.index && usb == other.usb && path == other.path
                && serial == other.serial && mapping == other.mapping
        }
    }

    private let file: URL
    /// Devices that are kept: those that were there last.
    private static let limit = 32
    private static let maximumBytes = 4 << 20

    public init(file: URL) { self.file = file }

    /// `surfaces.json` in the folder of the user's state.
    public static func standard(environment: [String: String]) -> SurfaceMemory? {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return SurfaceMemory(file: URL(filePath: state + "/gainrider/surfaces.json"))
        }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return SurfaceMemory(file: URL(filePath: home + "/.local/state/gainrider/surfaces.json"))
    }

    /// What was kept; nothing where the file is missing or spoilt.
    func load() -> [Device] {
        guard let handle = try? FileHandle(forReadingFrom: file),
            let data = try? handle.read(upToCount: SurfaceMemory.maximumBytes)
        else { return [] }
        return (try? JSONDecoder().decode([Device].self, from: data)) ?? []
    }

    /// Keeps devices, and those of before that were not there this time.
    func save(_ devices: [Device]) {
        let others = load().filter { old in !devices.contains { $0.isSame(as: old) } }
        let kept = Array((devices + others).prefix(SurfaceMemory.limit))
        guard !kept.isEmpty, let data = try? JSONEncoder().encode(kept) else { return }
        // Without it the next start only does not know where controls stand.
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? data.write(to: file, options: .atomic)
    }

    /// Where a device's controls stood, if it was there.
    static func place(of identity: PortIdentity, mapping: String, in devices: [Device]) -> SurfacePlace? {
        let wanted = Device(identity, mapping: mapping, travels: [:])
        return devices.first { $0.isSame(as: wanted) }.map {
            SurfacePlace(positions: PhysicalPositions(remembered: $0.travels))
        }
    }
}
