import AudioFiles
import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// What sounds on behind the song's end is kept, or said.
@Suite struct `The tail` {
    private static let length = NoisyRehearsal.seconds * Rehearsal.rate

    /// A song whose strips go into a bus with an effect, too.
    private static func song(_ set: [(Role, Double)], change: (inout SessionDocument) -> Void = { _ in }) throws
        -> NoisyRehearsal
    {
        try NoisyRehearsal(seed: 81, mode: .read, hpf: false) { document in
            document.mix.buses = [Bus(name: "Hall"), Bus(name: "Unused")]
            for strip in 1...4 {
                document.mix.strips[strip - 1].sends = [1]
                document.mix[ParameterID(.strip(strip), .send1Level)] = -10
            }
            for (role, value) in set {
                document.mix[ParameterID(.bus(1), role)] = role.spec.scale.position(of: value)
            }
            change(&document)
        }
    }

    private static func render(_ song: NoisyRehearsal, _ tail: Tail, until: FramePosition? = nil) throws -> (
        ending: SongRender.Ending, frames: [Float]
    ) {
        let store = try SessionStore.open(at: song.location)
        defer { try? store.close() }
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 640)
        var left: [Float] = []
        let ending = try SongRender(desk: studio.desk, player: player, tail: tail).run(until: until) {
            l, _, count, at in
            #expect(at == FramePosition(left.count))
            left.append(contentsOf: UnsafeBufferPointer(start: l, count: count))
        }
        return (ending, left)
    }

    @Test func `of a dry song is none`() throws {
        let (ending, frames) = try Self.render(try Self.song([]), .automatic)
        #expect(frames.count == Self.length && ending == SongRender.Ending(end: FramePosition(Self.length)))
    }

    @Test func `of a reverb goes to -90 dBFS, in a bounce and behind a performance`() throws {
        let song = try Self.song([(.reverbOn, 1), (.reverbDecay, 0.8)])
        let (ending, frames) = try Self.render(song, .automatic)
        let tail = frames.count - Self.length
        #expect(tail > Rehearsal.rate / 4 && tail < 3 * Rehearsal.rate)
        #expect(ending.end == FramePosition(frames.count) && ending.cut == nil)
        #expect(abs(frames.last ?? 0) < 10 * Tail.floor)
        let bounce = try song.bounce()
        #expect(bounce.left == frames)
        for events in [
            [`Take and bounce`.play], [`Take and bounce`.play, "  - {at: 0.9, do: /transport/stop}"],
            ["  - {at: 0.3, do: /transport/stop}"],
        ] {
            #expect(try song.take(events, blockSize: 1000).differences(from: bounce) == 0)
        }
    }

    @Test func `keeps an echo that comes after a silence`() throws {
        let song = try Self.song([(.delayOn, 1), (.delayTime, 3000), (.delayFeedback, 0), (.delayTone, 20_000)]) {
            // The dry song itself is short: what sounds at its end is the echo alone, seconds later.
            $0.lanes[ParameterID(.strip(1), .fader)] = Lane(points: [(0, -60), (Rehearsal.frame(2), -60)])
        }
        let (ending, frames) = try Self.render(song, .automatic)
        #expect(ending.cut == nil)
        // The echo of the last frame is three seconds behind the song's end.
        #expect(abs(frames.count - Self.length - 3 * Rehearsal.rate) < Rehearsal.rate / 10)
    }

    @Test func `that was cut off is said with what sounds and how long`() throws {
        let song = try Self.song([(.reverbOn, 1), (.reverbDecay, 0.8)])
        let whole = try Self.render(song, .automatic)
        for seconds in [0, 0.125] {
            let (ending, frames) = try Self.render(song, .seconds(seconds))
            #expect(frames.count == Self.length + Int(seconds * 48_000))
            let cut = try #require(ending.cut)
            #expect(cut.end == whole.ending.end && !cut.goesOn && cut.sources == ["Hall"])
            let rest = whole.frames.dropFirst(frames.count).map(abs).max() ?? 0
            #expect(cut.peak >= rest)
        }
        let long = try Self.render(song, .seconds(4))
        #expect(long.ending.cut == nil && long.frames.count == Self.length + 4 * 48_000)
        #expect(Array(long.frames.prefix(whole.frames.count)) == whole.frames)
    }

    @Test func `that does not end is cut after 30 s, and that is said`() throws {
        let song = try Self.song([(.delayOn, 1), (.delayTime, 900), (.delayFeedback, 95), (.delayTone, 20_000)])
        let (ending, frames) = try Self.render(song, .automatic)
        #expect(frames.count == Self.length + Tail.limitSeconds * Rehearsal.rate)
        #expect(ending.cut?.goesOn == true && ending.cut?.sources == ["Hall"])
    }

    @Test func `inside the song there is none, and beyond it no longer one than asked for`() throws {
        let song = try Self.song([(.reverbOn, 1), (.reverbDecay, 0.8)])
        let inside = try Self.render(song, .automatic, until: 70_001)
        #expect(inside.frames.count == 70_001 && inside.ending.cut == nil)
        let beyond = try Self.render(song, .automatic, until: FramePosition(Self.length) + 4800)
        #expect(beyond.frames.count == Self.length + 4800 && beyond.ending.cut != nil)
    }

    @Test func `follows lanes beyond the song's end`() throws {
        let end = FramePosition(Self.length)
        let shut = Role.fader.spec.position(travel: 0)
        let reverb = [(Role.reverbOn, 1.0), (.reverbDecay, 3)]
        let open = try Self.render(try Self.song(reverb), .automatic)
        let closed = try Self.render(
            try Self.song(reverb) {
                $0.lanes[ParameterID(.bus(1), .fader)] = Lane(points: [(0, 0), (end, 0), (end + 24_000, shut)])
            }, .automatic)
        #expect(closed.frames.count < open.frames.count - 24_000 && closed.frames.count > Self.length + 12_000)
        // A fade-out that has come to its end stays there.
        let faded = try Self.render(
            try Self.song(reverb) {
                for node in [Node.master] {
                    $0.lanes[ParameterID(node, .fader)] = Lane(points: [(0, 0), (end - 9600, shut)])
                }
            }, .automatic)
        #expect(faded.frames.count == Self.length)
    }
}
