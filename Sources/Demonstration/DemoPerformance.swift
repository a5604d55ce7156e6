/// What the two engineers of `gainrider demo` do with their hands: a recorded performance, as text.
///
/// A nanoKONTROL2-like device has no touch and no motors, so its faders have to meet the present value before they act, and
/// a movement is a touch; the other device has motor faders with touch.
public enum DemoPerformance {
    /// Seconds at which each of the three passes begins to play.
    public static let passes: [Double] = [4, 50, 96]

    public static let text = """
        # Three passes over the same song: a vocal ride in touch, a pan in latch, mutes.
        performance: 1
        surfaces:
          nano: {mapping: korg-nanokontrol2}
          desk: {mapping: mackie-control}
        events:
          # Balances, while stopped. Each fader comes from the top and takes its strip along once it passes 0 dB.
          - {at: 0.1..0.5, every: 10ms, nano/fader/1: 1..0.77}
          - {at: 0.5..0.9, every: 10ms, nano/fader/2: 1..0.75}
          - {at: 0.9..1.3, every: 10ms, nano/fader/3: 1..0.66}
          - {at: 1.3..1.7, every: 10ms, nano/fader/4: 1..0.68}
          - {at: 1.7..2.1, every: 10ms, nano/fader/5: 1..0.78}
          - {at: 2.1..2.5, every: 10ms, nano/fader/6: 1..0.70}
          - {at: 2.5..2.9, every: 10ms, nano/fader/7: 1..0.72}
          - {at: 2.9, nano/mute/8: press}
          - {at: 3.0, nano/mute/8: release}
          - {at: 3.1, nano/mute/8: press}
          - {at: 3.2, nano/mute/8: release}
          # The next bank of the motor desk, for the strips that do not fit on eight faders.
          - {at: 3.3, desk/bank/right: press}
          - {at: 3.4, desk/bank/right: release}
          - {at: 3.5, desk/fader/1: touch}
          - {at: 3.5..3.7, every: 10ms, desk/fader/1: 0.7818..0.6938}
          - {at: 3.7, desk/fader/1: let go}
          - {at: 3.7, desk/fader/master: touch}
          - {at: 3.7..3.78, every: 10ms, desk/fader/master: 0.7818..0.7134}
          - {at: 3.8, desk/fader/master: let go}
          - {at: 3.75, desk/bank/left: press}
          - {at: 3.8, desk/bank/left: release}

          # Pass 1: the voice is ridden in touch. It comes up into the chorus, gives way, and goes back by itself.
          - {at: 3.9, do: /strip/Voice/mode = touch}
          - {at: 4, desk/play: press}
          - {at: 4.1, desk/play: release}
          - {at: 12, desk/fader/8: touch}
          - {at: 12..13, every: 10ms, desk/fader/8: 0.7818..0.8473}
          - {at: 16..17, every: 10ms, desk/fader/8: 0.8473..0.7720}
          - {at: 17, desk/fader/8: let go}
          - {at: 23.5, desk/fader/8: touch}
          - {at: 23.5..25, every: 10ms, desk/fader/8: 0.7818..0.9236}
          - {at: 29..29.5, every: 10ms, desk/fader/8: 0.9236..0.8691}
          - {at: 34..35, every: 10ms, desk/fader/8: 0.8691..0.9345}
          - {at: 39.5, desk/fader/8: let go}

          # Pass 2: the guitar goes to the left for the chorus, in latch, with a knob that has no touch.
          - {at: 48.5, desk/shift: press}
          - {at: 48.6, desk/stop: press}
          - {at: 48.7, desk/stop: release}
          - {at: 48.8, desk/shift: release}
          - {at: 49, do: /strip/Guitar/mode = latch}
          - {at: 50, nano/play: press}
          - {at: 50.1, nano/play: release}
          - {at: 67..68.2, every: 20ms, nano/knob/7: 0.7..0.22}
          - {at: 84..85, every: 20ms, nano/knob/7: 0.22..0.62}

          # Pass 3: the percussion waits for the chorus, and the hats are out for the last bars.
          - {at: 94, nano/cycle: press}
          - {at: 94.1, nano/marker/previous: press}
          - {at: 94.2, nano/marker/previous: release}
          - {at: 94.3, nano/cycle: release}
          - {at: 95, nano/record/3: press}
          - {at: 95.1, nano/record/3: release}
          - {at: 95.2, nano/record/4: press}
          - {at: 95.3, nano/record/4: release}
          - {at: 96, nano/play: press}
          - {at: 96.1, nano/play: release}
          - {at: 100, nano/mute/4: press}
          - {at: 100.1, nano/mute/4: release}
          - {at: 115.9, nano/mute/4: press}
          - {at: 116, nano/mute/4: release}
          - {at: 132, nano/mute/3: press}
          - {at: 132.1, nano/mute/3: release}
        expect:
          - {at: 3.45, /strip/Kick/fader: -1.9 dB, within: 0.3 dB}
          - {at: 25.5, /strip/Voice/fader: 7.8 dB, within: 0.3 dB}
          - {at: 40.5, /strip/Voice/fader: 0 dB, within: 0.05 dB}
          - {at: 70, /strip/Guitar/pan: -0.56, within: 0.03}
          - {at: 101, /strip/Percussion/mute: on}
          - {at: 117, /strip/Percussion/mute: off}
        """
}
