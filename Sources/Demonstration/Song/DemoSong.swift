public import Units

/// The song that `gainrider demo` makes by itself, so that everything can be tried without a recording.
///
/// Ten parts in G major at 120 beats a minute, synthesised from integers and plain arithmetic: the same bits on every
/// machine and in every build.
///
/// - Thread: any.
public enum DemoSong {
    /// Frames per second.
    public static let sampleRate = 48_000
    /// Frames in a bar of four beats: two seconds.
    public static let framesPerBar: FramePosition = 96_000
    /// Frames in the whole song, with the ringing out of its last chord.
    public static let length: FramePosition = 21 * framesPerBar

    /// A part of the form.
    public struct Section: Sendable, Hashable {
        /// `Intro`, `Verse`, `Chorus`, `End`.
        public let name: String
        /// First bar, from 0.
        public let firstBar: Int
        /// Length in bars.
        public let bars: Int

        /// Session frame of the first beat.
        public var start: FramePosition { FramePosition(firstBar) * DemoSong.framesPerBar }
        /// Session frame after the last one.
        public var end: FramePosition { start + FramePosition(bars) * DemoSong.framesPerBar }
    }

    /// The form, in order and without gaps.
    public static let sections = [
        Section(name: "Intro", firstBar: 0, bars: 2),
        Section(name: "Verse", firstBar: 2, bars: 8),
        Section(name: "Chorus", firstBar: 10, bars: 8),
        Section(name: "End", firstBar: 18, bars: 3),
    ]

    /// All parts, in the order of the strips: Kick, Snare, Hats, Percussion, Bass, Keys, Guitar, Voice, Lead, Strings.
    ///
    /// - Complexity: takes about a second; uses about 200 MB while it works.
    public static func stems() -> [Stem] {
        [
            Kick.stem(), Snare.stem(), Hats.stem(), Percussion.stem(), Bass.stem(), Keys.stem(), Guitar.stem(),
            Voice.stem(), Lead.stem(), Strings.stem(),
        ]
    }
}
