/// Performances that the tests play.
enum Rides {
    /// Rides in touch and latch, mutes and moves of the high-pass on two devices; for a song of 2 s.
    static let performance =
        header + """
              - {at: 0, do: /strip/1/hpf/on = on}
              - {at: 0.613, do: /strip/1/hpf/frequency = 300 Hz}
              - {at: 0.7, desk/pot/1: +9}
              - {at: 1.5, do: /strip/1/hpf/on = off}
              - {at: 1.6, desk: 90 68 7F}
              - {at: 1.6..2.2, every: 10ms, desk: pitchbend ch 1 8192..12288}
              - {at: 2.21, desk: 90 68 00}
            """

    /// Rides, then a loop with a ride across its seam. Without a filter: one would ring over the seam, which a bounce has not.
    static let loop =
        header + """
              - {at: 1.4, do: /transport/loop/start}
              - {at: 1.6, do: /transport/loop/end}
              - {at: 1.61, do: /transport/loop = on}
              - {at: 1.61, do: /transport/position = 1.35 s}
              - {at: 1.7, desk: 90 68 7F}
              - {at: 1.7..2.3, every: 10ms, desk: pitchbend ch 1 8192..12288}
              - {at: 2.31, desk: 90 68 00}
              - {at: 2.5, do: /transport/loop = off}
            """

    /// A touched fader of a Mackie Control that falls for so many seconds in touch; what comes after it is another line.
    static func fader(for seconds: Int) -> String {
        """
        performance: 1
        surfaces:
          desk: {mapping: mackie-control}
        events:
          - {at: 0, do: /session/mode = touch}
          - {at: 0.05, do: /transport/play}
          - {at: 0.1, desk: 90 68 7F}
          - {at: 0.1..\(seconds), every: 10ms, desk: pitchbend ch 1 13106..4096}

        """
    }

    private static let header = """
        performance: 1
        surfaces:
          desk: {mapping: mackie-control}
          small: {mapping: korg-nanokontrol2}
        events:
          - {at: 0, do: /session/mode = touch}
          - {at: 0, do: /strip/2/mode = latch}
          - {at: 0.01, small/fader/2: 0}
          - {at: 0.02, small/fader/2: 1}
          - {at: 0.1, do: /transport/play}
          - {at: 0.3, desk: 90 68 7F}
          - {at: 0.3..0.9, every: 10ms, desk: pitchbend ch 1 13106..8192}
          - {at: 0.35..0.8, every: 7ms, small/fader/2: 1..0.3}
          - {at: 0.5, do: /strip/2/mute = on}
          - {at: 0.50007, do: /strip/2/mute = off}
          - {at: 0.9001, desk: 90 68 00}
          - {at: 1.2, do: /strip/1/mute = on}
          - {at: 1.3, do: /strip/1/mute = off}

        """
}
