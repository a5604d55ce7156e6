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
            Strip(name: "no", output: 1, sends: [nil, 3], vcas: [1, 2]),
        ]
        document.mix.buses = [Bus(name: "Drums", sends: [2]), Bus(name: "Reverb"), Bus(name: "12")]
        document.mix.vcas = [VCA(name: "Band", vcas: [2]), VCA(name: "All")]
        document.mix.groups = [
            Group(name: "Voices", members: [.strip(1), .bus(1)]),
            Group(name: "Tone", isOn: false, members: [.strip(1), .strip(2)], roles: [.inputGain, .eq1Gain]),
        ]
        document.mix.references = [
            Source(path: "audio/ref.wav", fingerprint: "ab", channels: 2, sampleRate: 44100, frames: 100)
        ]
        document.mix.tempo = 98.5
        document.mix[ParameterID(.bus(2), .reverbDecay)] = Role.reverbDecay.spec.scale.position(of: 2.4)
        document.mix[ParameterID(.strip(2), .send(2, .level))] = -12
        document.mix[ParameterID(.strip(2), .eq1Type)] = 2
        document.mix[ParameterID(.vca(1), .fader)] = -3
        document.mix[ParameterID(.monitor, .monitorTranslation)] = 1
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
        tempo: 98.5 bpm
        strips:
          - name: Lead Vox
            file: audio/01 vox.wav
            fingerprint: "9f"
            channels: 1
            rate: 44100
            frames: 4410000
            mode: touch
            hpf/on: on
            fader: -6.02 dB
            lanes:
              fader:
                points:
                  - [96000, -6.02, linear]
                  - [100800, -3, linear]
                  - [200000, -3, linear]
                  - [200960, -20, hold]
              pan: {mode: off}
          - name: "no"
            output: Drums
            sends: [~, "12#1"]
            vcas: [Band, All]
            eq/1/type: high-shelf
            send/2/level: -12 dB
            lanes:
              mute: {points: [[0, off, hold], [48000, on, hold]]}
        buses:
          - name: Drums
            sends: [Reverb]
          - name: Reverb
            reverb/decay: 2.4 s
          - name: "12"
        vcas:
          - name: Band
            vcas: [All]
            fader: -3 dB
          - name: All
        groups:
          - name: Voices
            members: [/strip/Lead Vox, /bus/Drums]
          - name: Tone
            on: off
            members: [/strip/Lead Vox, /strip/no]
            roles: [input/gain, eq/1/gain]
        master:
          fader: -inf dB
          lanes:
            fader: {points: [[480, -5, linear, 0, -10, 0, 960]]}
        references:
          - file: audio/ref.wav
            fingerprint: ab
            channels: 2
            rate: 44100
            frames: 100
        monitor:
          translation: phone
        markers:
          - {position: 960000, name: "Chorus: 1"}
        settings:
          glide: 500 ms
          loop: [0, 96000]

        """

    /// The same session as versions before wrote it: lanes by address, members by number, values without units.
    static let oldText = """
        gainrider: 1
        sampleRate: 48000
        panLaw: -3 dB
        tempo: 98.5
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
            output: Drums
            sends: [~, 3]
            vcas: [Band, All]
            eq/1/type: high-shelf
            send/2/level: -12
        buses:
          - name: Drums
            sends: [Reverb]
          - name: Reverb
            reverb/decay: 2.4
          - name: "12"
        vcas:
          - name: Band
            vcas: [All]
            fader: -3
          - name: All
        groups:
          - name: Voices
            members: [/strip/1, /bus/1]
          - name: Tone
            on: off
            members: [/strip/1, /strip/2]
            roles: [input/gain, eq/1/gain]
        master:
          fader: -inf
        references:
          - file: audio/ref.wav
            fingerprint: ab
            channels: 2
            rate: 44100
            frames: 100
        monitor:
          translation: phone
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
