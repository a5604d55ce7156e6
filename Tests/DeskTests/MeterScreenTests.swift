import Engine
import Foundation
import Testing
import Texts

@testable import Desk

/// The meters as a terminal shows them.
@Suite struct `The meters on a terminal` {
    /// A meter after one reading, in dBFS and dB.
    private static func meter(
        _ peak: Double, _ rms: Double, side: Double = 0, gate: Float = 0, comp: Float = 0, deEsser: Float = 0,
        limiter: Float = 0
    ) -> HeldMeter {
        func amplitude(_ level: Double) -> Float { Float(pow(10, level / 20)) }
        var meter = HeldMeter()
        meter.take(
            MeterReading(
                peakLeft: amplitude(peak), peakRight: amplitude(peak + side), rmsLeft: amplitude(rms),
                rmsRight: amplitude(rms + side), gate: gate, compressor: comp, deEsser: deEsser, limiter: limiter),
            at: 0)
        return meter
    }

    private static func screen() -> MeterScreen {
        var fallen = meter(-0.9, -13.5)
        let low: Float = 0.1
        fallen.take(MeterReading(peakLeft: low, peakRight: low, rmsLeft: 0.05, rmsRight: 0.05), at: 1.5)
        var mix = MixReading()
        mix.momentary = -13.84
        mix.shortTerm = -14.2
        mix.integrated = -15
        mix.range = 4.23
        mix.truePeak = -0.96
        mix.correlation = 0.617
        mix.spectrum = (0..<31).map { -20 - Float(abs($0 - 8)) * 2 }
        return MeterScreen(
            strips: [
                .init(number: "1", name: "Kick", meter: meter(2.3, -12, gate: 14.6), hasGate: true),
                .init(
                    number: "2", name: "Lead Vox Double", isSelected: true,
                    meter: meter(-12.3, -21, comp: 3.24, deEsser: 1), hasCompressor: true, hasDeEsser: true),
                .init(number: "3", name: "Bass", meter: fallen, hasCompressor: true),
                .init(number: "4", name: "Silent", meter: HeldMeter()),
                .init(number: "B1", name: "Hall", meter: meter(-40, -46.2)),
            ],
            master: .init(
                number: "", name: "Master", meter: meter(-1.2, -14, side: -0.8, comp: 2, limiter: 3.4),
                hasCompressor: true),
            hasLimiter: true, mix: mix, monitors: "monitors: 1 master.flac -3.2 dB")
    }

