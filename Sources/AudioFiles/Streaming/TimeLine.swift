import CSndfile
import Glibc

/// The place of a file in its song, stored in a WAV file beside its samples, so that other programs can put it in its place.
///
/// The place goes into a Broadcast Wave extension (EBU Tech 3285), markers become cue points with labels. FLAC holds neither.
public struct TimeLine: Sendable, Hashable {
    /// A named place.
    public struct Cue: Sendable, Hashable {
        /// Frames from the file's first.
        public var frame: Int64
        public var name: String

        public init(frame: Int64, name: String) {
            self.frame = frame
            self.name = name
        }
    }

    /// Title for the description field; the first 256 bytes are kept.
    public var title: String
    /// Frames from the song's start to the file's first, at the file's rate.
    public var start: Int64
    /// In rising order; what lies before the file or does not fit its 32 bits is left out.
    public var cues: [Cue]

    public init(title: String, start: Int64 = 0, cues: [Cue] = []) {
        self.title = title
        self.start = start
        self.cues = cues
    }
}

extension TimeLine {
    /// Writes it to a WAV file that is open for writing and has no samples yet.
    func write(to handle: OpaquePointer) {
        writePlace(to: handle)
        let known = cues.filter { (0...Int64(Int32.max)).contains($0.frame) }
        guard !known.isEmpty else { return }
        writeCues(known, to: handle)
        writeLabels(known, to: handle)
    }

    private func writePlace(to handle: OpaquePointer) {
        var info = SF_BROADCAST_INFO()
        put(title, into: &info.description)
        put("Gainrider", into: &info.originator)
        let place = UInt64(max(0, start))
        info.time_reference_low = UInt32(truncatingIfNeeded: place)
        info.time_reference_high = UInt32(truncatingIfNeeded: place >> 32)
        info.version = 1
        sf_command(
            handle, Int32(SFC_SET_BROADCAST_INFO), &info, Int32(MemoryLayout<SF_BROADCAST_INFO>.size))
    }

    private func writeCues(_ cues: [Cue], to handle: OpaquePointer) {
        let first = MemoryLayout<UInt32>.size
        let stride = MemoryLayout<SF_CUE_POINT>.stride
        let size = first + cues.count * stride
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        memory.storeBytes(of: UInt32(cues.count), as: UInt32.self)
        for (index, cue) in cues.enumerated() {
            var point = SF_CUE_POINT()
            point.indx = Int32(index + 1)
            point.position = UInt32(cue.frame)
            point.fcc_chunk = 0x6174_6164  // "data"
            point.sample_offset = UInt32(cue.frame)
            withUnsafeBytes(of: point) { bytes in
                memory[(first + index * stride)..<(first + index * stride + bytes.count)].copyBytes(from: bytes)
            }
        }
        sf_command(handle, Int32(SFC_SET_CUE), memory.baseAddress, Int32(size))
    }

    /// libsndfile writes the points without their names: those stand in a list of their own.
    private func writeLabels(_ cues: [Cue], to handle: OpaquePointer) {
        var list = Array("adtl".utf8)
        func append(_ number: UInt32) {
            for shift in [0, 8, 16, 24] { list.append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
        }
        for (index, cue) in cues.enumerated() {
            let name = Array(cue.name.utf8.prefix(1 << 10)) + [0]
            list += Array("labl".utf8)
            append(UInt32(4 + name.count))
            append(UInt32(index + 1))
            list += name
            if name.count % 2 == 1 { list.append(0) }
        }
        list.withUnsafeMutableBytes { bytes in
            var chunk = SF_CHUNK_INFO()
            withUnsafeMutableBytes(of: &chunk.id) { $0.copyBytes(from: Array("LIST".utf8)) }
            chunk.id_size = 4
            chunk.datalen = UInt32(bytes.count)
            chunk.data = bytes.baseAddress
            _ = sf_set_chunk(handle, &chunk)
        }
    }

    /// Copies as much of a text as there is room for, whole characters.
    private func put<Field>(_ text: String, into field: inout Field) {
        withUnsafeMutableBytes(of: &field) { bytes in
            var room = bytes.count - 1
            var kept: [UInt8] = []
            for character in text {
                let utf8 = Array(character.utf8)
                if utf8.count > room { break }
                kept += utf8
                room -= utf8.count
            }
            bytes.copyBytes(from: kept)
        }
    }
}
