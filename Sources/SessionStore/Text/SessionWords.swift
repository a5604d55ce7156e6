import Texts

/// The words of the session as text. The reader, its messages and Docs/SessionText.md read the same rows.
extension Section {
    // swift-format-ignore
    static let session = Section(name: "the session", words: [
        Word("gainrider", "`1`", required: true, "version of this form"),
        Word("sampleRate", "8000…384000", required: true, "frames per second; `48 kHz` means the same"),
        Word("panLaw", "`-3 dB`, `-4.5 dB` or `-6 dB`", "level of the centre against the sides; -3 dB unless said"),
        Word("tempo", "20…400 bpm", "quarter notes a minute, for delays in tempo; 120 unless said"),
        Word("strips", "list, up to 4096", "input paths, in the order of the mixer"),
        Word("buses", "list, up to 1024", "sums of strips and of earlier buses"),
        Word("vcas", "list, up to 1024", "faders that move the faders of their members"),
        Word("groups", "list, up to 1024", "nodes whose parameters move together"),
        Word("master", "table", "`mode`, `lanes` and parameters of the master"),
        Word("references", "list, up to 16", "finished music to compare with: `file`, and what is found out about it as for a strip"),
        Word("monitor", "table", "parameters of the monitors, which are not automated"),
        Word("lanes", "table", "lanes by address, `/strip/3/fader`: the form of older versions, still read; lanes under their node move with it"),
        Word("markers", "list, up to 65536", "named places"),
        Word("settings", "table", "how the session behaves"),
        Word("snapshots", "list, up to 1024", "values to come back to"),
        Word("revisions", "list, up to 1024", "states of the session that somebody has named; `apply` leaves those of the session alone"),
    ])

    // swift-format-ignore
    static let sound = [
        Word("fingerprint", "32 hex digits", "XXH3-128 of the file's bytes; found out if not said"),
        Word("channels", "1 or 2", "found out if not said"),
        Word("rate", "frames per second", "of the file; found out if not said"),
        Word("frames", "whole number", "length of the file in its own frames; found out if not said"),
    ]

    // swift-format-ignore
    private static let node = [
        Word("mode", "`off`, `read`, `touch`, `latch` or `touch-latch`", "automation mode of the node; `read` unless said"),
        Word("safe", "`on` or `off`", "its lanes play and are not written"),
        Word("suspended", "`on` or `off`", "its lanes neither play nor are written"),
        Word("trim", "`on` or `off`", "hands move what is added to its levels, and write it into `trims`"),
        Word("lanes", "table", "lanes by parameter: `lanes: {fader: {points: [[0, -6, hold]]}}`"),
        Word("trims", "table", "in the same form, what is added to faders and levels of sends: dB, straight between points"),
    ]

    // swift-format-ignore
    private static let paths = [
        Word("output", "bus or `master`", "where it goes; `master` unless said; of a bus, a later one"),
        Word("sends", "list of buses, up to 16", "what its sends feed, in their order; `~` for a send that feeds nothing; of a bus, later ones"),
        Word("vcas", "list of VCAs", "VCAs that move its fader"),
    ]

    private static let name = Word("name", "text", required: true, "what people call it")

    static let strip = Section(
        name: "a strip",
        words: [name, Word("file", "path", "the sound; a relative path starts at the session's folder")]
            + sound
            + paths + node)
    static let bus = Section(name: "a bus", words: [name] + paths + node)
    static let vca = Section(
        name: "a VCA", words: [name, Word("vcas", "list of VCAs", "later VCAs that move this one")] + node)
    static let master = Section(name: "/master", words: node)
    static let monitor = Section(name: "/monitor", words: [])
    static let reference = Section(
        name: "a reference",
        words: [
            Word("file", "path", required: true, "the sound; a relative path starts at the session's folder")
        ]
            + sound)

