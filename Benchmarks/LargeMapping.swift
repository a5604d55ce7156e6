import Desk
import Foundation
import Glibc
import MIDI
import Mapping
import MixModel
import SessionStore
import Units

/// A mapping as large as one may be: every controller and every note of sixteen channels, 4,096 controls.
enum LargeMapping {
    static let controls = 4096

    static var text: String {
        var lines = ["mapping: 1", "name: Large", "defaults: {takeover: jump}", "controls:"]
        for channel in 1...16 {
            lines.append("  knob/\(channel)/1..128: {in: cc 0..127 ch \(channel)}")
            lines.append("  key/\(channel)/1..128: {in: note 0..127 ch \(channel), out: same}")
        }
        lines += ["layers:", "  mix:"]
        let parameters = [
            "fader", "pan", "input/gain", "hpf/frequency", "eq/1/gain", "eq/2/gain", "eq/3/gain", "eq/4/gain",
        ]
        for channel in 1...16 {
            lines.append("    knob/\(channel)/1..128: /slot/1..128/\(parameters[channel % parameters.count])")
            lines.append("    key/\(channel)/1..128: toggle /slot/1..128/\(channel % 2 == 0 ? "mute" : "solo")")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Milliseconds of processor time that reading takes, the median of some.
    static func loading() -> Double {
        let text = text
        return (0..<9).map { _ in
            var measurement = Measurement()
            measurement.count(1) {
                let (mapping, faults) = MappingReader.read(text: text, file: "large.yaml")
                precondition(mapping?.controls.count == controls && faults.isEmpty, "\(faults)")
            }
            return Double(measurement.processor) / 1e6
        }.median
    }

    /// Microseconds of processor time that a message takes on its way from the bytes to the engine's queue, the median of some.
    static func message() throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gainrider-bench-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var mix = Mix(sampleRate: 48_000)
        mix.strips = (1...128).map { Strip(name: "Strip \($0)") }
        let store = try SessionStore.create(
            at: SessionLocation(folder.appendingPathComponent("song").path), document: SessionDocument(mix: mix))
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 64)
        guard let mapping = MappingReader.read(text: text, file: "large.yaml").mapping else { return .nan }
        let surface = studio.desk.surfaceSession.connect(mapping, to: Nowhere(), named: "large", at: 0)
        var number = 0
        let costs = (0..<200).map { _ -> Double in
            var measurement = Measurement()
            // As many as hands can make in a tick of the desk, then the tick.
            measurement.count(1) {
                for _ in 0..<100 {
                    number += 1
                    let message = Message.controlChange(
                        channel: number % 16 + 1, controller: number * 7 % 128, value: number * 13 % 128)
                    studio.desk.surfaceSession.handle(message, from: surface, at: studio.desk.now)
                }
            }
            let next = studio.desk.nextDeadline
            player.render(next - studio.desk.now) { _, _, _ in }
            studio.desk.advance(to: next)
            return Double(measurement.processor) / 1000 / 100
        }
        studio.desk.close(at: studio.desk.now)
        try store.close()
        return costs.median
    }

    private final class Nowhere: MIDIPort {
        let identity = PortIdentity(client: "bench", port: "bench")
        func send(_ bytes: [UInt8]) throws {}
    }
}
