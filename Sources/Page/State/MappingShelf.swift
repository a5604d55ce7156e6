import AudioFiles
import Foundation
public import Mapping
import Synchronization
import Units

/// The mappings that can be read and edited on the page: those that the program knows, by name, and nothing else.
///
/// - Thread: any.
public final class MappingShelf: Sendable {
    private let mappings: Mutex<[DeviceMapping]>
    /// Where an edited mapping is written: the user's own folder, where it wins over the shipped one.
    let folder: String?
    /// Folders that are searched for mappings: none of their files is ever written, but for those in the user's own.
    private let searched: [String]

    /// - Parameters:
    ///   - mappings: those in force.
    ///   - folder: `nil`: nothing can be saved.
    ///   - searched: all folders of mappings, the user's own among them.
    public init(mappings: [DeviceMapping] = [], folder: String? = nil, searched: [String] = []) {
        self.mappings = Mutex(mappings)
        self.folder = folder
        self.searched = searched
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
        /// Differs for every text.
        var version: String
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

    var entries: [Entry] { all.map { Entry(id: $0.id, name: $0.name, file: $0.file) } }
    private var all: [DeviceMapping] { mappings.withLock { $0 } }

    func mapping(_ id: String) -> DeviceMapping? { all.first { $0.id == id } }

    // MARK: Files

    /// Where a changed mapping is written: its own file if that is the user's, else one of its name in the user's folder. `nil`: nowhere.
    func home(of id: String) -> String? {
        if let file = mapping(id)?.file, isOwn(file) { return file }
        return folder.map { "\($0)/\(id).yaml" }
    }

    /// Whether a file is the user's: in the own folder, or named with `--mapping` and in no folder that is searched.
    private func isOwn(_ file: String) -> Bool {
        let place = MappingShelf.folder(of: file)
        return place == folder.map(MappingShelf.real)
            || !searched.map(MappingShelf.real).contains(place)
                && !searched.isEmpty
    }

    /// The file of a mapping as it is in force: the user's own, if there is one by now.
    private func file(of id: String) -> String? {
        guard let mapping = mapping(id) else { return nil }
        return home(of: id).flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil } ?? mapping.file
    }

    /// The folder that a file really is in.
    private static func folder(of file: String) -> String {
        real((real(file) as NSString).deletingLastPathComponent)
    }

    private static func real(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// Where the known mappings are: what one of them extends is there, too.
    private var folders: [String] {
        var folders = searched
        for mapping in all {
            let folder = (mapping.file as NSString).deletingLastPathComponent
            if !folders.contains(folder) { folders.append(folder) }
        }
        return folders
    }

    // MARK: Reading

    func content(of id: String) -> Content? {
        guard let file = file(of: id), let text = MappingLibrary.text(of: file) else { return nil }
        return Content(id: id, file: file, text: text, version: TextStamp.of(text))
    }

    /// What `gainrider check` finds in a text.
    func check(_ id: String, _ text: String) -> (mapping: DeviceMapping?, findings: [Finding]) {
        let (mapping, diagnostics) = MappingLibrary.read(
            text: text, at: home(of: id) ?? "\(id).yaml", searching: folders)
        let findings = diagnostics.map {
            Finding(
                severity: $0.severity.rawValue, code: $0.code, line: $0.location.line, column: $0.location.column,
                length: $0.location.length, message: $0.message, help: $0.help)
        }
        return (mapping, findings)
    }

    // MARK: Writing

    /// Writes an edited mapping where it is the user's own, whole or not at all.
    ///
    /// - Parameter version: of the text that was edited; `nil`: whatever stands there is replaced.
    /// - Returns: the mapping as it is read from there, or why it is not written.
    func save(_ id: String, _ text: String, over version: String? = nil) -> (
        mapping: DeviceMapping?, complaint: String?
    ) {
        guard mapping(id) != nil else { return (nil, "there is no mapping `\(id)`") }
        guard check(id, text).mapping != nil else {
            return (nil, "the mapping has mistakes; it is not saved, and the one before stays in use")
        }
        let before = content(of: id)
        if let version, let before, before.version != version {
            return (nil, MappingShelf.changed(before.file))
        }
        return write(id, text, over: before)
    }

    static func changed(_ file: String) -> String {
        "\(file) was changed by somebody else meanwhile: nothing is written; load it anew, and change that"
    }

    /// Writes a text that was checked.
    ///
    /// - Parameter before: what the text was made of.
    func write(_ id: String, _ text: String, over before: Content?) -> (mapping: DeviceMapping?, complaint: String?) {
        guard let path = home(of: id) else {
            return (nil, "there is no folder of your own for mappings: set HOME")
        }
        let isThere = FileManager.default.fileExists(atPath: path)
        guard !isThere || isOwn(path) else {
            return (
                nil,
                "\(path) leads to a file that came with the program: nothing is written; put a file of its own there"
            )
        }
        // What stands there was read a moment ago; another text is somebody else's work.
        guard !isThere || MappingLibrary.text(of: path) == before?.text else {
            return (nil, MappingShelf.changed(path))
        }
        do {
            if !isThere {
                let parent = (path as NSString).deletingLastPathComponent
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            }
            try NewTextFile(at: path, mayReplace: { before?.text.hasPrefix($0.prefix(256)) ?? false }).write(text)
        } catch {
            return (nil, "\(path) cannot be written: \(error)")
        }
        let (mapping, _) = MappingLibrary.read(path, searching: folders)
        if let mapping { put(mapping) }
        return (mapping, nil)
    }

    /// Knows a mapping from now on.
    private func put(_ mapping: DeviceMapping) {
        mappings.withLock { all in
            if let place = all.firstIndex(where: { $0.id == mapping.id }) {
                all[place] = mapping
            } else {
                all.append(mapping)
            }
        }
    }
}
