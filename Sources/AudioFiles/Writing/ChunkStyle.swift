/// How a container writes its chunks, and finding the next one.
///
/// - Source: Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991 (RIFF); EBU Tech 3306 (RF64); ITU-R
///   BS.2088 (BW64); Apple, "Audio Interchange File Format 1.3", 1989; Sony Wave64.
struct ChunkStyle {
    /// Bytes of a chunk's name, of which the first four are letters.
    var nameBytes = 4
    var sizeBytes = 4
    var isBigEndian = false
    /// Whether a chunk's size counts its head, too.
    var countsHead = false
    /// Chunks begin at multiples of this.
    var alignment: UInt64 = 2

    static let riff = ChunkStyle()
    static let rifx = ChunkStyle(isBigEndian: true)
    static let wave64 = ChunkStyle(nameBytes: 16, sizeBytes: 8, countsHead: true, alignment: 8)

    /// A chunk's head as it stands in the file.
    struct Head {
        var name: String
        /// Where its content begins.
        var start: Int64
        /// Bytes of its content, as it says.
        var size: UInt64
    }

    var headBytes: Int { nameBytes + sizeBytes }

    /// Chunks that programs write: where a file could be read in two ways, these names decide.
    private static let known: Set<String> = [
        "fmt ", "data", "fact", "LIST", "bext", "JUNK", "junk", "FLLR", "PAD ", "iXML", "_PMX", "aXML", "axml",
        "chna", "ds64",
        "cue ", "smpl", "inst", "plst", "PEAK", "id3 ", "ID3 ", "afsp", "acid", "strc", "cart", "umid", "levl",
        "link", "minf",
        "elm1", "regn", "DGDA", "LGWV", "ResU", "SSND", "COMM", "FVER", "MARK", "INST", "NAME", "AUTH", "(c) ",
        "ANNO", "APPL",
        "COMT", "MIDI", "AESD", "CHAN", "list", "qlty", "SNDM",
    ]

    /// The head at a place; `nil` where there are no bytes for one, or no letters.
    func head(_ file: HeaderBytes, at offset: Int64) -> Head? {
        guard let bytes = file.bytes(at: offset, headBytes), bytes[..<4].allSatisfy({ (0x20..<0x7F).contains($0) })
        else {
            return nil
        }
        let size = bytes.number(nameBytes, sizeBytes, bigEndian: isBigEndian)
        guard !countsHead || size >= headBytes else { return nil }
        return Head(
            name: bytes.tag(0), start: offset + Int64(headBytes), size: countsHead ? size - UInt64(headBytes) : size)
    }

    /// Where the next chunk begins, if this one is as long as it says. Some programs leave out the byte that makes an odd one even.
    func next(_ file: HeaderBytes, after head: Head) -> Int64? {
        guard let end = HeaderBytes.place(head.start, plus: head.size) else { return nil }
        let padding = (alignment - head.size % alignment) % alignment
        guard padding > 0, let padded = HeaderBytes.place(end, plus: padding) else { return end }
        let names = [padded, end].map { self.head(file, at: $0)?.name }
        let isUnpadded = names[0].map { !ChunkStyle.known.contains($0) } ?? true
        return isUnpadded && names[1].map(ChunkStyle.known.contains) ?? false ? end : padded
    }

    /// Whether from a place on there is nothing but chunks, up to the file's end.
    func areChunks(_ file: HeaderBytes, from offset: Int64) -> Bool {
        var place = offset
        for _ in 0..<1000 {
            // The last chunk's padding may be missing.
            if place >= file.length { return place - file.length < Int64(alignment) }
            guard let head = head(file, at: place), let next = next(file, after: head) else { return false }
            place = next
        }
        return false
    }

    /// Where chunks begin that go on to the file's end, behind sound whose length is unknown; the file's end if there are none.
    func trailer(_ file: HeaderBytes, behind start: Int64) -> Int64 {
        let window: Int64 = 65_536
        let first = max(start, file.length - window)
        guard first < file.length, let bytes = file.bytes(at: first, Int(file.length - first)) else {
            return file.length
        }
        var index = 0
        while index + headBytes <= bytes.count {
            if (0x20..<0x7F).contains(bytes[index]), ChunkStyle.known.contains(bytes.tag(index)),
                areChunks(file, from: first + Int64(index))
            {
                return first + Int64(index)
            }
            index += 1
        }
        return file.length
    }
}
