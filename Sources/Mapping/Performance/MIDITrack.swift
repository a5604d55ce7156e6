import MIDI
import Units

/// One track in ticks.
struct RawTrack {
    var name = ""
    var messages: [(tick: Int64, message: Message)] = []
    /// Microseconds for a quarter note.
    var tempi: [(tick: Int64, tempo: Int64)] = []

    init(_ bytes: [UInt8], at start: Int) throws(MIDIFileError) {
        var reader = ByteReader(bytes)
        var parser = ByteParser()
        var tick: Int64 = 0
        var running: UInt8 = 0
        while !reader.isAtEnd {
            let place = start + reader.position
            guard let delta = reader.variable(), let first = reader.peek else { throw .cutShort(byte: place) }
            guard let next = ReadNumber.sum(tick, delta) else { throw .tooLong }
            tick = next
            if first >= 0x80 { running = first }
            switch running {
            case 0xFF:
                _ = reader.take()
                guard let kind = reader.take(), let length = reader.variable(), let body = reader.take(length) else {
                    throw .cutShort(byte: place)
                }
                meta(kind, body, tick)
                if kind == 0x2F { return }
                running = 0
            case 0xF0, 0xF7:
                _ = reader.take()
                guard let length = reader.variable(), let body = reader.take(length) else {
                    throw .cutShort(byte: place)
                }
                messages += parser.parse((running == 0xF0 ? [0xF0] : []) + body).map { (tick, $0) }
                running = 0
            case 0x80..<0xF0:
                if first >= 0x80 { _ = reader.take() }
                guard let data = reader.take((0xC0...0xDF).contains(running) ? 1 : 2) else {
                    throw .cutShort(byte: place)
                }
                guard data.allSatisfy({ $0 < 0x80 }) else { throw .wrongEvent(byte: place) }
                messages += parser.parse([running] + data).map { (tick, $0) }
            default: throw .wrongEvent(byte: place)
            }
        }
    }

    private mutating func meta(_ kind: UInt8, _ body: [UInt8], _ tick: Int64) {
        switch kind {
        case 0x03 where name.isEmpty: name = String(decoding: body, as: UTF8.self)
        case 0x51 where body.count == 3:
            let tempo = ByteReader.integer(body)
            if tempo > 0 { tempi.append((tick, tempo)) }
        default: break
        }
    }
}

/// Ticks to nanoseconds, with whole numbers only.
struct TickClock {
    private struct Stretch {
        var tick: Int64
        var nanoseconds: Int128
        /// Nanoseconds for `per` ticks.
        var length: Int128
    }
    private let stretches: [Stretch]
    private let per: Int128

    init(division: Int64, tempi: [(tick: Int64, tempo: Int64)]) throws(MIDIFileError) {
        if division & 0x8000 != 0 {
            // Frames a second as a negative byte, ticks a frame: tempo does not matter. 29 is 30 · 1000/1001.
            let frames = 256 - (division >> 8), ticks = division & 0xFF
            guard [24, 25, 29, 30].contains(frames), ticks > 0 else { throw .division(division) }
            per = frames == 29 ? Int128(30_000 * ticks) : Int128(frames * ticks)
            stretches = [Stretch(tick: 0, nanoseconds: 0, length: frames == 29 ? 1_001_000_000_000 : 1_000_000_000)]
            return
        }
        guard division > 0 else { throw .division(division) }
        per = Int128(division)
        var stretches = [Stretch(tick: 0, nanoseconds: 0, length: 500_000_000)]
        for (tick, tempo) in tempi.sorted(by: { $0.tick < $1.tick }) {
            let last = stretches[stretches.count - 1]
            let time = last.nanoseconds + Int128(tick - last.tick) * last.length / per
            stretches.append(Stretch(tick: tick, nanoseconds: time, length: Int128(tempo) * 1000))
        }
        self.stretches = stretches
    }

    /// - Throws: ``MIDIFileError/tooLong`` beyond a day.
    func nanoseconds(_ tick: Int64) throws(MIDIFileError) -> Int64 {
        let stretch = stretches[index(of: tick)]
        let time = stretch.nanoseconds + Int128(tick - stretch.tick) * stretch.length / per
        guard let time = Int64(exactly: time), time <= PerformanceTime.maximum else { throw .tooLong }
        return time
    }

    /// The last stretch that begins at a tick or before.
    private func index(of tick: Int64) -> Int {
        var low = 0
        var high = stretches.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if stretches[middle].tick <= tick { low = middle } else { high = middle }
        }
        return low
    }
}
