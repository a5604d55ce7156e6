/// Time and notes: how the written music becomes frames.
enum Score {
    /// Frames in a sixteenth.
    static let sixteenth = 6000
    static let bars = 21

    /// How late the second and fourth sixteenth of each beat come: a light swing.
    static let swing = 700

    /// Frame of a sixteenth, with the swing.
    static func frame(bar: Int, sixteenth: Int) -> Int {
        bar * 16 * Score.sixteenth + sixteenth * Score.sixteenth + (sixteenth % 2 == 1 ? swing : 0)
    }

    /// The section that a bar belongs to.
    static func section(bar: Int) -> String {
        DemoSong.sections.last { $0.firstBar <= bar }?.name ?? ""
    }

    /// A note of a melody.
    struct Note: Sendable, Hashable {
        /// Frame of its beginning.
        var start: Int
        /// Frames to the end of the key being held.
        var length: Int
        /// MIDI number.
        var key: Int
        /// 0…1.
        var velocity: Float
        /// What is sung: `a`, `e`, `i`, `o`, `u`.
        var vowel: Character = "a"
    }

    /// Reads a written melody.
    ///
    /// One line a bar, notes as `sixteenth:length:key:vowel`, with the key by name (`G4`, `F#5`); vowel may be left out.
    static func melody(firstBar: Int, _ text: String) -> [Note] {
        var notes: [Note] = []
        for (bar, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for word in line.split(separator: " ") where word.contains(":") {
                let parts = word.split(separator: ":").map(String.init)
                guard parts.count >= 3, let place = Int(parts[0]), let length = Int(parts[1]) else { continue }
                let start = frame(bar: firstBar + bar, sixteenth: place)
                let velocity: Float = place % 8 == 0 ? 1 : (place % 4 == 0 ? 0.92 : 0.82)
                notes.append(
                    Note(
                        start: start, length: length * sixteenth, key: key(parts[2]), velocity: velocity,
                        vowel: parts.count > 3 ? parts[3].first ?? "a" : "a"))
            }
        }
        return notes
    }

    /// MIDI number of a name such as `F#4`; C4 is 60.
    static func key(_ name: String) -> Int {
        let steps: [Character: Int] = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]
        let sharp = name.contains("#") ? 1 : 0
        let octave = name.last?.wholeNumberValue ?? 4
        return 12 * (octave + 1) + (name.first.flatMap { steps[$0] } ?? 0) + sharp
    }
}