    // swift-format-ignore
    /// What stands at each size: columns and lines.
    private static let pictures: [(columns: Int, rows: Int, text: String)] = [
        (79, 19, """
                         -60 -48  -36  -24  -12    peak   rms  hold clip gate comp  d-s
           1 Kick        ████████████████████▒▒▒│  +2.3 -12.0  +2.3   1!  -15
        ▸  2 Lead Vox D… ████████████████▒▒▒│···· -12.3 -21.0 -12.3           -3.2 -1.0
           3 Bass        ██████████████▒▒▒······│ -18.5 -26.0  -0.9            0.0
           4 Silent      ························    -∞    -∞    -∞
          B1 Hall        ██████▒│················ -40.0 -46.2 -40.0
             Master L    ███████████████████▒▒▒▒│  -1.2 -14.0  -1.2           -2.0
             Master R    ███████████████████▒▒▒▒│  -2.0 -14.8
          M -13.8  S -14.2  I -15.0 LUFS  LRA  4.2 LU  TP  -1.0 dBTP  lim -3.4
          corr +0.62  -1 ────────┼────●─── +1   monitors: 1 master.flac -3.2 dB
          -32       ▁▁▁▁▂▂▂▂▃▃▃▃▃▃▂▂▂▂▁▁▁▁
          -64 ▇▇██████████████████████████████▇▇▇▇▆▆▆▆▅▅▅▅▄▄▄▄▃▃▃▃▂▂▂▂▁▁▁▁
              20  31    63    125   250   500   1k    2k    4k    8k    16k Hz
        """),
        (79, 9, """
                         -60 -48  -36  -24  -12    peak   rms  hold clip gate comp  d-s
           1 Kick        ████████████████████▒▒▒│  +2.3 -12.0  +2.3   1!  -15
        ▸  2 Lead Vox D… ████████████████▒▒▒│···· -12.3 -21.0 -12.3           -3.2 -1.0
           3 Bass        ██████████████▒▒▒······│ -18.5 -26.0  -0.9            0.0
           4 Silent      ························    -∞    -∞    -∞
             Master L    ███████████████████▒▒▒▒│  -1.2 -14.0  -1.2           -2.0
             Master R    ███████████████████▒▒▒▒│  -2.0 -14.8
          M -13.8  S -14.2  I -15.0 LUFS  LRA  4.2 LU  TP  -1.0 dBTP  lim -3.4
          corr +0.62  -1 ────────┼────●─── +1   monitors: 1 master.flac -3.2 dB
        """),
        (59, 7, """
                        -60    -30       peak   rms  hold clip comp
           1 Kick       ████████████▒▒│  +2.3 -12.0  +2.3   1!
        ▸  2 Lead Vox … ██████████▒│··· -12.3 -21.0 -12.3      -3.2
             Master L   ████████████▒▒│  -1.2 -14.0  -1.2      -2.0
             Master R   ████████████▒▒│  -2.0 -14.8
          M -13.8  S -14.2  I -15.0 LUFS  TP  -1.0 dBTP  lim -3.4
          corr +0.62  -1 ────────┼────●─── +1   monitors: 1 master…
        """),
        (39, 6, """
                        -60     -30        peak
        ▸  2 Lead Vox … ████████████▒│··· -12.3
             Master L   ██████████████▒▒│  -1.2
             Master R   █████████████▒▒▒│  -2.0
          M -13.8  I -15.0 LUFS  TP  -1.0 dBTP…
          corr +0.62  -1 ────────┼────●─── +1 …
        """),
    ]

    @Test(arguments: pictures.indices)
    func `has as much as fits, what matters most first`(index: Int) {
        let picture = Self.pictures[index]
        let lines = Self.screen().lines(columns: picture.columns, rows: picture.rows)
        #expect(lines.joined(separator: "\n") == picture.text)
    }

    /// Strips that are set somehow, as many as asked for.
    private static func set(_ count: Int, selected: Int = 1) -> MeterScreen {
        func controls(_ number: Int) -> MeterScreen.Controls {
            .init(
                fader: "-3.2", pan: number % 2 == 0 ? "L20" : "C", isMuted: number == 1, isSoloed: number == 2,
                isPFL: number == 3, isAFL: number == 4, mode: number == 2 ? "touch-latch" : "touch",
                isWriting: number == 2)
        }
        var screen = screen()
        screen.strips = (1...count).map {
            .init(
                number: "\($0)", name: "Strip \($0)", isSelected: $0 == selected, meter: meter(-12, -20),
                controls: controls($0))
        }
        screen.master.controls = .init(fader: "0.0", pan: "", mode: "read")
        return screen
    }

    @Test(arguments: [(80, 24), (120, 30), (200, 50)], [4, 64])
    func `shows how each strip is set beside its meter, at every common size`(size: (Int, Int), count: Int) {
        let lines = Self.set(count).lines(columns: size.0 - 1, rows: size.1 - 5)
        #expect(lines.count <= size.1 - 5 && lines.allSatisfy { $0.count < size.0 })
        func line(_ name: String) -> String { lines.first { $0.contains(name + " ") } ?? "" }
        #expect(lines[0].contains("fader") && lines[0].contains("pan") && lines[0].contains("mode"))
        #expect(["-3.2", " C ", "M", "touch", "█", "-12.0"].allSatisfy(line("Strip 1").contains))
        #expect(["L20", "S", "●t-latch"].allSatisfy(line("Strip 2").contains))
        #expect(line("Strip 3").contains("PFL") && line("Strip 4").contains("AFL"))
        let shown = lines.filter { $0.contains("Strip ") }.count
        #expect(count == 4 ? shown == 4 : lines[0].hasPrefix("1–\(shown) of 64"))
    }

