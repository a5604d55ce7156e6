import Foundation
public import Mapping

/// The mappings that can be read and edited on the page: those that the program knows, by name, and nothing else.
///
/// - Thread: any.
public struct MappingShelf: Sendable {
    private let mappings: [DeviceMapping]
    /// Where an edited mapping is written: the user's own folder, where it wins over the shipped one.
    private let folder: String?

    /// - Parameters:
    ///   - mappings: those in force.
    ///   - folder: `nil`: nothing can be saved.
    public init(mappings: [DeviceMapping] = [], folder: String? = nil) {
        self.mappings = mappings
        self.folder = folder
    }

    struct Entry: Encodable {
        var id: String
        var name: String
        var file: String
    }

    struct Content: Encodable {
        var id: String
        var file: String
        var text: String
    }

    struct Finding: Encodable {
        var severity: String
        var code: String
        var line: Int
        var column: Int
        var length: Int
        var message: String
        var help: String?
    }

    var entries: [Entry] { mappings.map { Entry(id: $0.id, name: $0.name, file: $0.file) } }

    /// The file of a mapping as it is in force: the user's own, if there is one by now.
    private func file(of id: String) -> String? {
        guard let mapping = mappings.first(where: { $0.id == id }) else { return nil }
        let own = folder.map { "\($0)/\(id).yaml" }
        return own.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil } ?? mapping.file
    }

    func content(of id: String) -> Content? {
        guard let file = file(of: id), let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            return nil
        }
        return Content(id: id, file: file, text: text)
    }

    /// What `gainrider check` finds in a text.
    func check(_ id: String, _ text: String) -> (mapping: DeviceMapping?, findings: [Finding]) {
        let (mapping, diagnostics) = MappingReader.read(
            text: text, file: "\(id).yaml", base: { content(of: $0).map { ($0.text, $0.file) } })
        let findings = diagnostics.map {
            Finding(
                severity: $0.severity.rawValue, code: $0.code, line: $0.location.line, column: $0.location.column,
                length: $0.location.length, message: $0.message, help: $0.help)
        }
        return (mapping, findings)
    }

    /// Writes an edited mapping into the user's folder, whole or not at all.
    ///
    /// - Returns: the mapping as it is read from there, or why it is not written.
    func save(_ id: String, _ text: String) -> (mapping: DeviceMapping?, complaint: String?) {
        guard mappings.contains(where: { $0.id == id }) else { return (nil, "there is no mapping `\(id)`") }
        guard check(id, text).mapping != nil else {
            return (nil, "the mapping has mistakes; it is not saved, and the one before stays in use")
        }
        guard let folder else { return (nil, "there is no folder of your own for mappings: set HOME") }
        let path = "\(folder)/\(id).yaml"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            return (nil, "\(path) cannot be written: \(error.localizedDescription)")
        }
        return (MappingLibrary.read(path, searching: folders).mapping, nil)
    }

    /// Where the known mappings are: what one of them extends is there, too.
    private var folders: [String] {
        var folders: [String] = []
        for mapping in mappings {
            let folder = (mapping.file as NSString).deletingLastPathComponent
            if !folders.contains(folder) { folders.append(folder) }
        }
        return folders
    }
}
