import AudioFiles
import Foundation
import Realtime
import Testing
import Units

@Suite struct `Reading at other speeds` {
    private let folder = TestFolder()

    private func rings(_ speed: Double, from start: Int64, _ path: String, loop: Range<Int64>? = nil) throws -> Planes
    {
        let streams = PlaybackStreams(strips: 1, capacityFrames: 1 << 13)
        let disk = DiskReader(stems: [StemSource(path: path)], streams: streams, sessionRate: 48000)
        disk.prepare(slot: 0, position: start, loop: loop, speed: try #require(PlaySpeed(speed)))
        disk.fill()
        #expect(disk.faults == [])
        return take(streams.rings[0][0], 8000)
    }

    /// A sine of `frequency` Hz at half of full scale, as float.
    private func sine(_ frequency: Double) -> String {
        let mono = (0..<96_000).map { Float(0.5 * sin(2 * .pi * frequency * Double($0) / 48_000)) }
        return folder.make("sine-\(frequency).wav", .wavFloat, channels: 1, mono)
    }

    @Test func `backwards gives the sound's own samples, the last first`() throws {
        let path = sine(440)
        let forward = try StemReader(file: AudioFile.open(path), sessionRate: 48000).planes(at: 42_001, 8000)
        let backward = try rings(-1, from: 50_000, path)
        #expect(backward.left == Array(forward.left.reversed()) && backward.right == Array(forward.right.reversed()))
    }

    @Test(arguments: [
        (0.5, 997.0), (0.05, 5_000), (1.3, 3_000), (2, 4_500), (-0.7, 12_000), (4, 2_000), (0.9999, 15_000),
    ])
    func `a tone is the same tone, as much lower or higher`(speed: Double, frequency: Double) throws {
        let start: Int64 = 48_000
        let planes = try rings(speed, from: start, sine(frequency))
        var worst: Float = 0
        for (frame, sample) in planes.left.enumerated() {
            let place = Double(start) + speed * Double(frame)
            worst = max(worst, abs(sample - Float(0.5 * sin(2 * .pi * frequency * place / 48_000))))
        }
        // −84 dB of the tone; what is written has 24 bits or more.
        #expect(worst < 3e-5, "\(worst)")
    }

    @Test func `twice as fast, what would be folded back is not heard`() throws {
        let planes = try rings(2, from: 20_000, sine(17_000))
        #expect((planes.left.map(\.magnitude).max() ?? 1) < 5e-5)
    }

    @Test(arguments: [0.5, 3, -1, -1.7])
    func `a loop goes round at its own places, and however the reading is cut`(speed: Double) throws {
        let path = sine(440)
        let loop: Range<Int64> = 10_000..<11_003
        let streams = PlaybackStreams(strips: 1, capacityFrames: 1 << 12)
        let disk = DiskReader(stems: [StemSource(path: path)], streams: streams, sessionRate: 48000)
        let found = try #require(PlaySpeed(speed))
        disk.prepare(slot: 0, position: 10_500, loop: loop, speed: found)
        let way = PlayPath(from: 10_500, speed: found, loop: loop)
        var noise = TestNoise()
        var frame: Int64 = 0
        while frame < 12_000 {
            let count = 1 + noise.next(below: 2_000)
            disk.fill(frames: count)
            for sample in take(streams.rings[0][0], count).left {
                let place = Double(way.parts(after: frame)) / 10_000
                #expect(abs(sample - Float(0.5 * sin(2 * .pi * 440 * place / 48_000))) < 3e-5, "frame \(frame)")
                frame += 1
            }
        }
    }

    private func take(_ ring: SampleRing, _ frames: Int) -> Planes {
        var planes = Planes(frames: frames)
        let count = ring.read(left: &planes.left, right: &planes.right, frames: frames)
        return planes[0..<count]
    }
}
