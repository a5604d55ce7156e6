import ControlSurfaces

/// The tables of devices in the README and in Docs/Devices.md, made from the mappings.
public enum DeviceTable {
    /// All devices in a few lines: by the first word of their names, which is their maker's.
    public static func summary(for mappings: [DeviceMapping]) -> String {
        var makers: [(name: String, devices: [String])] = []
        for mapping in mappings.sorted(by: { $0.name.lowercased() < $1.name.lowercased() }) {
            let words = mapping.name.split(separator: " ").map(String.init)
            let maker = words.count > 1 ? words[0] : "any"
            let device = words.count > 1 ? words.dropFirst().joined(separator: " ") : mapping.name
            if let place = makers.firstIndex(where: { $0.name == maker }) {
                makers[place].devices.append(device)
            } else {
                makers.append((maker, [device]))
            }
        }
        return makers.map { "**\($0.name)** \($0.devices.joined(separator: ", "))" }.joined(separator: " · ") + "\n"
    }

    /// The page of devices.
    public static func page(for mappings: [DeviceMapping]) -> String {
        """
        # Devices

        Made from `Mappings/`; a test compares them. Each mapping says in its first lines how sure its numbers are, and has a performance
        beside it that tests it both ways. None was measured on the device. If yours behaves otherwise, `gainrider monitor` shows why;
        `gainrider learn` writes a mapping for one that is not here.


        """ + markdown(for: mappings)
    }

    /// One row for each mapping, by name.
    public static func markdown(for mappings: [DeviceMapping]) -> String {
        var lines = ["| device | mapping | has | takeover | feedback |", "|---|---|---|---|---|"]
        for mapping in mappings.sorted(by: { $0.name.lowercased() < $1.name.lowercased() }) {
            lines.append(
                "| \(mapping.name) | `\(mapping.id)` | \(mapping.about) | \(takeover(mapping)) | \(feedback(mapping)) |"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func takeover(_ mapping: DeviceMapping) -> String {
        let absolute = mapping.controls.filter { $0.form == .absolute && $0.input != nil }
        if absolute.contains(where: { $0.isMotorised && $0.hasTouchSense }) { return "motors with touch" }
        switch mapping.defaults.takeover {
        case .motor: return "motors"
        case .jump: return "none needed"
        case .pickup: return absolute.isEmpty ? "none needed" : "pick-up"
        case .scale: return "scale"
        }
    }

    private static func feedback(_ mapping: DeviceMapping) -> String {
        let outputs = mapping.controls.flatMap(\.outputs)
        let isMotorised = mapping.defaults.takeover == .motor || mapping.controls.contains { $0.hasTouchSense }
        var words: [String] = []
        for output in outputs {
            let word: String? =
                switch output {
                case .motor: isMotorised ? "motors" : "values"
                case .led(_, let values): values.colours == .none ? "lamps" : "colours"
                case .ring, .row: "rings"
                case .text: "texts"
                case .digit: "digits"
                case .meter: "meters"
                }
            if let word, !words.contains(word) { words.append(word) }
        }
        return words.isEmpty ? "none" : words.joined(separator: ", ")
    }
}
