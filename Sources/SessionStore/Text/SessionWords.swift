/// One word of the session as text. The reader, its messages and Docs/SessionText.md read the same rows.
struct SessionWord: Sendable {
    let name: String
    /// What stands behind it.
    let value: String
    let summary: String
    let isRequired: Bool

    init(_ name: String, _ value: String, required: Bool = false, _ summary: String) {
        self.name = name
        self.value = value
        self.summary = summary
        isRequired = required
    }
}

/// A place in the text where only certain words may stand.
struct SessionWords: Sendable {
    /// As messages call it: "a strip".
    let name: String
    let words: [SessionWord]

    var names: [String] { words.map(\.name) }

    // swift-format-ignore
    static let session = SessionWords(name: "the session", words: [
        SessionWord("gainrider", "`1`", required: true, "version of this form"),
        SessionWord("sampleRate", "8000…384000", required: true, "frames per second; `48 kHz` means the same"),
        SessionWord("panLaw", "`-3 dB`, `-4.5 dB` or `-6 dB`", "level of the centre against the sides; -3 dB unless said"),
        SessionWord("tempo", "20…400 bpm", "quarter notes a minute, for delays in tempo; 120 unless said"),
        SessionWord("strips", "list, up to 4096", "input paths, in the order of the mixer"),
        SessionWord("buses", "list, up to 1024", "sums of strips and of earlier buses"),
        SessionWord("vcas", "list, up to 1024", "faders that move the faders of their members"),
        SessionWord("groups", "list, up to 1024", "nodes whose parameters move together"),
        SessionWord("master", "table", "`mode`, `lanes` and parameters of the master"),
        SessionWord("references", "list, up to 16", "finished music to compare with: `file`, and what is found out about it as for a strip"),
        SessionWord("monitor", "table", "parameters of the monitors, which are not automated"),
        SessionWord("lanes", "table", "lanes by address, `/strip/3/fader`: the form of older versions, still read; lanes under their node move with it"),
        SessionWord("markers", "list, up to 65536", "named places"),
        SessionWord("settings", "table", "how the session behaves"),
    ])

    // swift-format-ignore
    static let sound = [
        SessionWord("fingerprint", "32 hex digits", "XXH3-128 of the file's bytes; found out if not said"),
        SessionWord("channels", "1 or 2", "found out if not said"),
        SessionWord("rate", "frames per second", "of the file; found out if not said"),
        SessionWord("frames", "whole number", "length of the file in its own frames; found out if not said"),
    ]

    // swift-format-ignore
    private static let node = [
        SessionWord("mode", "`off`, `read`, `touch`, `latch` or `touch-latch`", "automation mode of the node; `read` unless said"),
        SessionWord("lanes", "table", "lanes by parameter: `lanes: {fader: {points: [[0, -6, hold]]}}`"),
    ]

    // swift-format-ignore
    private static let paths = [
        SessionWord("output", "bus or `master`", "where it goes; `master` unless said; of a bus, a later one"),
        SessionWord("sends", "list of buses, up to 16", "what its sends feed, in their order; `~` for a send that feeds nothing; of a bus, later ones"),
        SessionWord("vcas", "list of VCAs", "VCAs that move its fader"),
    ]

    private static let name = SessionWord("name", "text", required: true, "what people call it")

    static let strip = SessionWords(
        name: "a strip",
        words: [name, SessionWord("file", "path", "the sound; a relative path starts at the session's folder")]
            + sound
            + paths + node)
    static let bus = SessionWords(name: "a bus", words: [name] + paths + node)
    static let vca = SessionWords(
        name: "a VCA", words: [name, SessionWord("vcas", "list of VCAs", "later VCAs that move this one")] + node)
    static let master = SessionWords(name: "/master", words: node)
    static let monitor = SessionWords(name: "/monitor", words: [])
    static let reference = SessionWords(
        name: "a reference",
        words: [
            SessionWord("file", "path", required: true, "the sound; a relative path starts at the session's folder")
        ]
            + sound)

    // swift-format-ignore
    static let group = SessionWords(name: "a group", words: [
        name,
        SessionWord("on", "`on` or `off`", "whether it links now; `on` unless said"),
        SessionWord("members", "list", "`/strip/Lead Vox`, `/bus/Reverb`, `/vca/Drums` or `/master`; a number in place of the name means its place"),
        SessionWord("roles", "list", "parameters that move together; `fader`, `mute` and `solo` unless said"),
    ])

    // swift-format-ignore
    static let lane = SessionWords(name: "a lane", words: [
        SessionWord("mode", "`off`, `read`, `touch`, `latch` or `touch-latch`", "automation mode of the parameter; that of the node unless said"),
        SessionWord("points", "list of points", "in the order of time, no two at one place"),
    ])

    // swift-format-ignore
    static let marker = SessionWords(name: "a marker", words: [
        SessionWord("position", "place", required: true, "where it is"),
        SessionWord("name", "text", "what people call it"),
    ])

    // swift-format-ignore
    static let settings = SessionWords(name: "settings", words: [
        SessionWord("mode", "`off`, `read`, `touch`, `latch` or `touch-latch`", "automation mode of everything, while it is set"),
        SessionWord("glide", "0 ms…5000 ms", "return to the lane after letting go; 250 ms unless said"),
        SessionWord("motionTimeout", "50 ms…5000 ms", "when a control without touch sense counts as let go; 1000 ms unless said"),
        SessionWord("thinning", "`on` or `off`", "whether the lanes of a pass are thinned when it ends; `off` unless said"),
        SessionWord("afterWrite", "`touch`, `latch` or `stay`", "what the mode write becomes when the transport stops; `touch` unless said"),
        SessionWord("loop", "`[start, end]`", "places between which the song repeats"),
        SessionWord("punch", "`[start, end]`", "places outside of which nothing is written"),
    ])

    /// Most entries of a list: more are no mix that anybody could move.
    static let limits = [
        "strips": 4096, "buses": 1024, "vcas": 1024, "groups": 1024, "references": 16, "markers": 65_536,
    ]
}
