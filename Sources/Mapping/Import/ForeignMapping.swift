public import Foundation

/// Controller files of other programs.
public enum ForeignMapping {
    /// Largest file, in bytes.
    public static let maximumBytes = 4 << 20

    /// Makes a mapping of one.
    ///
    /// - Parameters:
    ///   - data: contents of the file.
    ///   - file: its name: the mapping's, if the file says none.
    ///   - zones: texts of CSI's zone files with their names, for a surface template.
    /// - Throws: ``ImportError`` if it is none of those that can be read.
    public static func read(
        _ data: Data, file: String, zones: [(text: String, file: String)] = []
    ) throws(ImportError) -> ImportedMapping {
        let imported = try any(data, file: file, zones: zones.flatMap { ZoneFile.read($0.text, file: $0.file) })
        guard imported.named > 0 else { throw .nothing }
        return imported
    }

    private static func any(
        _ data: Data, file: String, zones: [ZoneFile.Binding]
    ) throws(ImportError) -> ImportedMapping {
        guard data.count <= maximumBytes else { throw .tooLarge }
        let start = String(decoding: data.prefix(65_536), as: UTF8.self)
        if start.contains("<ArdourMIDIBindings") {
            return ArdourImport.read(try XMLTreeReader.read(data), file: file)
        }
        if start.contains("<MixxxControllerPreset") || start.contains("<MixxxMIDIPreset") {
            return MixxxImport.read(try XMLTreeReader.read(data), file: file)
        }
        if SurfaceTemplate.isOne(start) {
            return SurfaceTemplate.read(String(decoding: data, as: UTF8.self), file: file, zones: zones)
        }
        throw .unknownFormat
    }
}
