extension MeterScreen {
    /// How a strip is set, beside its meter.
    public struct Controls: Sendable {
        /// In dB, as people read it.
        public var fader: String
        public var pan: String
        public var isMuted: Bool
        public var isSoloed: Bool
        public var isPFL: Bool
        public var isAFL: Bool
        /// Of the fader.
        public var mode: String
        /// Something of the strip is being written.
        public var isWriting: Bool

        public init(
            fader: String, pan: String, isMuted: Bool = false, isSoloed: Bool = false, isPFL: Bool = false,
            isAFL: Bool = false, mode: String, isWriting: Bool = false
        ) {
            self.fader = fader
            self.pan = pan
            self.isMuted = isMuted
            self.isSoloed = isSoloed
            self.isPFL = isPFL
            self.isAFL = isAFL
            self.mode = mode
            self.isWriting = isWriting
        }

        /// `MS PFL`: muted, soloed, listened to before its fader.
        var state: String {
            let listening = isPFL && isAFL ? "P+A" : isPFL ? "PFL" : isAFL ? "AFL" : "   "
            return (isMuted ? "M" : " ") + (isSoloed ? "S" : " ") + " " + listening
        }

        /// `●touch`: written now, in touch.
        var writing: String {
            let short = mode == "touch-latch" ? "t-latch" : mode
            return (isWriting ? "●" : " ") + short
        }

        /// The cells of all columns.
        var text: String {
            MeterText.pad(fader, 6) + MeterText.pad(pan, 5) + " " + MeterText.fit(state, 6) + " "
                + MeterText.fit(writing, 8)
        }

        /// Columns that the text takes.
        static let width = 27
        /// What stands above them.
        static let header =
            MeterText.pad("fader", 6) + MeterText.pad("pan", 5) + " " + MeterText.fit("MS", 6) + " "
            + MeterText.fit(" mode", 8)
    }
}
