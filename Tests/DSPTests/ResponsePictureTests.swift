import DSP
import Foundation
import Testing

/// Docs/responses.svg: what the kernel makes of an impulse, drawn. `UPDATE_GENERATED=1 swift test --filter Generated` writes it.
@Suite struct `Generated picture of responses` {
    private struct Curve {
        let name: String
        let colour: String
        let response: [Float]
    }

    private static let frames = 16_384
    private static let colours = [
        "#a4477a", "#00795a", "#2b6cb0", "#b7791f", "#5a6270", "#c53030", "#553c9a", "#2f855a",
    ]

    @Test func `is what the kernel does today`() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../Docs/responses.svg")
        let picture = Self.draw(Self.filters() + Self.equaliser())
        if ProcessInfo.processInfo.environment["UPDATE_GENERATED"] != nil {
            try picture.write(to: path, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: path, encoding: .utf8) == picture,
            "Docs/responses.svg is not what the kernel does: run with UPDATE_GENERATED=1")
    }

    private static func filters() -> [Curve] {
        let bench = StageBench<Filters>()
        bench.input = { _, _, frame in frame == 0 ? 1 : 0 }
        let corners: [(String, [Float])] = [
            ("high-pass 12 dB/oct, 80 Hz", [1, Float(log2(80.0)), 12, 0, 14, 12]),
            ("high-pass 24 dB/oct, 80 Hz", [1, Float(log2(80.0)), 24, 0, 14, 12]),
            ("low-pass 12 dB/oct, 12 kHz", [0, 6, 12, 1, Float(log2(12_000.0)), 12]),
        ]
        bench.position = { row, column, _ in corners[min(column, corners.count - 1)].1[row] }
        bench.render(0..<frames)
        return corners.indices.map { Curve(name: corners[$0].0, colour: colours[$0], response: bench.output[$0]) }
    }

    private static func equaliser() -> [Curve] {
        let bench = StageBench<Equalizer>()
        bench.input = { _, _, frame in frame == 0 ? 1 : 0 }
        // Type, frequency, gain, Q of the one band in circuit.
        let bands: [(String, [Double])] = [
            ("low shelf 120 Hz, +6 dB", [1, 120, 6, 0.707]), ("bell 400 Hz, −9 dB, Q 1", [0, 400, -9, 1]),
            ("notch 1 kHz, Q 4", [3, 1_000, 0, 4]), ("bell 2.5 kHz, +9 dB, Q 2", [0, 2_500, 9, 2]),
            ("high shelf 8 kHz, +12 dB", [2, 8_000, 12, 0.707]),
        ]
        bench.position = { row, column, _ in
            let band = bands[min(column, bands.count - 1)].1
            switch row {
            case 0, 1: return 1
            case 2: return Float(band[0])
            case 3: return Float(log2(band[1]))
            case 4: return Float(band[2])
            case 5: return Float(log2(band[3]))
            default: return (row - 1) % 5 == 2 ? 10 : 0
            }
        }
        bench.render(0..<frames)
        return bands.indices.map { Curve(name: bands[$0].0, colour: colours[$0 + 3], response: bench.output[$0]) }
    }

    // MARK: Drawing

    private static func level(_ response: [Float], at frequency: Double) -> Double {
        let angle = 2 * Double.pi * frequency / 48_000
        var (real, imaginary) = (0.0, 0.0)
        for (frame, sample) in response.enumerated() where sample != 0 {
            real += Double(sample) * cos(angle * Double(frame))
            imaginary += Double(sample) * sin(angle * Double(frame))
        }
        return 10 * log10(max(1e-9, real * real + imaginary * imaginary))
    }

    private static func x(_ frequency: Double) -> Double { 60 + 640 * log10(frequency / 20) / 3 }
    private static func y(_ level: Double) -> Double { 30 + 320 * (15 - min(15, max(-30, level))) / 45 }
    private static func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    private static func draw(_ curves: [Curve]) -> String {
        var lines = [
            ##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 390" font-family="sans-serif" font-size="13">"##,
            ##"<rect width="960" height="390" fill="#ffffff"/>"##,
        ]
        for level in stride(from: -30, through: 15, by: 5) {
            let height = text(y(Double(level)))
            lines.append(
                ##"<line x1="60" x2="700" y1="\##(height)" y2="\##(height)" stroke="\##(level == 0 ? "#889" : "#dde")"/>"##
            )
            lines.append(##"<text x="52" y="\##(height)" dy="4" text-anchor="end" fill="#556">\##(level)</text>"##)
        }
        for frequency in [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000] {
            let place = text(x(Double(frequency)))
            let name = frequency < 1_000 ? "\(frequency)" : "\(frequency / 1_000)k"
            lines.append(##"<line x1="\##(place)" x2="\##(place)" y1="30" y2="350" stroke="#dde"/>"##)
            lines.append(##"<text x="\##(place)" y="370" text-anchor="middle" fill="#556">\##(name)</text>"##)
        }
        lines.append(
            ##"<text x="60" y="18" fill="#556">dB over Hz, measured at 48 kHz from the response to an impulse</text>"##
        )
        for (index, curve) in curves.enumerated() {
            let points = stride(from: 0, through: 160, by: 1).map { step in
                let frequency = 20 * pow(1_000, Double(step) / 160)
                return "\(text(x(frequency))),\(text(y(level(curve.response, at: frequency))))"
            }
            lines.append(
                ##"<polyline fill="none" stroke="\##(curve.colour)" stroke-width="2" points="\##(points.joined(separator: " "))"/>"##
            )
            let line = 50 + 26 * index
            lines.append(##"<rect x="720" y="\##(line - 9)" width="14" height="4" fill="\##(curve.colour)"/>"##)
            lines.append(##"<text x="742" y="\##(line)" fill="#334">\##(curve.name)</text>"##)
        }
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }
}
