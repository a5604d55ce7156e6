import AudioFiles
import Foundation
import Realtime
import Testing

@Suite struct `Disk reader` {
    private let folder = TestFolder()

    /// Where to begin, the loop, and how the session frames go on from there.
    static let journeys: [(start: Int64, loop: Range<Int64>?)] = [
        (0, nil), (12_345, nil), (49_000, nil), (-700, nil), (0, 10_000..<20_000), (15_000, 10_000..<20_000),
        (19_999, 10_000..<20_000), (20_000, 10_000..<20_000), (30_000, 10_000..<20_000), (100, 100..<107),
        (45_000, 40_000..<60_000), (0, 5..<5),
    ]

    @Test(arguments: journeys, [1 << 10, 1 << 15])
    func `fills the rings in the order of playing`(
        journey: (start: Int64, loop: Range<Int64>?), capacity: Int
    ) throws {
        let paths = stems()
        let streams = PlaybackStreams(strips: 4, capacityFrames: capacity)
        let disk = DiskReader(stems: sources(paths) + [nil], streams: streams, sessionRate: 48000)
        disk.prepare(slot: 1, position: journey.start, loop: journey.loop)
        disk.fill()
        #expect(streams.rings[1].allSatisfy { $0.readableFrames == $0.capacityFrames })
        let references = try paths.map { try StemReader(file: AudioFile.open($0), sessionRate: 48000) }
        var noise = TestNoise()
        var place = journey.start
        for _ in 0..<30 {
            let count = 1 + noise.next(below: capacity * 3 / 4)
            disk.fill()
            let places = order(from: &place, count, journey)
            for strip in 0..<4 {
                let planes = take(streams.rings[1][strip], count)
                guard strip < 3 else {
                    #expect(planes == Planes(left: Array(repeating: 0, count: count)))
                    continue
                }
                #expect(planes == pieces(references[strip], places))
            }
        }
        #expect(streams.rings[0].allSatisfy { $0.readableFrames == 0 })
        #expect(disk.faults == [])
    }

    @Test func `keeps two slots apart`() throws {
        let paths = stems()
        let streams = PlaybackStreams(strips: 3, capacityFrames: 4096)
        let disk = DiskReader(stems: sources(paths), streams: streams, sessionRate: 48000)
        let references = try paths.map { try StemReader(file: AudioFile.open($0), sessionRate: 48000) }
        disk.prepare(slot: 0, position: 0)
        disk.prepare(slot: 1, position: 30_000, loop: 29_000..<31_000)
        disk.fill()
        for strip in 0..<3 {
            #expect(take(streams.rings[0][strip], 4096) == references[strip].planes(at: 0, 4096))
            #expect(take(streams.rings[1][strip], 500) == references[strip].planes(at: 30_000, 500))
        }
        disk.retire(slot: 0)
        disk.fill()
        for strip in 0..<3 {
            #expect(streams.rings[0][strip].readableFrames == 0)
            #expect(take(streams.rings[1][strip], 500) == references[strip].planes(at: 30_500, 500))
        }
        disk.prepare(slot: 0, position: 7)
        disk.fill()
        for strip in 0..<3 {
            #expect(take(streams.rings[0][strip], 900) == references[strip].planes(at: 7, 900))
        }
    }

