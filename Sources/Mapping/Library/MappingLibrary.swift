import Foundation
public import MIDI

/// The mapping files of this computer; of two with one name the first found wins.
public struct MappingLibrary: Sendable {
    /// Named by the user (`--mapping`): they win over every folder.
    public var files: [String]
    /// In the order of search.
    public var folders: [String]

    /// - Parameters:
    ///   - files: named by the user (`--mapping`), a path or the name of a mapping.
    ///   - shipped: folder of the shipped mappings; see ``shippedFolder(executable:)``.
    ///   - environment: for `XDG_CONFIG_HOME` and `HOME`.
    public init(files: [String] = [], shipped: String?, environment: [String: String]) {
        self.files = files
        var folders: [String] = []
        if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
            folders.append(configuration + "/gainrider/mappings")
        } else if let home = environment["HOME"], !home.isEmpty {
            folders.append(home + "/.config/gainrider/mappings")
        }
        folders.append("/etc/gainrider/mappings")
        if let shipped { folders.append(shipped) }
        self.folders = folders
    }

    /// Reads every mapping that is in force. A file with errors gives diagnostics and no mapping, and hides files of the same
    /// name in later folders: a mistake must not bring back what it replaced.
    public func load() -> LoadedMappings {
        var loaded = LoadedMappings()
        let trees = BaseTrees()
        for (rank, path) in paths() {
            let id = MappingReader.id(of: path)
            guard !loaded.seen.contains(id) else { continue }
            loaded.seen.insert(id)
            let (mapping, diagnostics) = MappingLibrary.read(path, searching: folders, trees)
            loaded.diagnostics += diagnostics
            if let mapping {
                loaded.mappings.append(mapping)
                loaded.ranks.append(rank)
            }
        }
        return loaded
    }

    /// Reads one file. One that cannot be opened gives a diagnostic, as a mistake in it would.
    ///
    /// - Parameter folders: where a mapping that it extends is looked for, after its own folder.
    public static func read(
        _ path: String, searching folders: [String] = []
    ) -> (mapping: DeviceMapping?, diagnostics: [Diagnostic]) { read(path, searching: folders, BaseTrees()) }

    private static func read(
        _ path: String, searching folders: [String], _ trees: BaseTrees
    ) -> (mapping: DeviceMapping?, diagnostics: [Diagnostic]) {
        switch contents(path, maximumBytes: YAMLReader.maximumBytes) {
        case .success(let text): read(text: text, at: path, searching: folders, trees)
        case .failure(let fault): (nil, [fault.diagnostic])
        }
    }

    /// Reads a text as if it stood in a file, which need not be there.
    ///
    /// - Parameter folders: where a mapping that it extends is looked for, after the file's own folder.
    public static func read(
        text: String, at path: String, searching folders: [String]
    ) -> (mapping: DeviceMapping?, diagnostics: [Diagnostic]) {
        read(text: text, at: path, searching: folders, BaseTrees())
    }

    private static func read(
        text: String, at path: String, searching folders: [String], _ trees: BaseTrees
    ) -> (mapping: DeviceMapping?, diagnostics: [Diagnostic]) {
        let own = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var bases: [String] = []
        func base(_ name: String) -> (text: String, file: String)? {
            guard !name.contains("/"), !name.hasPrefix(".") else { return nil }
            for folder in [own] + folders {
                let file = "\(folder)/\(name).yaml"
                // A file that changes the shipped one of its own name does not find itself.
                guard isFile(file), file != path else { continue }
                if case .success(let text) = contents(file, maximumBytes: YAMLReader.maximumBytes) {
                    bases.append(file)
                    return (text, file)
                }
            }
            return nil
        }
        var (mapping, diagnostics) = MappingReader.read(text: text, file: path, trees: trees, base: base)
        mapping?.bases = bases
        return (mapping, diagnostics)
    }

    /// The text of a file that a mapping may be; `nil` if it cannot be read.
    public static func text(of path: String) -> String? {
        if case .success(let text) = contents(path, maximumBytes: YAMLReader.maximumBytes) { text } else { nil }
    }

    /// The performance that stands beside a mapping as its test: `name.test.yaml`.
    public static func testFile(of mapping: String) -> String {
        let folder = mapping.lastIndex(of: "/").map { String(mapping[...$0]) } ?? ""
        return folder + MappingReader.id(of: mapping) + ".test.yaml"
    }

    /// Reads one performance file. One that cannot be opened gives a diagnostic, as a mistake in it would.
    public static func readPerformance(_ path: String) -> PerformanceDraft {
        switch contents(path, maximumBytes: YAMLReader.maximumPerformanceBytes) {
        case .success(let text): PerformanceReader.draft(text: text, file: path)
        case .failure(let fault): PerformanceDraft(unreadable: fault.diagnostic)
        }
    }

    /// `../share/gainrider/mappings` beside the program, else `Mappings` of a source tree above it; `nil` if neither is there.
    public static func shippedFolder(executable: String) -> String? {
        let program = URL(filePath: executable).resolvingSymlinksInPath()
        var folder = program.deletingLastPathComponent()
        let installed = folder.deletingLastPathComponent().appending(path: "share/gainrider/mappings")
        if isFolder(installed.path) { return installed.path }
        for _ in 0..<8 {
            if isFolder(folder.appending(path: "Mappings").path), isFile(folder.appending(path: "Package.swift").path)
            {
                return folder.appending(path: "Mappings").path
            }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }

    private func paths() -> [(rank: Int, path: String)] {
        var paths = files.map { (0, path(named: $0)) }
        for (index, folder) in folders.enumerated() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let mappings = names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") && !$0.hasPrefix(".") }
            paths += mappings.sorted().map { (index + 1, folder + "/" + $0) }
        }
        return paths
    }

    /// A name without folder and ending is looked up in the folders.
    private func path(named name: String) -> String {
        guard !name.contains("/"), !name.hasSuffix(".yaml") else { return name }
        return folders.map { "\($0)/\(name).yaml" }.first(where: MappingLibrary.isFile) ?? name + ".yaml"
    }

    private struct Fault: Error {
        var diagnostic: Diagnostic
    }

    private static func contents(_ path: String, maximumBytes: Int) -> Result<String, Fault> {
        func fault(_ message: String, _ help: String?) -> Result<String, Fault> {
            .failure(
                Fault(
                    diagnostic: Diagnostic(
                        .error, "unreadable-file", at: SourceLocation(file: path), message, help: help)))
        }
        guard FileManager.default.fileExists(atPath: path) else {
            return fault("there is no such file", "check the path, or name a shipped mapping")
        }
        guard isFile(path) else { return fault("this is a folder, expected a file", nil) }
        // To open a pipe would wait for its writer, and a device may never end.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return fault("this is a pipe or a device, expected a regular file", "copy its content into a file")
        }
        // One byte more than allowed is read, so that the reader itself finds the file too large.
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: maximumBytes + 1)
        else {
            return FileManager.default.isReadableFile(atPath: path)
                ? .success("") : fault("the file cannot be opened", "check its permissions")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            // A text that is too large may be cut inside a letter; files of sound and pictures have a byte of 0 near their
            // start.
            if data.prefix(4096).contains(0) { return fault("the file is not text in UTF-8", nil) }
            if data.count > maximumBytes { return .success(String(repeating: " ", count: data.count)) }
            return fault("the file is not text in UTF-8", nil)
        }
        return .success(text)
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func isFile(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path) && !isFolder(path)
    }
}

