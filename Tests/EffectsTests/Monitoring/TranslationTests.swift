import Effects
import Foundation
import Testing

@Suite struct TranslationTests {
    /// The response to a small impulse on the left, or on both sides.
    private func response(_ device: Translation, both: Bool = true) -> [Float] {
        var row = [Float](repeating: 0, count: 8192)
        row[0] = 0.1
        var run = MonitorRun()
        run.translation = .steady(Float(device.rawValue))
        return run(row, both ? row : [Float](repeating: 0, count: 8192)).left.map { $0 * 10 }
    }

    /// dB at a frequency, by the Fourier integral of the response.
    private func decibels(_ response: [Float], _ frequency: Double) -> Double {
        var (re, im) = (0.0, 0.0)
        let turn = 2 * .pi * frequency / 48_000
        for (frame, sample) in response.enumerated() where sample != 0 {
            re += Double(sample) * cos(turn * Double(frame))
            im += Double(sample) * sin(turn * Double(frame))
        }
        return 10 * log10(re * re + im * im)
    }

    /// Power of BS.1770's weighting at 48 kHz, from the recommendation's table of coefficients.
    private func weighting(_ frequency: Double) -> Double {
        let sections = [
            ([1.53512485958697, -2.69169618940638, 1.19839281085285], [-1.69065929318241, 0.73248077421585]),
            ([1.0, -2.0, 1.0], [-1.99004745483398, 0.99007225036621]),
        ]
        let turn = 2 * .pi * frequency / 48_000
        return sections.reduce(1.0) { power, section in
            let (b, a) = section
            func square(_ c: [Double]) -> Double {
                let re = c[0] + c[1] * cos(turn) + c[2] * cos(2 * turn)
                let im = c[1] * sin(turn) + c[2] * sin(2 * turn)
                return re * re + im * im
            }
            return power * square(b) / square([1] + a)
        }
    }

    @Test(arguments: Translation.allCases.dropFirst())
    func `pink noise is as loud through each as without`(device: Translation) {
        let response = response(device)
        var (before, after) = (0.0, 0.0)
        for step in 0..<60 {
            let frequency = 20 * pow(2, Double(step) / 6)
            let weight = weighting(frequency)
            before += weight
            after += weight * pow(10, decibels(response, frequency) / 10)
        }
        #expect(abs(10 * log10(after / before)) < 0.5)
    }

    // swift-format-ignore
    /// What the device does at a frequency, against 1200 Hz: at least and at most, dB.
    static let shapes: [(Translation, Double, ClosedRange<Double>)] = [
        (.phone, 100, -90 ... -45), (.phone, 300, -25 ... -15), (.phone, 3200, -2...4), (.phone, 18_000, -20 ... -4),
        (.laptop, 60, -60 ... -38), (.laptop, 4500, 3...7),
        (.car, 60, 5...10), (.car, 12_000, -7 ... -4), (.car, 10, -25 ... -5),
        (.radio, 60, -30 ... -15), (.radio, 15_000, -45 ... -22),
        (.earbuds, 40, -20 ... -9), (.earbuds, 6000, 3...6),
    ]

    @Test(arguments: shapes.indices)
    func `each has the shape that is stated`(index: Int) {
        let (device, frequency, range) = Self.shapes[index]
        let response = response(device)
        let level = decibels(response, frequency) - decibels(response, 1200)
        #expect(range.contains(level), "\(device) at \(frequency) Hz")
    }

    @Test(arguments: Translation.allCases)
    func `mono devices play one side on both, the others do not`(device: Translation) {
        let silence = [Float](repeating: 0, count: 1000)
        var run = MonitorRun()
        run.translation = .steady(Float(device.rawValue))
        let result = run(Noise.row(1000, seed: 1, level: 0.2), silence)
        if device == .phone || device == .radio {
            #expect(result.left == result.right)
        } else {
            #expect(result.right == silence)
        }
    }

    @Test func `driven hard, small loudspeakers give in`() {
        let sine = (0..<4800).map { Float(0.9 * sin(2 * .pi * Double($0) / 48)) }
        for (device, limit) in [(Translation.phone, Float(0.6)), (.laptop, 0.8), (.radio, 0.7)] {
            var run = MonitorRun()
            run.translation = .steady(Float(device.rawValue))
            #expect((run(sine, sine).left.max() ?? 0) < limit)
            // Quiet sound is not bent: twice the input gives twice the output.
            let one = run(sine.map { $0 * 0.02 }, sine.map { $0 * 0.02 }).left
            let two = run(sine.map { $0 * 0.04 }, sine.map { $0 * 0.04 }).left
            for (a, b) in zip(one, two) { #expect(abs(b - 2 * a) < 1e-6) }
        }
    }
}
