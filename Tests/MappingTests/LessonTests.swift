import MIDI
import Testing

@testable import Mapping

/// One control is moved, and what it is can be seen.
@Suite struct `A lesson` {
    private static let mapping = """
        mapping: 1
        name: Bench
        controls:
          fader/1: {in: pitchbend ch 1, out: same, touch: note 104 ch 1}
          knob/1: {in: cc 1/33 ch 1}
          key/1: {in: note 16 ch 1}
        layers:
          mix: {fader/1: /slot/1/fader, knob/1: /slot/1/pan, key/1: layer other}
          other: {knob/1: /slot/2/pan}
        """

    private static func lesson(_ moves: [UInt8]..., layer: String = "mix", text: String? = mapping) -> ControlLesson {
        var lesson = ControlLesson(
            text.flatMap { MappingReader.read(text: $0, file: "bench.yaml").mapping }, layer: layer)
        var time: Int64 = 0
        for move in moves {
            var parser = ByteParser()
            for message in parser.parse(move) {
                lesson.take(message, at: time)
                time += 2_000_000
            }
            time += 50_000_000
        }
        return lesson
    }

    @Test func `a control of the mapping is called by its name, with what it does in the layer`() throws {
        let heard = Self.lesson([0xB0, 1, 3, 0xB0, 33, 4], layer: "other").heard
        #expect(heard.count == 1)
        let knob = try #require(heard.first)
        #expect(knob.control == "knob/1" && knob.isKnown && knob.does == ["/slot/2/pan"])
        #expect(knob.message == "cc 1/33 ch 1" && knob.kind == .knob)
    }

    @Test func `a touch and its fader are one control`() throws {
        let heard = Self.lesson([0x90, 104, 127], [0xE0, 0, 64], [0xE0, 0, 65], [0x90, 104, 0]).heard
        #expect(heard.map(\.control) == ["fader/1"])
        #expect(heard.first?.touch == "note 104 ch 1" && heard.first?.kind == .fader)
    }

    @Test func `what the mapping does not have is told apart by what it sends`() throws {
        let encoder = Self.lesson([0xB0, 16, 1], [0xB0, 16, 1], [0xB0, 16, 127], [0xB0, 16, 127]).heard
        #expect(encoder.first?.kind == .encoder && encoder.first?.encoding == "twos")
        #expect(encoder.first?.control == "encoder/1" && encoder.first?.line == "{in: cc 16 ch 1, as: relative twos}")
        let key = Self.lesson([0x90, 40, 100], [0x90, 40, 0]).heard
        #expect(key.first?.control == "key/2" && key.first?.line == "{in: note 40 ch 1, out: same}")
        let once = Self.lesson([0xB0, 70, 9]).heard
        #expect(once.first?.kind == .unclear && once.first?.control == "knob/2")
        #expect(
            Self.lesson([0xB0, 70, 9], [0xB0, 70, 40], [0xB0, 70, 80], [0xB0, 70, 100]).heard.first?.range == [
                9, 100,
            ])
    }

    @Test func `the latest stands first`() {
        let heard = Self.lesson([0xB0, 70, 9], [0x90, 16, 127], [0xB0, 71, 9], [0xB0, 70, 10]).heard
        #expect(heard.map(\.message) == ["cc 70 ch 1", "cc 71 ch 1", "note 16 ch 1"])
    }

    @Test func `without a mapping everything is new`() {
        let heard = Self.lesson([0xB0, 1, 3], [0x90, 16, 127], text: nil).heard
        #expect(heard.allSatisfy { !$0.isKnown } && heard.count == 2)
    }

    @Test func `however long it listens, it keeps little`() {
        var lesson = ControlLesson(nil, layer: "mix")
        for index in 0..<200_000 {
            lesson.take(
                .controlChange(channel: 1, controller: index % 90, value: index % 128), at: Int64(index) * 1000)
        }
        #expect(lesson.heard.count <= 70 && lesson.heard.allSatisfy { $0.count <= 128 })
        for number in 0..<3000 {
            lesson.take(
                .controlChange(channel: 2, controller: 99, value: number / 128), at: Int64(300_000 + number) * 1000)
            lesson.take(
                .controlChange(channel: 2, controller: 98, value: number % 128), at: Int64(300_000 + number) * 1000)
            lesson.take(.controlChange(channel: 2, controller: 6, value: 5), at: Int64(300_000 + number) * 1000)
        }
        #expect(lesson.heard.count <= 140)
    }
}
