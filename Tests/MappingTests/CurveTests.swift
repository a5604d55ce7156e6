import Mapping
import MixModel
import Testing
import Units

@Suite struct `Ranges and curves` {
    static func assignment(_ rest: String) throws -> Assignment {
        let text = "mapping: 1\nname: x\ncontrols: {a: {in: cc 1}}\nlayers: {m: {a: {to: /slot/1/fader, \(rest)}}}\n"
        let (mapping, diagnostics) = MappingReader.read(text: text, file: "c.yaml")
        for diagnostic in diagnostics { Issue.record("\(diagnostic)") }
        return try #require(mapping?.assignments(for: "a", layer: "m").first)
    }

    // swift-format-ignore
    /// What is written, and positions in dB at travel 0, ½ and 1.
    static let laws: [(String, Float, Float, Float)] = [
        ("glide: 1s",                                   Scale.silence, -19.2, 12),
        ("range: -40..0 dB",                            -40, -19.2, 0),
        ("range: -20..0 dB",                            -20, -10, 0),
        ("range: -40..0 dB, curve: linear",             -40, -20, 0),
        ("range: -40..0 dB, curve: exponential",        -40, -30, 0),
        ("range: -40..0 dB, curve: logarithmic",        -40, -10, 0),
        ("'curve': {0: -60 dB, 0.5: -6 dB, 1: 0 dB}",   -60, -6, 0),
        ("range: -inf..0 dB, curve: linear",            Scale.silence, Scale.silence / 2, 0),
    ]

    @Test(arguments: laws)
    func `give these positions and the travel back`(rest: String, low: Float, middle: Float, high: Float) throws {
        let assignment = try Self.assignment(rest)
        let spec = Role.fader.spec
        #expect(assignment.position(travel: 0, of: spec) == low)
        #expect(assignment.position(travel: 1, of: spec) == high)
        #expect(abs(assignment.position(travel: 0.5, of: spec) - middle) < 0.01)
        for step in 0...127 {
            let travel = Double(step) / 127
            let back = assignment.travel(position: assignment.position(travel: travel, of: spec), of: spec)
            #expect(Int((back * 127).rounded()) == step)
        }
    }

    @Test func `keep the corners of the parameter's own law`() throws {
        let assignment = try Self.assignment("range: -40..0 dB")
        // −20 dB is at 0.4875 of the whole law, 0 dB at 0.8, −40 dB at 0.2.
        #expect(abs(assignment.travel(position: -20, of: Role.fader.spec) - (0.4875 - 0.2) / 0.6) < 1e-9)
    }
}
