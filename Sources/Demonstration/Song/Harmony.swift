/// The chords of the song and how they are laid under the fingers.
///
/// Keys are MIDI numbers; a pitch class is a key modulo 12.
enum Harmony {
    struct Chord: Sendable, Hashable {
        /// Pitch class of the lowest part.
        var bass: Int
        /// Pitch classes of the upper parts, four of them.
        var tones: [Int]

        init(_ bass: Int, _ tones: [Int]) {
            self.bass = bass
            self.tones = tones
        }
    }

    // swift-format-ignore
    /// Names as on a lead sheet. C is 0; the song is in G, so F♯ is 6.
    private static let sheet: [String: Chord] = [
        "Em7":   Chord(4,  [4, 7, 11, 2]),
        "Cmaj7": Chord(0,  [0, 4, 7, 11]),
        "G":     Chord(7,  [7, 11, 2, 9]),
        "D/F#":  Chord(6,  [2, 6, 9, 4]),
        "Am7":   Chord(9,  [9, 0, 4, 7]),
        "Dsus":  Chord(2,  [2, 7, 9, 0]),
        "D7":    Chord(2,  [2, 6, 9, 0]),
        "Bm7":   Chord(11, [11, 2, 6, 9]),
        "Gmaj7": Chord(7,  [7, 11, 2, 6]),
        "G7":    Chord(7,  [7, 11, 2, 5]),
        "Cm6":   Chord(0,  [0, 3, 7, 9]),
        "Gadd9": Chord(7,  [7, 11, 2, 9]),
    ]

    /// Two chords a bar: the first and third beat.
    private static let progression = [
        "Em7 Em7", "Cmaj7 Cmaj7",
        "Em7 Em7", "Cmaj7 Cmaj7", "G G", "D/F# D/F#", "Em7 Em7", "Cmaj7 Cmaj7", "Am7 Am7", "Dsus D7",
        "Gmaj7 Gmaj7", "Bm7 Bm7", "Em7 D/F#", "Cmaj7 Cmaj7", "Gmaj7 G7", "Cmaj7 Cm6", "Am7 Bm7", "Dsus D7",
        "Em7 Cmaj7", "Gadd9 Gadd9", "Gadd9 Gadd9",
    ]

    /// One chord for each half bar of the song.
    static let halves: [Chord] = progression.flatMap { bar in
        bar.split(separator: " ").map { sheet[String($0)] ?? Chord(7, [7, 11, 2, 9]) }
    }

    /// The chord at a sixteenth counted from the song's start.
    static func chord(sixteenth: Int) -> Chord { halves[Swift.min(sixteenth / 8, halves.count - 1)] }

    /// Keys for each half bar, four parts in rising order, moving as little as they can.
    ///
    /// Of all layings of a chord inside the range the one wins that moves the four parts the least from the chord before,
    /// with a price on leaving the middle of the range and on a second between the two highest parts.
    ///
    /// - Parameter range: keys that may be used; at least two octaves are needed to have a choice.
    static func voicings(in range: ClosedRange<Int>) -> [[Int]] {
        var result: [[Int]] = []
        let middle = (range.lowerBound + range.upperBound) / 2
        var before = [middle - 7, middle - 3, middle + 2, middle + 6]
        for chord in halves {
            if let last = result.last, Set(last.map { $0 % 12 }) == Set(chord.tones) {
                result.append(last)
                continue
            }
            var best: (cost: Int, keys: [Int])?
            for keys in layings(of: chord, in: range) {
                var cost = 2 * Swift.abs(keys.reduce(0, +) / 4 - middle)
                for part in 0..<4 { cost += 3 * Swift.abs(keys[part] - before[part]) }
                if keys[3] - keys[2] < 3 { cost += 8 }
                if keys[3] - keys[0] > 16 { cost += 6 }
                if best.map({ cost < $0.cost }) ?? true { best = (cost, keys) }
            }
            before = best?.keys ?? before
            result.append(before)
        }
        return result
    }

    /// Every order of the four tones stacked upwards, from every octave that fits.
    private static func layings(of chord: Chord, in range: ClosedRange<Int>) -> [[Int]] {
        var result: [[Int]] = []
        for first in 0..<4 {
            for second in 0..<4 where second != first {
                for third in 0..<4 where third != first && third != second {
                    let order = [first, second, third, 6 - first - second - third].map { chord.tones[$0] }
                    for octave in 2...6 {
                        var keys = [order[0] + 12 * octave]
                        for tone in order.dropFirst() {
                            let last = keys[keys.count - 1]
                            keys.append(last + 1 + (tone - last - 1 + 240) % 12)
                        }
                        if keys[0] >= range.lowerBound && keys[3] <= range.upperBound { result.append(keys) }
                    }
                }
            }
        }
        return result
    }
}
