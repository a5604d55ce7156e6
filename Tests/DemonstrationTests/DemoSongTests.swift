import Demonstration
import Testing
import Units

@Suite struct `Demonstration song` {
    static let stems = DemoSong.stems()

    @Test func `its sections follow one another and fill the song`() {
        var bar = 0
        for section in DemoSong.sections {
            #expect(section.firstBar == bar)
            bar += section.bars
        }
        #expect(DemoSong.sections.last?.end == DemoSong.length)
    }

    @Test func `it has ten parts in the order of the strips`() {
        #expect(
            Self.stems.map(\.name) == [
                "Kick", "Snare", "Hats", "Percussion", "Bass", "Keys", "Guitar", "Voice", "Lead", "Strings",
            ])
        #expect(Self.stems.map(\.channels) == [1, 1, 2, 2, 1, 2, 2, 1, 1, 2])
        for stem in Self.stems {
            #expect(stem.left.count == Int(DemoSong.length))
            #expect(stem.right.count == (stem.channels == 2 ? Int(DemoSong.length) : 0))
        }
    }

    /// FNV-1a over all samples' bits: a change of the music changes this line, and nothing else may.
    @Test func `it has the same bits on every machine`() {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for stem in Self.stems {
            for channel in [stem.left, stem.right] {
                for sample in channel { hash = (hash ^ UInt64(sample.bitPattern)) &* 0x100_0000_01B3 }
            }
        }
        #expect(String(hash, radix: 16) == "de559ecdec32e24")
    }

    @Test(arguments: 0..<10) func `a part peaks at tracking level and begins and ends in silence`(index: Int) {
        let stem = Self.stems[index]
        let samples = stem.left + stem.right
        let peak = samples.reduce(Float(0)) { max($0, abs($1)) }
        #expect((-13.1 ... -8.9).contains(Level.decibels(gain: Double(peak))))
        let areFinite = samples.allSatisfy { $0.isFinite }
        #expect(areFinite)
        for channel in [stem.left, stem.right] where !channel.isEmpty {
            #expect(abs(channel[0]) < 1e-4 && channel[channel.count - 1] == 0)
            let mean = channel.reduce(0.0) { $0 + Double($1) } / Double(channel.count)
            #expect(abs(mean) < 1e-5, "no DC")
        }
    }

    /// Tonal parts have no corner; drums and plucked strings do, by nature.
    @Test(arguments: ["Kick", "Bass", "Keys", "Voice", "Lead", "Strings"])
    func `a part does not click`(name: String) throws {
        let stem = try #require(Self.stems.first { $0.name == name })
        for channel in [stem.left, stem.right] where !channel.isEmpty {
            var last: Float = 0
            var slope: Float = 0
            for sample in channel {
                slope = max(slope, abs(sample - last))
                last = sample
            }
            #expect(slope < 0.16, "largest step between two samples")
        }
    }

    @Test func `a plain sum of all parts stays below full scale`() {
        var peak: Float = 0
        for frame in 0..<Int(DemoSong.length) {
            var (left, right): (Float, Float) = (0, 0)
            for stem in Self.stems {
                left += stem.left[frame]
                right += stem.channels == 2 ? stem.right[frame] : stem.left[frame]
            }
            peak = max(peak, abs(left), abs(right))
        }
        #expect(Level.decibels(gain: Double(peak)) < 0)
        #expect(Level.decibels(gain: Double(peak)) > -6)
    }

    @Test func `the voice drowns in the middle of the chorus, so that a ride helps`() throws {
        let voice = try #require(Self.stems.first { $0.name == "Voice" })
        #expect(Self.level(of: voice, bars: 10..<12) > Self.level(of: voice, bars: 12..<14) + 5)
        #expect(Self.level(of: voice, bars: 0..<2) < -100, "nobody sings in the intro")
    }

    /// RMS of the left channel in dBFS.
    private static func level(of stem: Stem, bars: Range<Int>) -> Double {
        let bar = Int(DemoSong.framesPerBar)
        let samples = stem.left[bars.lowerBound * bar..<bars.upperBound * bar]
        let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
        return Level.decibels(gain: power) / 2
    }
}
