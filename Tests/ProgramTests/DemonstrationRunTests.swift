import Foundation
import Testing

/// What a new user runs first.
@Suite struct `The whole demonstration` {
    @Test func `comes to its end, and what its hands do is what it expects of them`() throws {
        let folder = try Folder()
        let demo = try folder.start("demo", "d").end(within: 300)
        #expect(demo.code == 0, "\(demo.errors)")
        #expect(demo.output.contains("identical to the bit"))
        #expect(demo.output.contains("Pass 4, touch"))
        #expect(try folder.bytes("d/automation.svg").isEmpty == false)
    }
}
