import Mapping
import Testing

@Suite struct `Times of a performance` {
    // swift-format-ignore
    static let wrong: [(at: String, told: String, help: String?)] = [
        ("86400.5", "`at` is `86400.5`, expected 0 to 86400 seconds, which is a day [value-out-of-range]", nil),
        ("-1", "`at` is `-1`, expected 0 to 86400 seconds, which is a day [value-out-of-range]", nil),
        ("1..123456789012", "`at` is `1..123456789012`, expected 0 to 86400 seconds, which is a day [value-out-of-range]", nil),
        ("0.1234567891", "`at` is `0.1234567891`, expected 9 decimals at most, which are nanoseconds [wrong-value]", nil),
        ("250 ms", "`at` is `250 ms`, expected seconds without a unit [wrong-value]", "write `0.25`"),
        ("2s", "`at` is `2s`, expected seconds without a unit [wrong-value]", "write `2`"),
        ("3..2", "`at` is `3..2`, expected a span that ends after it begins [wrong-value]", "write `at: 2..3`"),
        ("2..2", "`at` is `2..2`, expected a span that ends after it begins [wrong-value]", "write `at: 2`"),
        ("1e3", "`at` is `1e3`, expected seconds such as `2.5` or a span such as `2..3` [wrong-value]", nil),
        ("nan", "`at` is `nan`, expected seconds such as `2.5` or a span such as `2..3` [wrong-value]", nil),
        ("soon", "`at` is `soon`, expected seconds such as `2.5` or a span such as `2..3` [wrong-value]", nil),
        ("1..", "`at` is `1..`, expected seconds such as `2.5` or a span such as `2..3` [wrong-value]", nil),
    ]

    @Test(arguments: wrong)
    func `that are wrong name what is possible, in events and expectations`(at: String, told: String, help: String?) {
        let text =
            "performance: 1\nevents:\n  - {at: \(at), every: 1s, do: /transport/play}\nexpect:\n  - {at: \(at), /transport/play: on}\n"
        let (performance, diagnostics) = PerformanceReader.read(text: text, file: "p.yaml")
        #expect(performance == nil)
        #expect(diagnostics.map(\.headline) == [3, 5].map { "p.yaml:\($0):10: error: \(told)" })
        #expect(diagnostics.map(\.help) == [help, help])
    }

    @Test(arguments: ["0", "86400", "86400.000000000", "0.123456789", "0..86400"])
    func `reach from the start to the end of a day`(at: String) {
        let text = "performance: 1\nevents: []\nexpect:\n  - {at: \(at), /transport/play: off}\n"
        #expect(PerformanceReader.read(text: text, file: "p.yaml").diagnostics == [])
    }

    @Test func `that are wrong do not hide what is wrong besides`() {
        let text = "performance: 1\nevents:\n  - {at: 2..1, every: 1s, do: /strip/1/fadr = 0 dB}\n"
        let found = PerformanceReader.read(text: text, file: "p.yaml").diagnostics
        #expect(found.map(\.code) == ["wrong-value", "unknown-address"])
    }
}
