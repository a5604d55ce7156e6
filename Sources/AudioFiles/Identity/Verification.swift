/// What reading a whole file found.
public struct Verification: Sendable, Hashable {
    /// The file's header; `frames` is what the file really holds.
    public var properties: AudioFile.Properties
    /// The greatest absolute sample; 1 is full scale, and a float file may exceed it.
    public var peak: Float
    /// XXH3-128 of the file's bytes, 32 hexadecimal digits.
    public var fingerprint: String
    /// `truncated`, `misdeclared`, `damaged`, `notNumbers`, `tooLarge`; empty for an intact file.
    public var faults: [FileError]
}

extension AudioFile {
    /// Reads a file to its end: its true length, its peak, its fingerprint, and everything that is wrong with it.
    ///
    /// The bytes are hashed beside the decoding, so that each comes from the disk once.
    /// - Parameter isInterrupted: asked every few thousand frames.
    /// - Throws: ``FileError`` when nothing can be heard of the file; the rest is in ``Verification/faults``.
    public static func verify(_ path: String, isInterrupted: () -> Bool = { false }) throws(FileError) -> Verification
    {
        let file = try AudioFile(path: path)
        let fingerprint = try Fingerprint(path: path)
        let frames = file.properties.frames
        let bytes = file.reader.bytes
        let block = 8192
        var peak: Float = 0
        var position: Int64 = 0
        var planes = [Float](repeating: 0, count: 2 * block)
        while position < frames {
            let wanted = Int(min(Int64(block), frames - position))
            let got = planes.withUnsafeMutableBufferPointer { planes -> Int in
                guard let left = planes.baseAddress else { return 0 }
                let got = file.read(at: position, left: left, right: left + block, frames: wanted)
                peak = max(peak, greatestMagnitude(left, got), greatestMagnitude(left + block, got))
                return got
            }
            position += Int64(got)
            guard got == wanted else { break }
            if isInterrupted() { throw .interrupted(path: path) }
            try fingerprint.advance(
                to: Int64(Double(bytes) * (Double(position) / Double(frames))), isInterrupted: isInterrupted)
        }
        try fingerprint.advance(to: .max, isInterrupted: isInterrupted)
        guard position > 0 else {
            if case .damaged(_, _, let reason)? = file.readingFaults.first {
                throw .notAudio(path: path, reason: reason)
            }
            throw .notAudio(path: path, reason: "no frame of it can be decoded")
        }
        var properties = file.properties
        properties.frames = position
        let faults = (file.openingFault.map { [$0] } ?? []) + file.readingFaults
        return Verification(
            properties: properties, peak: peak, fingerprint: fingerprint.digits, faults: faults)
    }
}
