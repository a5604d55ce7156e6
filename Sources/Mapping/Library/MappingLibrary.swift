public import MIDI

/// The mapping files of this computer, first found wins by name.
public struct MappingLibrary: Sendable {
    /// Files, then folders, in the order of search.
    public var files: [String]
    public var folders: [String]

    /// - Parameters:
    ///   - files: named by the user (`--mapping`); they win over every folder.
    ///   - shipped: folder of the shipped mappings; see ``shippedFolder(executable:)``.
    ///   - environment: for `XDG_CONFIG_HOME` and `HOME`.
    public init(files: [String] = [], shipped: String?, environment: [String: String]) {
        self.files = files
        folders = shipped.map { [$0] } ?? []
    }

    /// Reads every mapping that is in force. Files with errors give diagnostics and no mapping; the next folder's file of that name does not replace it.
    public func load() -> LoadedMappings { LoadedMappings(mappings: [], diagnostics: []) }

    /// `../share/gainrider/mappings` beside the program, else `Mappings` of the source tree that it was built in; `nil` if neither is there.
    public static func shippedFolder(executable: String) -> String? { nil }
}

/// What a library found.
public struct LoadedMappings: Sendable {
    public var mappings: [DeviceMapping]
    public var diagnostics: [Diagnostic]

    public func mapping(id: String) -> DeviceMapping? { mappings.first { $0.id == id } }

    /// The mapping for a device and why; `nil` if none fits.
    public func matching(_ identity: PortIdentity) -> (mapping: DeviceMapping, reason: String)? { nil }
}
