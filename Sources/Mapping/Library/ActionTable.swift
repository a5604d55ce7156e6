/// The commands that a mapping may give to a control, as the reader has them: for programs that let people choose.
public enum ActionTable {
    public struct Row: Sendable, Hashable, Encodable {
        /// `{node}` and the like stand for a part that varies.
        public var address: String
        /// `alone`, `= on, = off, toggle` and so on.
        public var form: String
        public var summary: String
    }

    public static let rows: [Row] = CommandWord.all.map {
        Row(address: $0.address, form: $0.form.rawValue, summary: $0.summary)
    }
}
