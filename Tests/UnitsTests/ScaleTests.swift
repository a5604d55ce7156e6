import Testing
import Units

@Suite struct `Scales and tapers` {
    @Test(arguments: [127, 1023, 16_383])
    func `a controller's step comes back as the same step`(highest: Int) {
        for step in 0...highest {
            let position = Taper.fader.position(travel: Double(step) / Double(highest))
            let back = Int((Taper.fader.travel(position: position) * Double(highest)).rounded())
            #expect(back == step)
        }
    }

    @Test func `a position comes back from its value with the same bits`() {
        var position = Scale.silence
        while position <= 12 {
            let value = Scale.fader.value(at: position)
            #expect(Scale.fader.position(of: value).bitPattern == position.bitPattern)
            position += 0.00137
        }
    }

    @Test func `the fader's law is 0 dB at four fifths and silence at the bottom`() {
        #expect(Taper.fader.position(travel: 0.8) == 0)
        #expect(Taper.fader.position(travel: 0.75) == -3.2)
        #expect(Scale.fader.value(at: Taper.fader.position(travel: 0)) == -.infinity)
    }
}
