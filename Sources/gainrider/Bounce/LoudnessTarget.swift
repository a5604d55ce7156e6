/// How loud a mix is to be, and the true peak that it must not pass: a figure, or what a platform plays at.
struct LoudnessTarget {
    /// LUFS, −70…0.
    let loudness: Double
    /// dBTP.
    let ceiling: Double

    /// What a platform brings everything to.
    struct Platform {
        let name: String
        let loudness: Double
        let ceiling: Double
        /// Where the figures are from.
        let source: String
    }

    // swift-format-ignore
    static let platforms: [Platform] = [
        .init(name: "spotify",     loudness: -14, ceiling: -1, source: "Spotify for Artists, loudness normalization"),
        .init(name: "apple-music", loudness: -16, ceiling: -1, source: "Apple Digital Masters; Sound Check"),
        .init(name: "youtube",     loudness: -14, ceiling: -1, source: "as measured; YouTube states none"),
        .init(name: "tidal",       loudness: -14, ceiling: -1, source: "AES TD1004, which TIDAL follows"),
        .init(name: "amazon",      loudness: -14, ceiling: -2, source: "Amazon Music delivery specification"),
        .init(name: "deezer",      loudness: -15, ceiling: -1, source: "as measured; Deezer states −15"),
        .init(name: "podcast",     loudness: -16, ceiling: -1, source: "Apple Podcasts authors' guide; AES TD1004"),
        .init(name: "ebu-r128",    loudness: -23, ceiling: -1, source: "EBU R 128 (2020)"),
        .init(name: "atsc-a85",    loudness: -24, ceiling: -2, source: "ATSC A/85:2013"),
    ]

    /// Reads `-14`, `-14 LUFS` or a platform's name.
    ///
    /// - Returns: `nil` if it is none of them; then ``expected`` says what would be.
    init?(_ text: String) {
        let word = text.trimmingPrefix { $0 == " " }.lowercased()
        if let platform = LoudnessTarget.platforms.first(where: { $0.name == word }) {
            loudness = platform.loudness
            ceiling = platform.ceiling
            return
        }
        let number = word.hasSuffix("lufs") ? word.dropLast(4).trimmingSuffix() : Substring(word)
        guard let value = Double(number.replacing("−", with: "-")), (-70...0).contains(value) else { return nil }
        loudness = value
        ceiling = -1
    }

    static var expected: String {
        "LUFS from -70 to 0, or one of "
            + platforms.map { "\($0.name) (\(Int($0.loudness)))" }.joined(separator: ", ")
    }
}

extension Substring {
    fileprivate func trimmingSuffix() -> Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
