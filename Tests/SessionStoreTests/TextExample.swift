import Automation
import MixModel
import Units

@testable import SessionStore

/// A small session with one of everything, as a document and as text.
enum TextExample {
    static var document: SessionDocument {
        var document = SessionDocument(sampleRate: 48000)
        document.mix.strips = [
            Strip(
                name: "Lead Vox",
                source: Source(
                    path: "audio/01 vox.wav", fingerprint: "9f", channels: 1, sampleRate: 44100, frames: 4410000)),
            Strip(name: "no", output: 1),
        ]
        document.mix.buses = [Bus(name: "Drums")]
        document.mix[ParameterID(.strip(1), .fader)] = -6.02
        document.mix[ParameterID(.strip(1), .hpfOn)] = 1
        document.mix[ParameterID(.master, .fader)] = Scale.silence
        document.modes.nodes[.strip(1)] = .touch
        document.modes.parameters[ParameterID(.strip(1), .pan)] = .off
        document.lanes[ParameterID(.strip(1), .fader)] = Lane(points: [
            (96000, -6.02), (100800, -3), (200000, -3), (200960, -20),
        ])
        document.lanes[ParameterID(.strip(2), .mute)] = Lane(points: [(0, 0), (48000, 1)], stepped: true)
        document.lanes[ParameterID(.master, .fader)] = Lane(segments: [
            .init(frame: 480, ramp: Ramp(start: 0, from: -10, to: 0, length: 960))
        ])
        document.mix.markers = [Marker(name: "Chorus: 1", position: 960000)]
        document.settings.glideMilliseconds = 500
        document.settings.loop = 0..<96000
        return document
    }

    static let text = """
        gainrider: 1
        sampleRate: 48000
        panLaw: -3 dB
        strips:
          - name: Lead Vox
            file: audio/01 vox.wav
            fingerprint: "9f"
            channels: 1
            rate: 44100
            frames: 4410000
            mode: touch
            hpf/on: on
            fader: -6.02
          - name: "no"
            output: 1
        buses:
          - name: Drums
        master:
          fader: -inf
        lanes:
          /strip/1/fader:
            points:
              - [96000, -6.02, linear]
              - [100800, -3, linear]
              - [200000, -3, linear]
              - [200960, -20, hold]
          /strip/1/pan: {mode: off}
          /strip/2/mute: {points: [[0, off, hold], [48000, on, hold]]}
          /master/fader: {points: [[480, -5, linear, 0, -10, 0, 960]]}
        markers:
          - {position: 960000, name: "Chorus: 1"}
        settings:
          glide: 500
          loop: [0, 96000]

        """
}
