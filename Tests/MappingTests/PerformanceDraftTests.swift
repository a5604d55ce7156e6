import Foundation
import Mapping
import Testing

@Suite struct `A draft of a performance` {
    @Test func `keeps what others find with the line that it is in, in the order of the file`() {
        let text = "performance: 1\nevents:\n  - {at: 1, do: /strip/9/mute = on}\n  - {at: x, do: /transport/play}\n"
        var draft = PerformanceReader.draft(text: text, file: "p.yaml")
        #expect(draft.performance.events.count == 1)
        let place = draft.performance.events[0].location
        draft.add([Diagnostic(.error, "not-in-session", at: place, "this session has no /strip/9")])
        let foreign = Diagnostic(.warning, "no-output", at: SourceLocation(file: "m.yaml"), "elsewhere")
        draft.add([foreign, foreign])
        #expect(
            draft.diagnostics.map(\.description) == [
                """
                p.yaml:3:17: error: this session has no /strip/9 [not-in-session]
                     3 |   - {at: 1, do: /strip/9/mute = on}
                       |                 ^~~~~~~~~~~~~~~~~~
                """,
                """
                p.yaml:4:10: error: `at` is `x`, expected seconds such as `2.5` or a span such as `2..3` [wrong-value]
                     4 |   - {at: x, do: /transport/play}
                       |          ^
                """,
                "m.yaml:1:1: warning: elsewhere [no-output]",
            ])
    }

    @Test func `knows where its mappings are, and those that are broken tell their own mistakes`() throws {
        let text = """
            performance: 1
            surfaces:
              a: {mapping: korg-nanokontrol2}
              b: {mapping: korg-nanokontrl2}
              c: {mapping: Tests/Corpus/mapping/ten-mistakes.yaml}
              d: {mapping: none.yaml}
            events: []
            """
        var draft = PerformanceReader.draft(text: text, file: Shipped.root.appending(path: "p.yaml").path)
        let library = MappingLibrary(shipped: Shipped.root.appending(path: "Mappings").path, environment: [:])
        let mappings = draft.findMappings(in: library)
        #expect(mappings.keys.sorted() == ["a"])
        #expect(mappings["a"]?.id == "korg-nanokontrol2")
        let own = draft.diagnostics.filter { $0.location.file.hasSuffix("/p.yaml") }
        #expect(
            own.map { "\($0.location.line) \($0.message)" } == [
                "4 there is no mapping `korg-nanokontrl2`", "6 there is no mapping file `none.yaml`",
            ])
        #expect(own.first?.help == "did you mean `korg-nanokontrol2`?")
        #expect(draft.diagnostics.count == 12)
        #expect(draft.hasErrors)
    }
}
