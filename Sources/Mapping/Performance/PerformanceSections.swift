import Texts

extension Section {
    // swift-format-ignore
    static let performance = Section(name: "a performance", words: [
        Keyword("performance", "`1`", required: true, "version of this language"),
        Keyword("surfaces", "table", "devices by name: `desk: {mapping: example-eight}`"),
        Keyword("events", "list", required: true, "what happens, with times in seconds"),
        Keyword("expect", "list", "what must come of it"),
    ])

    // swift-format-ignore
    static let surface = Section(name: "a surface", words: [
        Keyword("mapping", "name or file", required: true, "a mapping by its name, or a `.yaml` file beside the performance"),
        Keyword("port", "1 to 16", "which port of the device it is, if that has several; 1 unless said"),
    ])

    // swift-format-ignore
    static let event = Section(name: "an event", words: [
        Keyword("at", "`2`, `2.5` or `2..3`", required: true, "seconds from the start; a span goes with `every`"),
        Keyword("every", "`10ms`, 1 ms to 1 h", "repeats over the span, its ends included, on a straight line between two values"),
        Keyword("do", "action", "any action of the mapping language"),
    ])

    // swift-format-ignore
    static let expectation = Section(name: "an expectation", words: [
        Keyword("at", "`2`, `2.5` or `2..3`", required: true, "seconds from the start"),
        Keyword("within", "`0.05 dB`", "how far a value may be off; 0.005 unless said"),
    ])
}