/// What a library found.
public struct LoadedMappings: Sendable {
    /// In the order of search.
    public internal(set) var mappings: [DeviceMapping] = []
    /// Of all files, in the order of search.
    public internal(set) var diagnostics: [Diagnostic] = []
    var ranks: [Int] = []
    var seen: Set<String> = []

    public init() {}

    /// Files whose mistakes leave no mapping, in the order of search.
    public var leftOut: [String] {
        var files: [String] = []
        for diagnostic in diagnostics
        where diagnostic.severity == .error && !files.contains(diagnostic.location.file) {
            files.append(diagnostic.location.file)
        }
        return files
    }

    /// Takes a mapping instead of the one that had its name; one with a new name as one of the user's own.
    public mutating func replace(_ mapping: DeviceMapping) {
        if let place = mappings.firstIndex(where: { $0.id == mapping.id }) {
            mappings[place] = mapping
        } else {
            mappings.append(mapping)
            ranks.append(LoadedMappings.ownRank)
        }
    }

    /// Of the user's own folder, the first that is searched.
    private static let ownRank = 1

    public func mapping(id: String) -> DeviceMapping? { mappings.first { $0.id == id } }

    /// A mapping for a device, and why.
    public struct Choice: Sendable, Hashable {
        public var mapping: DeviceMapping
        public var match: DeviceMatch
        /// Other mappings that fit, by name; they lost, for they were found later or fit less closely.
        public var others: [String]

        /// For `gainrider surfaces`: `by usb 1235:0061`.
        public var reason: String {
            let others =
                others.isEmpty
                ? "" : "; " + others.joined(separator: ", ") + (others.count == 1 ? " fits too" : " fit too")
            return "by \(match.description)" + others
        }
    }

    /// The mapping for a device; `nil` if none fits. Earlier folders first, then matches by USB id, then the order of names.
    public func matching(_ identity: PortIdentity) -> Choice? {
        var fitting: [(rank: Int, mapping: DeviceMapping, match: DeviceMatch)] = []
        for (mapping, rank) in zip(mappings, ranks) {
            if let match = mapping.match(for: identity) {
                fitting.append((rank * 2 + (match.usb == nil ? 1 : 0), mapping, match))
            }
        }
        fitting.sort { $0.rank < $1.rank }
        guard let first = fitting.first else { return nil }
        return Choice(mapping: first.mapping, match: first.match, others: fitting.dropFirst().map(\.mapping.id))
    }
}
