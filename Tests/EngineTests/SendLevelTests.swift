import Engine
import MixModel
import Testing

/// What a send gives, against what the strip itself gives: for every pan law, kind of strip and place.
@Suite struct `Send levels` {
    /// Strip 1 plays into a bus that is turned over, and sends into another one that is not: what is left is the difference.
    private struct Case {
        var channels = 2
        var law = 0
        var pan: Float = 0
        var isTruePan = false
        var width: Float = 100
        var fader: Float = -5
        var sendPan: Float = 0
        var isPre = false

        func mix(direct: Bool, sent: Bool) -> Mix {
            var mix = Rig.mix(strips: 1, channels: [channels])
            mix.panLaw = PanLaw.allCases[law]
            mix.buses = [Bus(name: "direct"), Bus(name: "sent")]
            mix.strips[0].output = 1
            mix.strips[0].sends = [2]
            mix[ParameterID(.strip(1), .pan)] = pan
            mix[ParameterID(.strip(1), .panStereo)] = isTruePan ? 1 : 0
            mix[ParameterID(.strip(1), .inputWidth)] = width
            mix[ParameterID(.strip(1), .fader)] = fader
            mix[ParameterID(.strip(1), .send1Level)] = 0
            mix[ParameterID(.strip(1), .send1Pan)] = sendPan
            mix[ParameterID(.strip(1), .send1Pre)] = isPre ? 1 : 0
            mix[ParameterID(.bus(1), .mute)] = direct ? 0 : 1
            mix[ParameterID(.bus(2), .mute)] = sent ? 0 : 1
            return mix
        }

        /// The two sides at a frame.
        func heard(direct: Bool = false, sent: Bool = false) -> (left: Float, right: Float) {
            let rig = Rig(mix(direct: direct, sent: sent)) { _, frame in (0.5, channels == 1 ? 0.5 : -0.25) }
            rig.feed(frames: 2_200)
            rig.send(.play(at: 0))
            rig.render(2_000)
            return (rig.left[1_700], rig.right[1_700])
        }
    }

    private static let cases: [Case] = [1, 2].flatMap { channels in
        (0..<3).flatMap { law in
            [Float(-1), -0.4, 0, 0.15, 1].flatMap { pan in
                [false, true].flatMap { isTruePan in
                    [Float(0), 100, 160].map { width in
                        Case(channels: channels, law: law, pan: pan, isTruePan: isTruePan, width: width)
                    }
                }
            }
        }
    }

    @Test func `after the fader a send gives what the strip itself gives, to the bit`() {
        for place in Self.cases {
            let strip = place.heard(direct: true)
            let send = place.heard(sent: true)
            #expect(strip == send, "\(place)")
        }
    }

    @Test(arguments: 0..<3) func `before the fader a mono strip lies in the middle as the pan law says`(law: Int) {
        let level = [Float(0.5).squareRoot(), 0.594604, 0.5][law]
        let send = Case(channels: 1, law: law, pan: 1, fader: -60, isPre: true).heard(sent: true)
        #expect(abs(send.left - 0.5 * level) < 1e-5 && abs(send.right - 0.5 * level) < 1e-5)
        // It is what the strip gives with its pan in the middle and its fader at 0 dB.
        let plain = Case(channels: 1, law: law, fader: 0).heard(direct: true)
        #expect(send == plain)
    }

    @Test(arguments: 0..<3) func `before the fader a stereo strip is as it comes`(law: Int) {
        let send = Case(law: law, pan: -0.7, fader: -60, isPre: true).heard(sent: true)
        #expect(abs(send.left - 0.5) < 1e-6 && abs(send.right + 0.25) < 1e-6)
    }

    @Test(arguments: [1, 2], 0..<3) func `a send's own pan is a balance after the fader`(channels: Int, law: Int) {
        let strip = Case(channels: channels, law: law, pan: 0.3).heard(direct: true)
        let left = Case(channels: channels, law: law, pan: 0.3, sendPan: -1).heard(sent: true)
        #expect(left.left == strip.left && left.right == 0)
        let right = Case(channels: channels, law: law, pan: 0.3, sendPan: 1).heard(sent: true)
        #expect(right.left == 0 && right.right == strip.right)
        // Half way the near side stays and the far one falls.
        let half = Case(channels: channels, law: law, pan: 0.3, sendPan: 0.5).heard(sent: true)
        #expect(half.right == strip.right && half.left < strip.left && half.left > 0.3 * strip.left)
    }

    @Test func `a send that moves from after the fader to before it ends where a send before it stands`() {
        var place = Case(channels: 1, law: 0, pan: 0.5, fader: -12)
        let rig = Rig(place.mix(direct: false, sent: true)) { _, _ in (0.5, 0.5) }
        rig.feed(frames: 6_200)
        rig.send(.play(at: 0), .ramp(parameter: rig.index(.strip(1), .send1Pre), at: 1_003, to: 1, length: 0))
        rig.render(6_000, size: { 48 })
        place.isPre = true
        let before = place.heard(sent: true)
        #expect(rig.left[5_900] == before.left && rig.right[5_900] == before.right)
    }
}