    // swift-format-ignore
    static let group = Section(name: "a group", words: [
        name,
        Word("on", "`on` or `off`", "whether it links now; `on` unless said"),
        Word("members", "list", "`/strip/Lead Vox`, `/bus/Reverb`, `/vca/Drums` or `/master`; a number in place of the name means its place"),
        Word("roles", "list", "parameters that move together; `fader`, `mute` and `solo` unless said"),
    ])

    // swift-format-ignore
    static let lane = Section(name: "a lane", words: [
        Word("mode", "`off`, `read`, `touch`, `latch` or `touch-latch`", "automation mode of the parameter; that of the node unless said"),
        Word("safe", "`on` or `off`", "its lanes play and are not written"),
        Word("suspended", "`on` or `off`", "its lanes neither play nor are written"),
        Word("trim", "`on` or `off`", "hands move what is added to its levels, and write it into `trims`"),
        Word("points", "list of points", "in the order of time, no two at one place"),
    ])

    // swift-format-ignore
    static let marker = Section(name: "a marker", words: [
        Word("position", "place", required: true, "where it is"),
        Word("name", "text", "what people call it"),
    ])

    // swift-format-ignore
    static let settings = Section(name: "settings", words: [
        Word("mode", "`off`, `read`, `touch`, `latch` or `touch-latch`", "automation mode of everything, while it is set"),
        Word("safe", "`on` or `off`", "its lanes play and are not written"),
        Word("suspended", "`on` or `off`", "its lanes neither play nor are written"),
        Word("trim", "`on` or `off`", "hands move what is added to its levels, and write it into `trims`"),
        Word("glide", "0 ms…5000 ms", "return to the lane after letting go; 250 ms unless said"),
        Word("motionTimeout", "50 ms…5000 ms", "when a control without touch sense counts as let go; 1000 ms unless said"),
        Word("thinning", "0.001 dB…6 dB or `off`", "the lanes of a pass lose points when it ends, and are then wrong by so much at most; `on` means 0.05 dB; `off` unless said"),
        Word("disabled", "list", "kinds of parameters that are not written: `fader`, `pan`, `mute`, `send`, `filter`, `dynamics`, `effect`, `insert`"),
        Word("afterWrite", "`touch`, `latch` or `stay`", "what the mode write becomes when the transport stops; `touch` unless said"),
        Word("coalesce", "`command`, `stop` or `leave`", "when trims are worked into their lanes: when it is said, after each pass, or when trim is switched off; `command` unless said"),
        Word("autoJoin", "`on` or `off`", "where latch stopped writing, the next roll goes on with it; `off` unless said"),
        Word("continueInLoop", "`on` or `off`", "what is latched at a loop's end is written on from its start; `off` unless said"),
        Word("loop", "`[start, end]`", "places between which the song repeats"),
        Word("punch", "`[start, end]`", "places outside of which nothing is written"),
    ])

    // swift-format-ignore
    static let snapshot = Section(name: "a snapshot", words: [
        name,
        Word("fade", "0 s…60 s", "time in which a recall reaches the values; the session's glide where that is longer"),
        Word("scope", "list", "what it takes: `/strip/Lead Vox`, `/bus/Reverb`, `/master`, or single parameters, `/strip/Lead Vox/fader`; the whole mix unless said"),
        Word("kinds", "list", "kinds of parameters that it takes: `fader`, `pan`, `mute`, `send`, `filter`, `dynamics`, `effect`, `insert`; all unless said"),
        Word("values", "list", "for each node a table: `of`, and its parameters with their values; what is in the scope and not here is at its default"),
    ])

    // swift-format-ignore
    static let revision = Section(name: "a revision", words: [
        name,
        Word("note", "text", "what somebody has to say of it"),
        Word("time", "whole number", required: true, "when it was named, in seconds since 1970"),
        Word("session", "text", required: true, "the session as text, as it was"),
    ])

    /// Most entries of a list: more are no mix that anybody could move.
    static let limits = [
        "strips": 4096, "buses": 1024, "vcas": 1024, "groups": 1024, "references": 16, "markers": 65_536,
        "snapshots": Snapshot.countLimit, "revisions": 1024,
    ]
}
