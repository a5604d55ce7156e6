import CPageAssets

/// The page's files, which are part of the program: what is not in the table cannot be asked for.
enum PageAssets {
    /// - Parameter path: as in a request, `/index.html`.
    static func file(_ path: String) -> (type: String, bytes: [UInt8])? { table[path] }

    /// All paths.
    static var paths: [String] { table.keys.sorted() }

    private static let table: [String: (type: String, bytes: [UInt8])] = {
        var table: [String: (type: String, bytes: [UInt8])] = [:]
        for index in 0..<page_asset_count() {
            let asset = page_asset(index)
            let path = "/" + String(cString: asset.name)
            let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.size))
            let ending = path.split(separator: ".").last.map(String.init) ?? ""
            table[path] = (types[ending] ?? "application/octet-stream", bytes)
        }
        return table
    }()

    private static let types = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml",
    ]
}
