import Automation
import MixModel
import Testing
import Units

@testable import SessionStore

@Suite struct `A member leaves its VCA` {
    static let fader = ParameterID(.strip(1), .fader)
    static let band = ParameterID(.vca(1), .fader)

    static func document(_ change: (inout SessionDocument) -> Void = { _ in }) -> SessionDocument {
        var mix = Mix(sampleRate: 48_000)
        mix.strips = [Strip(name: "Vox", vcas: [1]), Strip(name: "Keys", vcas: [1, 2])]
        mix.vcas = [VCA(name: "Band", vcas: [2]), VCA(name: "All")]
        var document = SessionDocument(mix: mix)
        change(&document)
        return document
    }

    /// What a strip's fader and everything over it come to, in dB, at a frame.
    static func level(_ document: SessionDocument, _ strip: Int, _ frame: FramePosition) -> Double {
        func value(_ id: ParameterID) -> Double {
            Scale.fader.value(at: document.lanes[id]?.position(at: frame) ?? document.mix[id])
        }
        let faders =
            [ParameterID(.strip(strip), .fader)]
            + document.mix.vcas(over: .strip(strip)).map { ParameterID(.vca($0), .fader) }
        return faders.map { value($0) + value(ParameterID($0.node, .trimFader)) }.reduce(0, +)
    }

    @Test func `case 55: with what the VCA did in its fader it sounds the same, within 0.01 dB`() throws {
        let before = Self.document {
            $0.lanes[Self.fader] = Lane(points: [(0, -3), (48_000, -30), (96_000, 2), (200_000, -62)])
            $0.lanes[Self.band] = Lane(points: [(10_000, -6), (150_000, -40), (160_000, 1)])
            $0.lanes[ParameterID(.vca(1), .trimFader)] = Lane(points: [(20_000, 0), (40_000, 3), (90_000, -1)])
            $0.mix[ParameterID(.vca(2), .fader)] = -2
        }
        var after = before
        #expect(try !after.leave(1, .strip(1)))
        #expect(after.mix.strips[0].vcas == [])
        #expect(after.faults == [])
        for frame in stride(from: Int64(0), to: 250_000, by: 61) {
            let (old, new) = (Self.level(before, 1, frame), Self.level(after, 1, frame))
            // Far below −60 dB the scale is that of amplitude: what counts there is what is heard.
            let difference = abs(Level.gain(decibels: old) - Level.gain(decibels: new))
            #expect(abs(old - new) < 0.01 || difference < 1e-6, "\(new) dB at \(frame), was \(old)")
        }
        #expect(after.lanes[Self.band] == before.lanes[Self.band])
    }

    @Test func `without lanes it is one value`() throws {
        var document = Self.document {
            $0.mix[Self.fader] = -3
            $0.mix[Self.band] = -6
        }
        #expect(try !document.leave(1, .strip(1)))
        #expect(document.mix[Self.fader] == -9)
        #expect(document.lanes.isEmpty)
    }

    @Test func `what still moves it through another VCA is not worked in twice`() throws {
        var document = Self.document {
            $0.mix[Self.band] = -6
            $0.mix[ParameterID(.vca(2), .fader)] = -4
        }
        #expect(try !document.leave(1, .strip(2)))
        #expect(document.mix[ParameterID(.strip(2), .fader)] == -6)
    }

    @Test func `above the end of the fader it is held, and that is told`() throws {
        var document = Self.document {
            $0.mix[Self.fader] = 9
            $0.lanes[Self.band] = Lane(points: [(0, 0), (1000, 10)])
        }
        #expect(try document.leave(1, .strip(1)))
        #expect(document.lanes[Self.fader]?.position(at: 2000) == 12)
        #expect(throws: SessionDocument.AddressFault.self) { try document.leave(1, .strip(1)) }
    }
}
