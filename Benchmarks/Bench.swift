import Engine
import Glibc

/// Prints what the engine costs. `bench [SECONDS] [TABLE …]`: seconds of sound for each figure, 4 unless said; tables: stages,
/// full, blocks, situations, events, everything, worst, starts, threads, mapping, session. A row's name in place of a table measures that case
/// alone, for a profiler.
@main
enum Bench {
    static let runs = 5

    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        let seconds = max(1, words.compactMap { Int($0) }.first ?? 4)
        let wanted = words.filter { Int($0) == nil }
        print("Engine, stereo strips at \(EngineCase.sampleRate) Hz, on \(processor)")
        print("median of \(runs) runs of \(seconds) s; ms: processor time for one strip and one second of sound;")
        print("strips: how many one core could render in real time")
        print("looking at the clock, \(text(Measurement.overhead / 1000, 3)) µs a block, is taken off")
        for (name, table) in tables where wanted.isEmpty || wanted.contains(name) { table(seconds) }
        for this in EngineCase.stages + EngineCase.situations where wanted.contains(this.name) {
            heading("blocks of 64 frames", ["ms", "strips"])
            let cost = milliseconds(this, 64, seconds, EngineOptions())
            print(row(this.name, [text(cost, 4), text(1000 / cost, 0)]))
        }
        print()
        print("memory of this program: \(residentMebibytes) MiB at most")
    }

    private static var tables: [(String, (Int) -> Void)] {
        [
            ("stages", stages), ("full", full), ("blocks", blocks), ("situations", situations), ("events", events),
            ("everything", everything), ("worst", worst), ("starts", starts), ("threads", threads),
            ("mapping", mapping), ("session", session),
        ]
    }

    private static var kernels: [KernelChoice] { KernelChoice.allCases.filter(\.isAvailable) }

    private static func stages(_ seconds: Int) {
        heading("64 strips, blocks of 64 frames", kernels.flatMap { ["\($0.rawValue) ms", "strips"] })
        for this in EngineCase.stages {
            print(
                row(
                    this.name,
                    kernels.flatMap { kernel in
                        let cost = milliseconds(this, 64, seconds, EngineOptions(kernel: kernel))
                        return [text(cost, 4), text(1000 / cost, 0)]
                    }))
        }
    }

    private static func mapping(_ seconds: Int) {
        heading("a mapping of \(LargeMapping.controls) controls", ["ms to read", "µs a message"])
        let message = (try? LargeMapping.message()) ?? .nan
        print(row("", [text(LargeMapping.loading(), 1), message.isNaN ? "failed" : text(message, 2)]))
    }

    private static func session(_ seconds: Int) {
        heading(
            "a session of \(LargeSession.strips) strips and \(LargeSession.breakpoints) breakpoints",
            ["", "unit", "asked for"])
        do {
            for line in try LargeSession().rows {
                print(row(line.name, [text(line.value, 2), line.unit, line.limit]))
            }
        } catch { print("failed: \(error)") }
    }

    /// For a profiler: one case alone.
    private static func full(_ seconds: Int) {
        heading("64 strips, blocks of 64 frames", ["ms", "strips"])
        let cost = milliseconds(.full, 64, seconds, EngineOptions())
        print(row(EngineCase.full.name, [text(cost, 4), text(1000 / cost, 0)]))
    }

    /// For a profiler: every parameter on a lane.
    private static func everything(_ seconds: Int) {
        heading("blocks of 64 frames", ["strips", "ms", "in real time"])
        guard let this = EngineCase.situations.first(where: { $0.movement == .everything }) else { return }
        let cost = milliseconds(this, 64, seconds, EngineOptions())
        print(row(this.name, ["\(this.strips)", text(cost, 4), text(1000 / cost, 0)]))
    }

    private static func blocks(_ seconds: Int) {
        heading("64 full strips by block size", ["frames", "ms", "strips", "slowest µs", "of its period %"])
        for block in [32, 64, 128, 256, 1024] {
            let all = measure(.full, block, seconds, EngineOptions())
            let cost = all.map { perStrip($0, .full, seconds) }.median
            let slowest = all.map { Double($0.slowest) / 1000 }.median
            let period = Double(block) / Double(EngineCase.sampleRate) * 1e6
            print(
                row(
                    "",
                    [
                        "\(block)", text(cost, 4), text(1000 / cost, 0), text(slowest, 1),
                        text(slowest / period * 100, 1),
                    ]))
        }
    }

    private static func situations(_ seconds: Int) {
        heading("blocks of 64 frames", ["strips", "ms", "in real time", "% of a core", "slowest µs"])
        for this in EngineCase.situations {
            let all = measure(this, 64, seconds, EngineOptions())
            let cost = all.map { perStrip($0, this, seconds) }.median
            let slowest = all.map { Double($0.slowest) / 1000 }.median
            print(
                row(
                    this.name,
                    [
                        "\(this.strips)", text(cost, 4), text(1000 / cost, 0),
                        text(cost * Double(this.strips) / 10, 2), text(slowest, 1),
                    ]))
        }
    }

    /// What an event costs with all that follows from it: what the case takes more than one in which nothing moves.
    private static func events(_ seconds: Int) {
        heading("64 strips, blocks of 64 frames", ["a strip-second", "µs an event"])
        let still = milliseconds(EngineCase(name: "nothing moves"), 64, seconds, EngineOptions())
        for (name, this, parameters) in EngineCase.events {
            let more = milliseconds(this, 64, seconds, EngineOptions()) - still
            let count = parameters * Double(EngineCase.sampleRate) / Double(EngineCase.interval)
            print(row(name, [text(count, 0), text(more * 1000 / count, 2)]))
        }
    }

    /// By the wall clock, since several threads work: the shortest of the runs.
    private static func threads(_ seconds: Int) {
        var many = EngineCase.full
        many.strips = 512
        heading("512 full strips, blocks of 64 frames, by threads", ["threads", "ms elapsed", "strips", "gain"])
        var alone = 0.0
        for workers in [1, 2, 4] where workers <= cores {
            let all = measure(many, 64, seconds, EngineOptions(workers: workers))
            let cost = all.map { Double($0.elapsed) / 1e6 / Double(seconds * many.strips) }.min() ?? 0
            if workers == 1 { alone = cost }
            print(row("", ["\(workers)", text(cost, 4), text(1000 / cost, 0), text(alone / cost, 2)]))
        }
    }

    /// How long single blocks take. Every run does the same work in the same block, so the least of three is what the block
    /// takes when the machine does nothing else.
    private static func worst(_ seconds: Int) {
        let this = EngineCase.worst
        let runs = (0..<3).map { _ in this.measure(block: 64, seconds: seconds, isAlone: true) }
        let period = 64 / Double(EngineCase.sampleRate) * 1e9
        let disturbed = runs.map { $0.disturbed(by: 10_000) }
        heading(
            "\(this.strips) strips, \(this.name)",
            ["mean µs", "99 %", "99.9 %", "99.99 %", "worst", "of its period %"])
        let distributions =
            runs.map { ("by the clock", $0.times.map(\.elapsed)) }
            + runs.map { ("by the processor's time", $0.times.map(\.processor)) }
            + [("the least of the three", Measurement.least(of: runs.map { $0.times.map(\.processor) }))]
        for (name, times) in distributions {
            let mean = Double(times.reduce(0, +)) / Double(times.count)
            let figures = [mean] + [0.99, 0.999, 0.9999, 1].map { Double(times.quantile($0)) }
            print(row(name, figures.map { text($0 / 1000, 1) } + [text(figures[4] / period * 100, 1)]))
        }
        print("of \(runs[0].blocks) blocks so many were interrupted for 10 µs or more: \(disturbed)")
    }

    /// What the first blocks take, when all has to be found. Medians.
    private static func starts(_ seconds: Int) {
        var crowd = EngineCase.full
        crowd.strips = 256
        let all = (0..<9).map { _ in crowd.starts(block: 32, count: 20) }
        heading("256 full strips, blocks of 32 frames (667 µs)", ["first µs", "second", "tenth", "twentieth"])
        for (name, times) in [("playing begins", all.map(\.first)), ("after a stop", all.map(\.again))] {
            let figures = [0, 1, 9, 19].map { place in times.map { Double($0[place]) / 1000 }.median }
            print(row(name, figures.map { text($0, 1) }))
        }
    }

    private static func milliseconds(_ this: EngineCase, _ block: Int, _ seconds: Int, _ options: EngineOptions)
        -> Double
    {
        measure(this, block, seconds, options).map { perStrip($0, this, seconds) }.median
    }

    private static func perStrip(_ measurement: Measurement, _ this: EngineCase, _ seconds: Int) -> Double {
        measurement.own / 1e6 / Double(seconds * this.strips)
    }

    private static func measure(_ this: EngineCase, _ block: Int, _ seconds: Int, _ options: EngineOptions)
        -> [Measurement]
    {
        // The first run warms caches and the clock of the processor, and does not count.
        _ = this.measure(block: block, seconds: 1, options: options)
        return (0..<runs).map { _ in this.measure(block: block, seconds: seconds, options: options) }
    }

    private static func heading(_ title: String, _ columns: [String]) {
        print()
        print(row(title, columns))
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        let width = 16
        let padded = cells.map { String(repeating: " ", count: max(1, width - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(1, 48 - name.count)) + padded.joined()
    }

    /// With this many decimals.
    private static func text(_ value: Double, _ decimals: Int) -> String {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let rounded = Int((value * Double(scale)).rounded())
        if decimals == 0 { return "\(rounded)" }
        let fraction = String(rounded % scale)
        return "\(rounded / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
}
