import CSndfile
import CUnpack
import Foundation
import Testing

@testable import AudioFiles

@Suite struct `Plain samples` {
    static let containers = [
        SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_RF64, SF_FORMAT_W64, SF_FORMAT_AIFF, SF_FORMAT_AU, SF_FORMAT_CAF,
    ].map { Int($0) }
    static let codings = [
        SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32, SF_FORMAT_FLOAT, SF_FORMAT_DOUBLE, SF_FORMAT_PCM_U8,
        SF_FORMAT_PCM_S8,
    ].map { Int($0) }
    static let orders = [SF_ENDIAN_FILE, SF_ENDIAN_LITTLE, SF_ENDIAN_BIG].map { Int($0) }
    static let kinds = containers.flatMap { container in
        codings.flatMap { coding in orders.map { Kind(rawValue: container | coding | $0) } }
    }.filter(\.isAvailable)

    private let folder = TestFolder()

    @Test func `come in every container and byte order`() {
        // RIFX and AIFF with either order are what matters beside the ordinary.
        #expect(Self.kinds.count >= 7 * 4 + 4 + 4)
        for coding in Self.codings where ![Int(SF_FORMAT_PCM_U8), Int(SF_FORMAT_PCM_S8)].contains(coding) {
            #expect(Self.kinds.contains { $0.rawValue == Int(SF_FORMAT_WAV) | coding | Int(SF_ENDIAN_BIG) })
        }
    }

    @Test(arguments: kinds, [(1, true), (1, false), (2, true), (2, false)])
    func `are the floats that libsndfile makes of them, bit for bit`(
        kind: Kind, way: (channels: Int, isMapped: Bool)
    ) throws {
        let channels = way.channels
        let frames = 5_003
        let path = folder["a"]
        try write(kind, channels: channels, frames: frames, to: path)
        let expected = try read(path, channels: channels, frames: frames)
        let file = try AudioFile(path: path, isMapped: way.isMapped)
        #expect(file.planes(at: 0, frames).bits == expected.bits)
        var noise = TestNoise(state: 3)
        for _ in 0..<8 {
            let position = noise.next(below: frames)
            let count = min(1 + noise.next(below: 300), frames - position)
            #expect(file.planes(at: Int64(position), count).bits == expected[position..<position + count].bits)
        }
        let isFloat = [Int(SF_FORMAT_FLOAT), Int(SF_FORMAT_DOUBLE)].contains(
            kind.rawValue & Int(SF_FORMAT_SUBMASK))
        #expect(file.readingFaults.isEmpty == !isFloat)
    }

    @Test(
        arguments: [
            UNPACK_INT16, UNPACK_INT24, UNPACK_INT32, UNPACK_FLOAT32, UNPACK_FLOAT64, UNPACK_INT8, UNPACK_UINT8,
        ],
        [false, true])
    func `are the same without AVX2, and no byte beyond them is touched`(coding: unpack_coding, isSwapped: Bool)
        throws
    {
        let page = sysconf(Int32(_SC_PAGESIZE))
        let memory = try #require(
            mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        defer { munmap(memory, 2 * page) }
        var noise = TestNoise()
        for index in 0..<page {
            memory.storeBytes(of: UInt8(noise.next(below: 256)), toByteOffset: index, as: UInt8.self)
        }
        try #require(mprotect(memory + page, page, PROT_NONE) == 0)
        let width =
            [UNPACK_INT16: 2, UNPACK_INT24: 3, UNPACK_INT32: 4, UNPACK_FLOAT32: 4, UNPACK_FLOAT64: 8][coding] ?? 1
        for channels in [1, 2] {
            for frames in Array(0...140) + [page / width / channels] {
                let bytes = memory + page - frames * width * channels
                var one = Planes(frames: frames + 1)
                var other = one
                let isWild = unpack_samples(
                    coding, isSwapped, Int32(channels), bytes, &one.left, &one.right, frames)
                let isWildBaseline = unpack_samples_baseline(
                    coding, isSwapped, Int32(channels), bytes, &other.left, &other.right, frames)
                #expect(one.bits == other.bits && isWild == isWildBaseline)
                #expect(one.left[frames].isNaN && one.right[frames].isNaN, "nothing is written behind the last frame")
                let sounds = one[0..<frames]
                #expect(isWild == !(sounds.left + sounds.right).allSatisfy { $0.magnitude < FrameReader.tooLarge })
            }
        }
    }

    @Test func `are silence from where a file is cut under the reader`() throws {
        let path = folder.make("a.wav", .wav24, TestNoise.samples(2 * 50_000))
        let file = try AudioFile.open(path)
        let whole = file.planes(at: 0, 50_000)
        #expect(truncate(path, off_t(44 + 6 * 30_000 + 2)) == 0)
        let planes = file.planes(at: 0, 50_000)
        #expect(planes[0..<30_000] == whole[0..<30_000])
        #expect(planes.left[30_000...].allSatisfy { $0 == 0 } && planes.right[30_000...].allSatisfy { $0 == 0 })
        #expect(file.readingFaults == [.truncated(path: path, promised: 50_000, found: 30_000)])
    }

    /// Bytes of any value: every pattern of bits that a sample can have.
    private func write(_ kind: Kind, channels: Int, frames: Int, to path: String) throws {
        var info = SF_INFO()
        info.samplerate = 48000
        info.channels = Int32(channels)
        info.format = Int32(truncatingIfNeeded: kind.rawValue)
        let handle = try #require(sf_open(path, Int32(SFM_WRITE), &info))
        let width =
            [
                SF_FORMAT_PCM_16: 2, SF_FORMAT_PCM_24: 3, SF_FORMAT_DOUBLE: 8, SF_FORMAT_PCM_U8: 1,
                SF_FORMAT_PCM_S8: 1,
            ][kind.rawValue & Int(SF_FORMAT_SUBMASK)] ?? 4
        var noise = TestNoise(state: 9)
        let bytes = (0..<frames * channels * width).map { _ in UInt8(noise.next(below: 256)) }
        #expect(sf_write_raw(handle, bytes, sf_count_t(bytes.count)) == sf_count_t(bytes.count))
        sf_close(handle)
    }

    private func read(_ path: String, channels: Int, frames: Int) throws -> Planes {
        var info = SF_INFO()
        let handle = try #require(sf_open(path, Int32(SFM_READ), &info))
        var samples = [Float](repeating: 0, count: frames * channels)
        #expect(sf_readf_float(handle, &samples, sf_count_t(frames)) == sf_count_t(frames))
        sf_close(handle)
        var planes = Planes(frames: 0)
        planes.left = (0..<frames).map { samples[$0 * channels] }.map { $0.magnitude < FrameReader.tooLarge ? $0 : 0 }
        planes.right = (0..<frames).map { samples[$0 * channels + channels - 1] }.map {
            $0.magnitude < FrameReader.tooLarge ? $0 : 0
        }
        return planes
    }
}

extension Planes {
    var bits: [UInt32] { (left + right).map(\.bitPattern) }
}
