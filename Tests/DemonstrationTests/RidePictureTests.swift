import Automation
import Foundation
import MixModel
import Testing
import Units

@testable import Demonstration

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct `Picture of a ride` {
    private static let rate: FramePosition = 48_000

    private static func picture(_ name: String, held: [Range<FramePosition>] = []) -> RidePicture {
        let lane = Lane(points: [(0, -10)], stepped: false)
        return RidePicture(
            title: name, length: 8 * rate, sampleRate: Int(rate), played: [0..<(6 * rate)],
            panels: [
                .init(
                    name: name, spec: Role.fader.spec, before: (lane, 0), after: (Lane(), -10),
                    heard: [[.init(0, -10), .init(6 * rate, 0)]], held: held,
                    written: held)
            ])
    }

    @Test func `is well-formed whatever things are called`() {
        let parser = XMLParser(data: Data(Self.picture("<Snare> & \"Rim\" 'n' \u{1}\u{FFFF} 🎚").svg().utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
    }

    @Test func `says in seconds where hands were on and what was written`() {
        let text = Self.picture("Vox", held: [(2 * Self.rate)..<(9 * Self.rate / 2)]).svg()
        #expect(text.contains(">2–4.5 s</text>"))
        #expect(text.contains(">written 2–4.5 s</text>"))
        #expect(text.contains(">stop</text>"))
    }

    /// From −10 dB at the start to 0 dB at three quarters of the song; the lane stays where it was.
    @Test func `what was heard stands at its place and time`() {
        let picture = Self.picture("Vox")
        let text = picture.svg()
        let layout = RideLayout(number: 0, length: 8 * Self.rate, travel: picture.travel(of: picture.panels[0]))
        #expect(layout.travel.upperBound - layout.travel.lowerBound < 0.4)
        func place(_ seconds: Int64, _ level: Float) -> String {
            let y = layout.y(travel: Role.fader.spec.travel(position: level))
            return "\(SVGText.number(layout.x(seconds * Self.rate))),\(SVGText.number(y))"
        }
        #expect(text.contains("<polyline points=\"\(place(0, -10)) \(place(6, 0))\" class=\"heard\"/>"))
        #expect(text.contains("<polyline points=\"\(place(0, -10)) \(place(8, -10))\" class=\"before\"/>"))
        #expect(text.contains("<polyline points=\"\(place(0, -10)) \(place(8, -10))\" class=\"after\"/>"))
    }
}
