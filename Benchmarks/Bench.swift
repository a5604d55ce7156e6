import Glibc

/// Prints what the engine costs. `bench [SECONDS]`: seconds of sound for each figure, 10 unless said.
@main
enum Bench {
    static let blockSizes = [32, 64, 256]
    static let runs = 5

    static func main() {
        let seconds = max(1, CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10)
        print(
            "Engine, \(EngineCase.strips) stereo strips at \(EngineCase.sampleRate) Hz, one thread, on \(processor)")
        print("median of \(runs) runs of \(seconds) s; ms: processor time for one strip and one second of sound")
        print("each block includes \(text(Measurement.overhead / 1000, 2)) µs of looking at the clock")
        print()
        print(row("", ["block", "ms", "of a core", "a block", "slowest", "of its period"]))
        print(row("", ["frames", "strip·s", "%", "µs", "µs", "%"]))
        for this in EngineCase.allCases {
            for block in blockSizes {
                // The first run warms caches and the clock of the processor, and does not count.
                _ = this.measure(block: block, seconds: 1)
                let all = (0..<runs).map { _ in this.measure(block: block, seconds: seconds) }
                let share = all.map { Double($0.processor) / (Double(seconds) * 1e9) }.median
                let mean = all.map { Double($0.processor) / Double($0.blocks) / 1000 }.median
                let slowest = all.map { Double($0.slowest) / 1000 }.median
                let period = Double(block) / Double(EngineCase.sampleRate) * 1e6
                print(
                    row(
                        block == blockSizes[0] ? this.rawValue : "",
                        [
                            "\(block)", text(share * 1000 / Double(EngineCase.strips), 4), text(share * 100, 2),
                            text(mean, 2), text(slowest, 1), text(slowest / period * 100, 1),
                        ]))
            }
        }
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        let width = 14
        let padded = cells.map { String(repeating: " ", count: max(1, width - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(1, 26 - name.count)) + padded.joined()
    }

    /// With this many decimals.
    private static func text(_ value: Double, _ decimals: Int) -> String {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let rounded = Int((value * Double(scale)).rounded())
        let fraction = String(rounded % scale)
        return "\(rounded / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    /// The processor's name as the kernel tells it.
    private static var processor: String {
        guard let file = fopen("/proc/cpuinfo", "r") else { return "an unknown processor" }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, 512, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
            return String(text[text.index(colon, offsetBy: 2)...].dropLast())
        }
        return "an unknown processor"
    }
}
