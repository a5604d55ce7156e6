import Foundation
import Live
import Mapping

/// The mappings that the command line can see.
enum Mappings {
    /// - Parameter files: given by the user; they come before all others.
    static func library(_ files: [String] = []) -> MappingLibrary {
        let executable =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return MappingLibrary(
            files: files, shipped: MappingLibrary.shippedFolder(executable: executable),
            environment: ProcessInfo.processInfo.environment)
    }

    /// The user's own folder, where an edited mapping is written; `nil` without a home.
    static var ownFolder: String? {
        let environment = ProcessInfo.processInfo.environment
        let hasHome = environment["HOME"]?.isEmpty == false || environment["XDG_CONFIG_HOME"]?.hasPrefix("/") == true
        return hasHome ? library().folders.first : nil
    }

    /// All mappings without errors. Mistakes in the files that the user names are fatal; a file elsewhere that has some is told
    /// and left out.
    static func load(_ files: [String] = []) throws -> MappingChoice {
        let files = try files.map(path)
        let loaded = library(files).load()
        let own = loaded.diagnostics.filter { files.contains($0.location.file) }
        if own.contains(where: { $0.severity == .error }) { throw Failure(own) }
        for diagnostic in loaded.diagnostics
        where diagnostic.severity == .error || files.contains(diagnostic.location.file) {
            Terminal.error.line(diagnostic.description)
        }
        for file in loaded.leftOut { Terminal.error.line("gainrider: \(file) has mistakes and is left out") }
        return MappingChoice(loaded: loaded, files: files)
    }

    /// The file of a mapping that the user names, by a path or by the name of one that is known.
    private static func path(_ name: String) throws -> String {
        if FileManager.default.fileExists(atPath: name) {
            // Without a folder, only this ending is taken for a file.
            return name.contains("/") || name.hasSuffix(".yaml") ? name : "./" + name
        }
        if name.contains("/") || name.hasSuffix(".yaml") {
            throw Failure(.missingInput, "gainrider: no mapping at \(name)")
        }
        return try known(name).file
    }

    /// The mapping of this name.
    @discardableResult
    static func known(_ name: String) throws -> DeviceMapping {
        let loaded = library().load()
        guard let mapping = loaded.mapping(id: name) else {
            let known = loaded.mappings.map(\.id).sorted().joined(separator: ", ")
            throw Failure(
                .missingInput,
                "gainrider: there is no mapping `\(name)`; there are: \(known.isEmpty ? "none" : known)")
        }
        return mapping
    }
}
