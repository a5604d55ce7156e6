import AudioFiles
import Desk
import Foundation
import MixModel
import SessionStore
import Synchronization

/// Shapes of the strips' sounds for pictures, each read once on a thread of its own and kept in memory.
final class Waveforms: Sendable {
    /// Columns of a file.
    static let columns = 2000
    private let location: SessionLocation
    private let known = Mutex<[String: Shape]>([:])
    private let queue = DispatchQueue(label: "gainrider-waveforms", qos: .background)

    private enum Shape: Sendable {
        case pending
        case ready([UInt8])
    }

    init(location: SessionLocation) { self.location = location }

    /// Bytes of a strip's shape: for each column lowest, highest and RMS, −127…127 for ±1; none while it is being read.
    ///
    /// - Thread: the server's.
    func answer(_ words: [String: String], mix: Mix) -> (type: String, bytes: [UInt8])? {
        guard let number = words["strip"].flatMap(Int.init), mix.strips.indices.contains(number - 1),
            let source = mix.strips[number - 1].source
        else { return nil }
        let key = source.fingerprint + source.path
        let shape: Shape? = known.withLock { known in
            defer { if known[key] == nil { known[key] = .pending } }
            return known[key]
        }
        switch shape {
        case .ready(let bytes): return ("application/octet-stream", bytes)
        case .pending: return ("application/octet-stream", [])
        case nil:
            queue.async { [self] in
                let path = Studio.stem(source, in: location).path
                let overview = try? WaveformOverview(path: path, columns: Waveforms.columns)
                let bytes = (overview?.columns ?? []).flatMap { column in
                    [column.minimum, column.maximum, column.rms].map(Waveforms.byte)
                }
                known.withLock { $0[key] = .ready(bytes) }
            }
            return ("application/octet-stream", [])
        }
    }

    private static func byte(_ sample: Float) -> UInt8 {
        let scaled = min(max(sample.isNaN ? 0 : sample, -1), 1) * 127
        return UInt8(bitPattern: Int8(scaled.rounded()))
    }
}
