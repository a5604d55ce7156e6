import Glibc

/// Files that never get a name, and are gone with the program.
public enum ScratchFile {
    /// In the folder for temporary files.
    /// - Returns: a descriptor, which the caller closes.
    /// - Throws: ``FileError/diskFull(path:)``, ``FileError/notPermitted(path:reason:)``, ``FileError/cannotWrite(path:reason:)``.
    public static func open() throws(FileError) -> Int32 {
        try open(in: getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")
    }

    /// The same in a folder.
    public static func open(in folder: String) throws(FileError) -> Int32 {
        let descriptor = Glibc.open(folder, UnseenFile.withoutName | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 { return descriptor }
        var name = Array("\(folder)/.gainrider-XXXXXX".utf8CString)
        let named = mkstemp(&name)
        guard named >= 0 else { throw .writing(folder, errno) }
        unlink(name)
        return named
    }
}
