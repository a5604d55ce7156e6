import Texts

/// Meters as characters.
enum MeterText {
    /// Level of a bar's first cell's lower edge, in dBFS; the last cell ends at 0.
    static let floor = -60.0

    /// A bar over −60…0 dBFS: `█` up to the RMS, `▒` up to the peak, `│` where the peak is held.
    static func bar(rms: Double, peak: Double, held: Double, cells: Int) -> String {
        let solid = cell(rms, cells)
        let light = cell(peak, cells)
        let mark = cell(held, cells)
        return String(
            (1...max(1, cells)).map { number -> Character in
                if number == mark, number > solid { return "│" }
                return number <= solid ? "█" : number <= light ? "▒" : "·"
            })
    }

    /// The cell, from 1, in which a level lies; 0 below all.
    private static func cell(_ level: Double, _ cells: Int) -> Int {
        guard level > floor else { return 0 }
        return min(cells, Int((level - floor) / -floor * Double(cells)) + 1)
    }

    /// A level in dB with one decimal, right-aligned: ` -12.3`; `-∞` for silence.
    static func level(_ value: Double, _ width: Int) -> String {
        // What is below all that can be heard or written down is silence.
        guard value.isFinite, value > -200 else { return pad(value < 0 ? "-∞" : "∞", width) }
        return pad((value >= 0.05 ? "+" : "") + tenths(value), width)
    }

    /// A gain reduction: `-3.2`, from 10 dB on `-12`; `0.0` while there is none.
    static func reduction(_ value: Double, _ width: Int) -> String {
        pad(value < 0.05 ? "0.0" : value < 9.95 ? tenths(-value) : "\(-Int(value.rounded()))", width)
    }

    /// One decimal, never `-0.0`.
    static func tenths(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return "\(rounded == 0 ? 0 : rounded)"
    }

    /// Right-aligned.
    static func pad(_ text: String, _ width: Int) -> String {
        TextWidth.rightAligned(text, columns: width)
    }

    /// Left-aligned; what is too long ends in `…`.
    static func fit(_ text: String, _ width: Int) -> String {
        TextWidth.leftAligned(TextWidth.cut(text, columns: width), columns: width)
    }

    /// −1…1 with two decimals and its sign: `+0.62`.
    static func signed(_ value: Float) -> String {
        let hundredths = Int((Double(abs(value)) * 100).rounded())
        let digits = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        return (hundredths == 0 ? " " : value < 0 ? "-" : "+") + digits
    }

    /// −1…1 on a line: `-1 ────┼─●── +1`.
    static func correlation(_ value: Float) -> String {
        let place = Int(((Double(value) + 1) * 8).rounded())
        let line = (0...16).map { $0 == place ? "●" : $0 == 8 ? "┼" : "─" }.joined()
        return "-1 \(line) +1"
    }

    /// The levels of bands as two lines of bars, over −64…0 dB in steps of 4, the upper line first; two characters a band.
    static func spectrum(_ levels: [Float]) -> (upper: String, lower: String) {
        let steps = Array(" ▁▂▃▄▅▆▇█")
        func line(_ base: Float) -> String {
            levels.map { level -> String in
                let step = Int(max(0, min(8, ((level - base) / 4).rounded(.up))))
                return String(repeating: steps[step], count: 2)
            }.joined()
        }
        return (line(-32), line(-64))
    }
}
