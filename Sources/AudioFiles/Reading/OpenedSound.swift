import CSndfile
import Glibc

/// An opened file: its format, its length, and the reader of its samples.
struct OpenedSound {
    var shape: StemSource.Shape
    /// Words such as "WAV, 24 bit".
    var words: String
    /// Length of the file in bytes.
    var bytes: Int64
    /// What is wrong with its length.
    var fault: FileError?
    /// Whether its length is what it holds, and not what a packed file promises.
    var isLengthExact: Bool
    /// Whether its length may be a guess from a bit rate.
    var isMPEG = false
    var source: Source

    enum Source {
        case plain(PlainFile)
        case decoded(DecodedFile)
    }

    /// - Parameters:
    ///   - isMapped: whether a plain file is read from a mapping, which is cheaper off line.
    ///   - knownFrames: the length, as found before, of a file that does not contain it; `nil` to decode it to its end.
    init(path: String, isMapped: Bool, knownFrames: Int64?) throws(FileError) {
        let (descriptor, status) = try OpenedFile.open(path)
        let file = HeaderBytes(descriptor: descriptor, length: Int64(status.st_size))
        if let header = PlainHeader(file) {
            self.init(path, header, file, isMapped: isMapped)
        } else {
            try self.init(path, file, isMapped: isMapped, knownFrames: knownFrames)
        }
    }

    private init(_ path: String, _ header: PlainHeader, _ file: HeaderBytes, isMapped: Bool) {
        shape = .init(frames: header.frames, sampleRate: header.sampleRate, channels: header.channels)
        words = header.words
        bytes = file.length
        fault = header.fault(path)
        isLengthExact = true
        source = .plain(PlainFile(header, file, isMapped: isMapped))
    }

    private init(_ path: String, _ file: HeaderBytes, isMapped: Bool, knownFrames: Int64?) throws(FileError) {
        let flac = FLACHeader(file)
        var patch: SoundHandle.Patch?
        if let flac, let held = flac.held, held > 0, held != flac.promised {
            patch = flac.mended(held)
            if flac.promised > 0 { fault = .misdeclared(path: path, promised: flac.promised, found: held) }
        }
        var handle = try SoundHandle(path, file, patch: patch)
        let info = handle.properties
        guard info.samplerate > 0 else { throw .noSampleRate(path: path) }
        guard FileError.sampleRates.contains(Int(info.samplerate)) else {
            throw .unsupportedSampleRate(path: path, rate: Int(info.samplerate))
        }
        guard (1...2).contains(info.channels) else {
            throw .tooManyChannels(path: path, channels: Int(info.channels))
        }
        var frames = info.frames
        if frames == .max || frames < 0 || (frames == 0 && flac?.promised == 0) {
            // Nothing tells the length: an Ogg file without its last page, a FLAC stream that was cut.
            frames = knownFrames ?? handle.countFrames()
            fault = frames > 0 ? .truncated(path: path, promised: nil, found: frames) : nil
            // A FLAC stream without a total cannot be gone back in.
            if let flac, frames > 0 { handle = try handle.again(patch: flac.mended(frames)) }
        }
        shape = .init(frames: frames, sampleRate: Int(info.samplerate), channels: Int(info.channels))
        words = formatWords(info.format)
        bytes = file.length
        let plain = PlainFile(of: handle, isMapped: isMapped)
        isLengthExact = plain != nil
        isMPEG = info.isMPEG
        source = plain.map { .plain($0) } ?? .decoded(DecodedFile(handle: handle))
    }
}

extension SoundHandle {
    /// Decodes to the end, and goes back to the start.
    fileprivate func countFrames() -> Int64 {
        var count: Int64 = 0
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 4096 * Int(properties.channels)) { buffer in
            while let base = buffer.baseAddress {
                let read = read(base, frames: 4096)
                guard read > 0 else { break }
                count += Int64(read)
            }
        }
        _ = seek(to: 0)
        return count
    }
}

extension SF_INFO {
    /// Bytes of a sample of plain PCM or float; `nil` where samples have no fixed width.
    var sampleWidth: Int? {
        switch Int(format) & Int(SF_FORMAT_SUBMASK) {
        case _ where isPacked: nil
        case Int(SF_FORMAT_PCM_S8), Int(SF_FORMAT_PCM_U8): 1
        case Int(SF_FORMAT_PCM_16): 2
        case Int(SF_FORMAT_PCM_24): 3
        case Int(SF_FORMAT_PCM_32), Int(SF_FORMAT_FLOAT): 4
        case Int(SF_FORMAT_DOUBLE): 8
        default: nil
        }
    }

    /// Whether the container packs its samples, so that its PCM width says nothing about bytes in the file.
    private var isPacked: Bool {
        switch Int(format) & Int(SF_FORMAT_TYPEMASK) {
        case Int(SF_FORMAT_FLAC), Int(SF_FORMAT_OGG), Int(SF_FORMAT_MPEG): true
        default: false
        }
    }

    var isMPEG: Bool { Int(format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_MPEG) }
}