    @Test func `scrolls with the bank, or with the selected strip, and says so`() {
        var screen = Self.set(64, selected: 2)
        screen.first = 24
        screen.showsSelected = false
        let banked = screen.lines(columns: 79, rows: 19)
        #expect(banked[0].hasPrefix("25–") && banked[1].contains("Strip 25"))
        screen.showsSelected = true
        #expect(screen.lines(columns: 79, rows: 19).contains { $0.hasPrefix("▸") && $0.contains("Strip 2 ") })
    }

    @Test func `never grows beyond its room, and always shows the selected strip`() {
        var screen = Self.screen()
        for selected in screen.strips.indices {
            for index in screen.strips.indices { screen.strips[index].isSelected = index == selected }
            for columns in [1, 20, 40, 79, 132, 300] {
                for rows in 0...20 {
                    for first in [0, 3, 99] {
                        screen.first = first
                        let lines = screen.lines(columns: columns, rows: rows)
                        #expect(lines.count <= rows && lines.allSatisfy { $0.count <= columns })
                        if rows >= 6, columns >= 20 { #expect(lines.contains { $0.hasPrefix("▸") }) }
                    }
                }
            }
        }
    }

    @Test func `bars, numbers and lines are what they say`() {
        #expect(MeterText.bar(rms: -60, peak: -30, held: -0.1, cells: 10) == "▒▒▒▒▒▒···│")
        #expect(MeterText.bar(rms: 3, peak: 6, held: 6, cells: 4) == "████")
        #expect(
            [0, 0.04, 0.05, -0.04, -9.96, .infinity, -.infinity, -2060.3].map { MeterText.level($0, 5) }
                == ["  0.0", "  0.0", " +0.1", "  0.0", "-10.0", "    ∞", "   -∞", "   -∞"])
        #expect(
            [0, 0.04, 3.24, 9.94, 9.95, 40].map { MeterText.reduction($0, 4) } == [
                " 0.0", " 0.0", "-3.2", "-9.9", " -10", " -40",
            ])
        #expect(
            [-1, -0.004, 0, 0.995, 1].map { MeterText.signed($0) } == ["-1.00", " 0.00", " 0.00", "+1.00", "+1.00"])
        #expect(
            [-1, 0, 1].map { MeterText.correlation($0) } == [
                "-1 ●───────┼──────── +1", "-1 ────────●──────── +1", "-1 ────────┼───────● +1",
            ])
        let lines = MeterText.spectrum([-.infinity, -64, -60, -32, -31, 0])
        #expect(lines.upper == "        ▁▁██" && lines.lower == "    ▁▁██████")
    }

    @Test(arguments: ["太鼓", "太鼓と三味線の重ね録り", "기타 리프 더블 트랙 왼쪽", "Cafe\u{301} 👍"])
    func `a name in wide letters does not shift the columns behind it`(name: String) {
        func line(_ name: String) -> String {
            MeterScreen(
                strips: [.init(number: "1", name: name, meter: Self.meter(-12, -20), hasGate: true)],
                master: .init(number: "", name: "Master", meter: Self.meter(-1, -14)), hasLimiter: true,
                mix: MixReading(),
                monitors: ""
            ).lines(columns: 100, rows: 12)[1]
        }
        func behind(_ line: String) -> Substring { line[line.firstIndex(of: "█")!...] }
        let (plain, wide) = (line("Kick"), line(name))
        #expect(TextWidth.columns(wide) == TextWidth.columns(plain))
        #expect(behind(wide) == behind(plain))
    }
}
