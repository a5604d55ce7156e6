public import MIDI
public import Mapping

/// Which mapping a device gets: one that matches it, else one without `match` that the user has named.
public struct MappingChoice {
    public private(set) var loaded: LoadedMappings
    private var unconditional: DeviceMapping?

    /// - Parameters:
    ///   - files: that the user has named.
    public init(loaded: LoadedMappings, files: [String]) {
        self.loaded = loaded
        unconditional = loaded.mappings.first { $0.matches.isEmpty && $0.ports.isEmpty && files.contains($0.file) }
    }

    public var mappings: [DeviceMapping] { loaded.mappings }

    /// Takes a mapping instead of the one that had its name.
    mutating func replace(_ mapping: DeviceMapping) {
        loaded.replace(mapping)
        if unconditional?.id == mapping.id { unconditional = mapping }
    }

    /// The mapping, and why in words.
    public func choice(for identity: PortIdentity) -> (mapping: DeviceMapping, reason: String)? {
        if let choice = loaded.matching(identity) { return (choice.mapping, choice.reason) }
        return unconditional.map { ($0, "given by --mapping, for a device that no mapping matches") }
    }
}
