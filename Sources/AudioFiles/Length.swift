import CSndfile

/// How many frames a file holds, and whether it promised more.
struct Length {
    var frames: Int64
    var fault: FileError?

    /// libsndfile gives a PCM file that was cut short the length that is left, without a word; so the promise is read from
    /// the container. For an Ogg file whose last page is missing it says the greatest number there is; so it is counted.
    init(of handle: SoundHandle) throws(FileError) {
        frames = handle.properties.frames
        if frames == .max || frames < 0 {
            frames = handle.countFrames()
            fault = .truncated(path: handle.path, promised: nil, found: frames)
        } else if let promised = ContainerHeader.promisedBytes(inFile: handle.path), promised > handle.bytes,
            let width = handle.properties.bytesPerFrame
        {
            let missing = promised - handle.bytes
            let promisedFrames = frames + (missing + width - 1) / width
            fault = .truncated(path: handle.path, promised: promisedFrames, found: frames)
        }
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
    /// Bytes of a frame of plain PCM or float; `nil` where samples have no fixed width.
    var bytesPerFrame: Int64? {
        sampleWidth.map { Int64($0) * Int64(channels) }
    }

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
}
