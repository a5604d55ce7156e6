/// How loud a programme is wanted, and how high its true peaks may go.
///
/// The table is the one place: the command line, its help, its messages and the documents read it.
public struct LoudnessTarget: Sendable, Hashable {
    /// By which a person asks for it; the first is the usual one. Empty for a figure of one's own.
    public let names: [String]
    /// Integrated loudness in LUFS (LKFS is the same), −70…0.
    public let loudness: Double
    /// Highest true peak in dBTP, −20…0.
    public let ceiling: Double
    /// Where the figures come from. Streaming services play louder programmes more softly; what they play to is a guide to a
    /// delivery, not a condition.
    public let source: String

    /// Loudness that can be asked for, in LUFS.
    public static let loudnesses = -70.0...0
    /// Ceilings that can be asked for, in dBTP: those of the limiter.
    public static let ceilings = -20.0...0

    /// A figure of one's own, with the ceiling that most ask for.
    ///
    /// - Parameters:
    ///   - loudness: LUFS, −70…0.
    ///   - ceiling: dBTP, −20…0.
    public init(loudness: Double, ceiling: Double = -1) {
        self.init([], loudness, ceiling, "")
    }

    private init(_ names: [String], _ loudness: Double, _ ceiling: Double, _ source: String) {
        self.names = names
        self.loudness = loudness
        self.ceiling = ceiling
        self.source = source
    }

    /// - Parameter name: one of the table's, in any case of letters.
    public init?(named name: String) {
        guard let found = Self.all.first(where: { $0.names.contains(name.lowercased()) }) else { return nil }
        self = found
    }

    /// The same with another ceiling in dBTP, −20…0.
    public func with(ceiling: Double) -> LoudnessTarget { LoudnessTarget(names, loudness, ceiling, source) }
}

// swift-format-ignore
extension LoudnessTarget {
    /// All that have a name.
    ///
    /// Read in 2026. EBU, ATSC, Spotify, Apple (podcasts) and Amazon (Alexa) publish both figures; YouTube, Deezer and Apple
    /// (music) publish none, and theirs are what is measured of their players.
    public static let all: [LoudnessTarget] = [
        //                                  LUFS dBTP  source
        .init(["spotify"],                   -14,  -1, "Spotify for Artists, Loudness normalization"),
        .init(["apple-music"],               -16,  -1, "Sound Check as measured; peaks: Apple Digital Masters"),
        .init(["youtube"],                   -14,  -1, "as measured (Stats for nerds); peaks: AES TD1008"),
        .init(["tidal"],                     -14,  -1, "TIDAL, Loudness normalization; peaks: AES TD1008"),
        .init(["amazon"],                    -14,  -2, "Alexa Skills Kit, Normalizing the loudness"),
        .init(["deezer"],                    -15,  -1, "as measured; peaks: AES TD1008"),
        .init(["podcast"],                   -16,  -1, "Apple Podcasts, Audio requirements"),
        .init(["ebu-r128", "broadcast"],     -23,  -1, "EBU R 128 (2023)"),
        .init(["atsc-a85"],                  -24,  -2, "ATSC A/85:2013"),
    ]
}
