import Glibc

/// The files of a folder that may be stems, and those left out.
public struct StemFolder: Sendable, Hashable {
    /// A file that is not taken, with the reason.
    public struct LeftOut: Sendable, Hashable, CustomStringConvertible {
        public var name: String
        public var reason: Reason

        public var description: String { "\(name): \(reason)" }
    }

    /// Why a file of the folder is not taken.
    public enum Reason: String, Sendable, Hashable, CustomStringConvertible {
        case hidden, folder, notARegularFile, pictureOfAudio, unknownEnding, nameNotUTF8

        public var description: String {
            switch self {
            case .hidden: "hidden"
            case .folder: "a folder"
            case .notARegularFile: "not a regular file"
            case .pictureOfAudio: "an editor's side file, not audio"
            case .unknownEnding: "not an audio file by its ending"
            case .nameNotUTF8: "its name is not UTF-8; rename it"
            }
        }
    }

    /// Paths (the folder's path and the name) in natural order.
    public var files: [String]
    /// In natural order of the names.
    public var leftOut: [LeftOut]

    /// Lists a folder, not its subfolders.
    ///
    /// It judges by the ending only; opening tells. A file that the user names need not be in this list to be tried.
    /// - Throws: ``FileError/notFound(path:)``, ``FileError/notAFolder(path:)``,
    ///   ``FileError/notReadable(path:reason:)``.
    public init(path: String) throws(FileError) {
        guard let folder = opendir(path) else {
            throw errno == ENOTDIR ? .notAFolder(path: path) : .opening(path, errno)
        }
        defer { closedir(folder) }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        var names: [String] = []
        leftOut = []
        while let entry = readdir(folder) {
            let bytes = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: UInt8.self, capacity: 256) { base in
                    Array(
                        UnsafeBufferPointer(
                            start: base, count: strlen(UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self))))
                }
            }
            guard let name = String(validating: bytes, as: UTF8.self) else {
                leftOut.append(LeftOut(name: String(decoding: bytes, as: UTF8.self), reason: .nameNotUTF8))
                continue
            }
            if name == "." || name == ".." { continue }
            if let reason = Self.reason(against: name, at: prefix + name) {
                leftOut.append(LeftOut(name: name, reason: reason))
            } else {
                names.append(name)
            }
        }
        files = names.sorted(by: NaturalOrder.isBefore).map { prefix + $0 }
        leftOut.sort { NaturalOrder.isBefore($0.name, $1.name) }
    }

    /// Endings of the formats that libsndfile may read, in lower case.
    public static let audioEndings: Set<String> = [
        "wav", "wave", "bwf", "rf64", "w64", "aif", "aiff", "aifc", "flac", "ogg", "oga", "opus", "mp3", "mp2", "caf",
        "au",
        "snd", "sd2", "voc", "svx", "8svx", "iff", "nist", "sph", "paf", "pvf", "htk", "mpc2k", "avr",
    ]

    /// Endings of what editors leave beside audio files.
    private static let sideFiles: Set<String> = [
        "asd", "peak", "pk", "pkf", "sfk", "reapeaks", "reapindex", "ovw", "wfm", "gpk", "mrk", "sfl", "cue", "xmp",
    ]

    private static func reason(against name: String, at path: String) -> Reason? {
        if name.hasPrefix(".") { return .hidden }
        var status = stat()
        guard stat(path, &status) == 0 else { return .notARegularFile }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return .folder
        default: return .notARegularFile
        }
        let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
        if sideFiles.contains(ending) { return .pictureOfAudio }
        return audioEndings.contains(ending) ? nil : .unknownEnding
    }
}
