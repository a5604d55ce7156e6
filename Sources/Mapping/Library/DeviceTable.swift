import ControlSurfaces

/// The table of devices in the README, made from the mappings.
public enum DeviceTable {
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
                }
            if let word, !words.contains(word) { words.append(word) }
        }
        return words.isEmpty ? "none" : words.joined(separator: ", ")
    }
}
