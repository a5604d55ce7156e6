import Foundation
import Testing

@testable import Page

@Suite struct `Files of the page` {
    @Test func `are all in the table, byte for byte`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../Sources/System/CPageAssets/Assets")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(PageAssets.paths == names.map { "/" + $0 }.sorted())
        for name in names {
            let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
            #expect(PageAssets.file("/" + name)?.bytes == Array(bytes), "\(name)")
            #expect(PageAssets.file("/" + name)?.type != "application/octet-stream", "\(name) has no type")
        }
    }

    @Test func `ask nothing of anybody else`() {
        for path in PageAssets.paths {
            let text = String(decoding: PageAssets.file(path)?.bytes ?? [], as: UTF8.self)
                .replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
            #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("//cdn"), "\(path)")
        }
    }
}