    @Test func `plays the rest when files are missing, changed or broken`() throws {
        let good = stems()[0]
        folder.make("whole.flac", .flac24, TestNoise.samples(2 * 40_000))
        let cut = folder.cut("whole.flac", to: 0.5, as: "cut.flac")
        var samples = TestNoise.samples(2 * 3000)
        samples[100] = .nan
        let odd = folder.make("odd.wav", .wavFloat, samples)
        let letter = folder.put(Data("not a sound at all, and no header".utf8), as: "letter.wav")
        let shape = StemSource.Shape(frames: 50_000, sampleRate: 48000, channels: 1)
        let streams = PlaybackStreams(strips: 6, capacityFrames: 1 << 16)
        let disk = DiskReader(
            stems: [
                .init(path: folder["gone.wav"]), .init(path: good), .init(path: cut), .init(path: odd),
                .init(path: letter),
                .init(path: good, expected: shape),
            ], streams: streams, sessionRate: 48000)
        disk.prepare(slot: 0, position: 0)
        disk.fill()
        let reference = try StemReader(file: AudioFile.open(good), sessionRate: 48000)
        #expect(take(streams.rings[0][1], 50_000) == reference.planes(at: 0, 50_000))
        for strip in [0, 4, 5] { #expect(take(streams.rings[0][strip], 50_000).left.allSatisfy { $0 == 0 }) }
        let found = try AudioFile.verify(cut).properties.frames
        let faults = disk.faults
        #expect(faults.map(\.strip) == [1, 3, 4, 5, 6])
        #expect(faults[0].error == .notFound(path: folder["gone.wav"]))
        #expect(faults[0].description == "strip 1: \(folder["gone.wav"]) does not exist")
        #expect(faults[1].error == .truncated(path: cut, promised: 40_000, found: found))
        #expect(faults[2].error == .notNumbers(path: odd, samples: 1, frame: 50))
        let stereo = StemSource.Shape(frames: 50_000, sampleRate: 48000, channels: 2)
        #expect(faults[4].error == .changed(path: good, found: stereo, expected: shape))
    }

    @Test func `fills from its own thread`() throws {
        let paths = stems()
        let streams = PlaybackStreams(strips: 3, capacityFrames: 8192)
        let disk = DiskReader(stems: sources(paths), streams: streams, sessionRate: 48000)
        let references = try paths.map { try StemReader(file: AudioFile.open($0), sessionRate: 48000) }
        disk.start()
        disk.start()
        for round in 0..<6 {
            let slot = round % 2
            let start = Int64(round * 9000)
            disk.prepare(slot: slot, position: start)
            var place = start
            while place < start + 20_000 {
                #expect(disk.waitUntilReady(slot: slot, frames: 3000))
                for strip in 0..<3 {
                    #expect(take(streams.rings[slot][strip], 2500) == references[strip].planes(at: place, 2500))
                }
                place += 2500
            }
            disk.retire(slot: slot)
            #expect(!disk.isReady(slot: slot))
        }
        disk.stop()
        disk.stop()
        disk.prepare(slot: 0, position: 5)
        #expect(disk.waitUntilReady(slot: 0))
        #expect(take(streams.rings[0][1], 100) == references[1].planes(at: 5, 100))
    }

    @Test func `says how much memory it takes`() {
        let streams = PlaybackStreams(strips: 3, capacityFrames: 1 << 14)
        let disk = DiskReader(stems: sources(stems()), streams: streams, sessionRate: 48000)
        let rings = 2 * 3 * 2 * 4 << 14
        let before = disk.memoryBytes
        #expect(before > rings && before < rings + 1 << 20)
        disk.prepare(slot: 0, position: 0)
        disk.fill()
        #expect(disk.memoryBytes == before)
    }

    /// Plain, packed, and at another rate.
    private func stems() -> [String] {
        [
            folder.make("1.wav", .wav24, TestNoise.samples(2 * 50_000, seed: 5)),
            folder.make("2.flac", .flac16, channels: 1, TestNoise.samples(50_000, seed: 6)),
            folder.make("3.wav", .wav16, rate: 44100, TestNoise.samples(2 * 40_000, seed: 7)),
        ]
    }

    private func sources(_ paths: [String]) -> [StemSource?] { paths.map { StemSource(path: $0) } }

    private func take(_ ring: SampleRing, _ frames: Int) -> Planes {
        var planes = Planes(frames: frames)
        let count = ring.read(left: &planes.left, right: &planes.right, frames: frames)
        return planes[0..<count]
    }

    /// Session frames in the order of playing, told in ranges.
    private func order(
        from place: inout Int64, _ count: Int, _ journey: (start: Int64, loop: Range<Int64>?)
    ) -> [Range<Int64>] {
        let loop = journey.loop.flatMap { $0.isEmpty || journey.start >= $0.upperBound ? nil : $0 }
        var ranges: [Range<Int64>] = []
        var left = Int64(count)
        while left > 0 {
            let run = min(left, loop.map { $0.upperBound - place } ?? left)
            ranges.append(place..<place + run)
            left -= run
            place += run
            if place == loop?.upperBound, let loop { place = loop.lowerBound }
        }
        return ranges
    }

    private func pieces(_ reader: StemReader, _ ranges: [Range<Int64>]) -> Planes {
        ranges.reduce(into: Planes(frames: 0)) { $0 = $0 + reader.planes(at: $1.lowerBound, $1.count) }
    }
}
