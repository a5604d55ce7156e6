import ALSAPCM
import ALSASequencer
import Desk
import Foundation
import Loudness
import MixModel
import SessionStore
import Units

/// The meters and the transport at one moment, for programs: levels in dB, `null` for silence.
public struct MixStatus: Encodable, Sendable {
    struct Meter: Encodable {
        var address: String
        var name: String
        var peak: Double?
        var rms: Double?
        var held: Double?
        var clips: Int
        /// Gain reductions in dB, 0 or more.
        var gate: Double
        var compressor: Double
        var deEsser: Double
        /// The master's alone.
        var limiter: Double?
    }

    struct Loudness: Encodable {
        var momentary: Double?
        var shortTerm: Double?
        var integrated: Double?
        var range: Double?
        var truePeak: Double?
    }

    struct Monitors: Encodable {
        /// 0 the mix, else the number of a reference.
        var source: Int
        /// dB by which each reference is made louder.
        var gains: [Double]
        /// Revisions that can be heard, by the numbers after those of the references.
        var revisions: [Revision]
    }

    struct Revision: Encodable {
        var source: Int
        var name: String
        var gain: Double
    }

    struct Band: Encodable {
        var hertz: Double
        var level: Double?
    }

    /// Seconds from the song's start.
    var position: Double
    var isPlaying: Bool
    var loudness: Loudness?
    var correlation: Double?
    var spectrum: [Band]
    var monitors: Monitors
    var meters: [Meter]
    /// Frames that the loudspeakers got clipped since the meters were cleared.
    var clippedFrames: Int
    var xruns: Int64
    /// Times that MIDI messages were lost before they reached the program.
    var lostInput: Int
    /// Why there is no sound; `null` while there is.
    var noSound: String?

    public init(_ live: LiveMix) {
        let state = live.desk.state
        position = Double(state.position) / Double(state.sampleRate)
        isPlaying = state.transport.isRolling
        let reading = live.studio.meter?.reading
        loudness = reading.map {
            Loudness(
                momentary: MixStatus.finite($0.momentary), shortTerm: MixStatus.finite($0.shortTerm),
                integrated: MixStatus.finite($0.integrated), range: $0.range, truePeak: MixStatus.finite($0.truePeak))
        }
        correlation = reading.map { MixStatus.short(Double($0.correlation)) }
        spectrum = zip(Spectrum.centres, reading?.spectrum ?? []).map {
            Band(hertz: $0, level: MixStatus.finite(Double($1)))
        }
        let references = live.studio.references
        monitors = Monitors(
            source: Int(state.position(of: ParameterID(.monitor, .monitorSource))),
            gains: references.sources.indices.map { MixStatus.short(references.gain(of: $0 + 1)) },
            revisions: state.revisionsReady.map {
                Revision(source: $0.number, name: $0.name, gain: MixStatus.short($0.gain))
            })
        meters = live.meters.nodes.map { node in
            let meter = live.meters[node]
            return Meter(
                address: node.address, name: state.mix.name(of: node), peak: MixStatus.finite(meter.peak),
                rms: MixStatus.finite(meter.rms), held: MixStatus.finite(meter.held), clips: meter.clips,
                gate: MixStatus.short(meter.gate), compressor: MixStatus.short(meter.compressor),
                deEsser: MixStatus.short(meter.deEsser),
                limiter: node == .master ? MixStatus.short(meter.limiter) : nil)
        }
        clippedFrames = live.meters.clippedFrames
        xruns = live.output.gaps
        lostInput = live.rig.devices?.statistics.overruns ?? 0
        noSound = live.output.absence?.words
    }

    /// The whole in one line.
    public var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func short(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? short(value) : nil }
}
