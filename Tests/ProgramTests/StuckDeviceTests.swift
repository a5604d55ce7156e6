import Automation
import Foundation
import MixModel
import SessionStore
import Testing

/// ALSA's own file device, writing into a pipe that nobody empties: it takes what fits, and then holds up whoever gives it something.
@Suite(.timeLimit(.minutes(20))) struct `A sound device that takes nothing` {
    @Test func `is named by mix, which ends all the same, with what was written until then`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 60)
        try folder.write(Rides.fader(for: 50), "ride.yaml")
        let pipe = folder.hidden("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        try #require(reader >= 0)
        let mix = try folder.start(
            "mix", "Song", "--device", "file:\(pipe),raw", "--period", "1024", "--page", "off", "--perform",
            "ride.yaml")
        // Two seconds of sound go through; then nobody reads any more.
        var bytes = [UInt8](repeating: 0, count: 4096)
        var heard = 0
        try mix.wait("two seconds of sound") {
            let count = read(reader, &bytes, bytes.count)
            if count > 0 { heard += count }
            return heard > 2 * 48_000 * 8
        }
        try mix.wait("the word that nothing goes on") {
            (mix.output + mix.errors).contains("no sound: the sound device has taken nothing for 2 s")
        }
        mix.signal(SIGINT)
        let ended = try mix.end()
        close(reader)
        #expect(ended.code == 0)
        #expect(
            (ended.output + ended.errors).contains(
                "the sound device takes nothing and does not let go; it is left to itself"))
        let dump = try folder.run("session", "dump", "Song")
        // The engine has never carried out the stop: what was written lies in the journal, and comes back whole.
        #expect(dump.errors.contains("a pass that was cut off at") && dump.errors.contains("was recovered: 1 fader"))
        let lanes = try SessionDocument.load(text: dump.output, file: "Song").lanes
        #expect((lanes[ParameterID(.strip(1), .fader)]?.segments.last?.frame ?? 0) > 24_000)
    }
}
