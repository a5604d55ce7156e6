import Automation
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Without engine and store.
@Suite struct `The record of a pass` {
    private static let fader = ParameterID(.strip(1), .fader)

    private static func document(lane: [(FramePosition, Float)] = []) -> SessionDocument {
        var document = SessionDocument(sampleRate: 48_000)
        document.mix.strips = [Strip(name: "Vox")]
        document.mix[fader] = -10
        if !lane.isEmpty { document.lanes[fader] = Lane(points: lane) }
        return document
    }

    private static func segment(_ frame: FramePosition, _ from: Float, _ to: Float, _ length: Int64) -> Lane.Segment {
        Lane.Segment(Ramp(start: frame, from: from, to: to, length: length))
    }

    /// A ride from −10 to −4 dB over frames 100…200, held to 300.
    private static func ride(_ recorder: inout PassRecorder, _ document: SessionDocument) {
        _ = recorder.open(at: 0)
        recorder.expect(fader, rest: document.mix[fader])
        recorder.written(fader, segment(100, -10, -4, 100))
    }

    @Test func `becomes lanes and one record, over all its parameters`() throws {
        let document = Self.document()
        var recorder = PassRecorder()
        Self.ride(&recorder, document)
        #expect(!recorder.isComplete)
        recorder.ended(Self.fader, at: 300, room: 1000, in: document)
        #expect(recorder.isComplete)
        let closed = recorder.close(at: 0, in: document)
        let outcome = try #require(closed)
        #expect(outcome.changed == [Self.fader])
        #expect(outcome.lanes[Self.fader]?.position(at: 150) == -7)
        #expect(recorder.passes == [PassRecord(ranges: [Self.fader: [100..<300]])])
        #expect(!recorder.isOpen)
        let next = recorder.close(at: 0, in: document)
        #expect(next == nil)
    }

    @Test func `a pass that says what the lane says already changes nothing, and is no record`() throws {
        let document = Self.document(lane: [(0, -10)])
        var recorder = PassRecorder()
        _ = recorder.open(at: 0)
        recorder.expect(Self.fader, rest: -10)
        recorder.written(Self.fader, Self.segment(100, -10, -10, 0))
        let closed = recorder.close(at: 200, in: document)
        let outcome = try #require(closed)
        #expect(outcome.changed.isEmpty)
        #expect(outcome.lanes == document.lanes)
        #expect(recorder.passes.isEmpty)
    }

    /// Glide that is wanted, room for it, frames that are written.
    static let glides: [(Int64, Int64, FramePosition)] = [
        (50, 1000, 350), (50, 20, 320), (50, 0, 300), (0, 1000, 300),
    ]

    @Test(arguments: glides)
    func `a glide on paper lies behind what was written, as far as there is room`(
        wanted: Int64, room: Int64, end: FramePosition
    ) throws {
        let document = Self.document(lane: [(0, -20)])
        var recorder = PassRecorder()
        Self.ride(&recorder, document)
        recorder.expectGlide(Self.fader, frames: wanted)
        recorder.ended(Self.fader, at: 300, room: room, in: document)
        let closed = recorder.close(at: 0, in: document)
        let outcome = try #require(closed)
        #expect(recorder.passes == [PassRecord(ranges: [Self.fader: [100..<end]])])
        #expect(outcome.lanes[Self.fader]?.position(at: 299) == -4)
        #expect(outcome.lanes[Self.fader]?.position(at: end) == -20)
    }

    @Test func `the journal gets everything once, with how far the song has come`() {
        let document = Self.document()
        var recorder = PassRecorder()
        let early = recorder.batchIfDue(at: 0, every: 10, position: 0)
        #expect(early == nil)
        let begins = [recorder.open(at: 0), recorder.open(at: 0)]
        #expect(begins == [true, false])
        recorder.expect(Self.fader, rest: -10)
        // Of two orders the first says where it rested.
        recorder.expect(Self.fader, rest: -3)
        recorder.written(Self.fader, Self.segment(100, -10, -4, 100))
        let before = recorder.batchIfDue(at: 9, every: 10, position: 109)
        #expect(before == nil)
        let first = recorder.batchIfDue(at: 10, every: 10, position: 110)
        #expect(
            first == [
                .began(Self.fader, rest: -10),
                .segment(Self.fader, frame: 100, ramp: Ramp(start: 100, from: -10, to: -4, length: 100)),
                .position(frame: 110),
            ])
        recorder.ended(Self.fader, at: 115, room: 0, in: document)
        let second = recorder.batchIfDue(at: 20, every: 10, position: 120)
        #expect(second == [.writeEnded(Self.fader, frame: 115), .position(frame: 120)])
    }

    @Test func `the lanes so far are shown without ending the pass`() throws {
        let document = Self.document()
        var recorder = PassRecorder()
        #expect(recorder.lanes(upTo: 250, in: document) == nil)
        Self.ride(&recorder, document)
        let lanes = try #require(recorder.lanes(upTo: 250, in: document))
        #expect(lanes.map(\.id) == [Self.fader])
        #expect(lanes.first?.lane.position(at: 150) == -7)
        #expect(recorder.passes.isEmpty)
        #expect(!recorder.isComplete)
    }
}
