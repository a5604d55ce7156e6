import Foundation

/// Finds the mappings of a performance's devices: by name in the library, or by file.
struct SurfaceSearch {
    private let library: MappingLibrary
    /// With a slash at its end; empty for the working folder.
    private let folder: String
    /// Read when the first name is looked up.
    private lazy var loaded = library.load()

    /// - Parameter file: the performance.
    init(_ library: MappingLibrary, beside file: String) {
        self.library = library
        folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    mutating func mapping(of surface: Performance.Surface) -> (mapping: DeviceMapping?, diagnostics: [Diagnostic]) {
        let name = surface.mapping
        return name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? read(name, surface) : named(name, surface)
    }

    private func read(_ name: String, _ surface: Performance.Surface) -> (DeviceMapping?, [Diagnostic]) {
        let beside = folder + name
        let found = (name.hasPrefix("/") ? [name] : [beside, name]).first(where: FileManager.default.fileExists)
        guard let found else {
            return missing("there is no mapping file `\(name)`", "looked for \(beside)", surface)
        }
        return MappingLibrary.read(found, searching: library.folders)
    }

    private mutating func named(_ name: String, _ surface: Performance.Surface) -> (DeviceMapping?, [Diagnostic]) {
        if let mapping = loaded.mapping(id: name) { return (mapping, []) }
        // One with mistakes hides those of the same name in later folders.
        let broken = loaded.diagnostics.filter { MappingReader.id(of: $0.location.file) == name }
        guard broken.isEmpty else { return (nil, broken) }
        let help = Suggestion.help(for: name, among: loaded.mappings.map(\.id).sorted())
        return missing("there is no mapping `\(name)`", help, surface)
    }

    private func missing(
        _ message: String, _ help: String?, _ surface: Performance.Surface
    ) -> (DeviceMapping?, [Diagnostic]) {
        (nil, [Diagnostic(.error, "unknown-mapping", at: surface.location, message, help: help)])
    }
}
