import Automation
import Engine
import MixModel
import Testing
import Units

/// What hands, lanes, stops and seams make of a parameter, frame by frame.
@Suite struct Writing {
    /// One event in words, to compare.
    static func story(_ rig: Rig, _ parameter: Int32) -> [String] {
        rig.reports.compactMap { report in
            switch report {
            case .segment(parameter, let frame, let ramp):
                "\(frame): \(ramp.start) \(ramp.from) to \(ramp.to) in \(ramp.length)"
            case .writeEnded(parameter, let frame): "ended \(frame)"
            case .transport(let event, _, let from, let to): "\(event) \(from) \(to)"
            default: nil
            }
        }
    }

    let rig: Rig
    let fader: Int32

    init() {
        rig = Rig(Rig.mix(strips: 1))
        fader = rig.index(.strip(1), .fader)
        rig.feed(frames: 20_000)
    }

    private func lane(_ points: [(Int64, Float)]) {
        let table = LaneTable.make(Lane(points: points.map { (frame: $0.0, position: $0.1) }))
        rig.send(.lane(parameter: fader, table: table))
    }

    @Test func `a stop ends writing and puts a hand's ramp at its target`() {
        rig.send(
            .play(at: 0), .write(parameter: fader, at: 10, endsAtSeam: false),
            .ramp(parameter: fader, at: 10, to: -30, length: 1_000), .stop(at: 500))
        rig.render(600, size: { 37 })
        #expect(
            Self.story(rig, fader) == [
                "played 0 0", "10: 0 0.0 to 0.0 in 0", "10: 10 0.0 to -30.0 in 1000", "ended 500", "stopped 500 500",
            ])
        #expect(rig.engine.livePosition(of: fader) == -30)
    }

    @Test func `a stop in a glide reads the lane`() {
        lane([(0, -10), (1_000, -20)])
        rig.send(
            .play(at: 0), .ramp(parameter: fader, at: 10, to: 0, length: 0),
            .write(parameter: fader, at: 10, endsAtSeam: false),
            .glide(parameter: fader, at: 400, delay: 0, length: 300),
            .stop(at: 500))
        rig.render(600)
        #expect(rig.engine.livePosition(of: fader) == -15)
        #expect(Self.story(rig, fader).suffix(3) == ["400: 400 0.0 to -17.0 in 300", "ended 500", "stopped 500 500"])
    }

    @Test func `a glide ends on the lane, and writing with it`() {
        lane([(0, 0), (1_000, -10), (2_000, 0)])
        rig.send(
            .play(at: 0), .ramp(parameter: fader, at: 100, to: -40, length: 50),
            .write(parameter: fader, at: 100, endsAtSeam: false),
            .glide(parameter: fader, at: 500, delay: 0, length: 1_000))
        rig.render(1_500)
        #expect(
            rig.engine.livePosition(of: fader)
                == Ramp(start: 500, from: -40, to: -5, length: 1_000).position(at: 1_499))
        rig.render(1)
        #expect(rig.engine.livePosition(of: fader) == -5)
        rig.render(250)
        #expect(
            rig.engine.livePosition(of: fader)
                == Ramp(start: 1_000, from: -10, to: 0, length: 1_000).position(at: 1_750))
        #expect(Self.story(rig, fader).last == "ended 1500")
    }

    @Test func `what the lane renders while writing is reported segment by segment`() {
        lane([(0, 0), (300, -3), (600, -9)])
        rig.send(
            .play(at: 0), .write(parameter: fader, at: 100, endsAtSeam: false), .endWriting(parameter: fader, at: 700)
        )
        rig.render(900)
        #expect(
            Self.story(rig, fader) == [
                "played 0 0", "100: 0 0.0 to -3.0 in 300", "300: 300 -3.0 to -9.0 in 300",
                "600: 600 -9.0 to -9.0 in 0",
                "ended 700",
            ])
    }

    @Test func `a held hand goes on over the loop's seam, a latched one follows the lane again`() {
        let pan = rig.index(.strip(1), .pan)
        lane([(0, -6)])
        rig.send(.loop(start: 100, end: 1_000), .play(at: 0))
        for (parameter, endsAtSeam) in [(fader, false), (pan, true)] {
            rig.send(
                .write(parameter: parameter, at: 900, endsAtSeam: endsAtSeam),
                .ramp(parameter: parameter, at: 900, to: 1, length: 200))
        }
        rig.render(1_050, size: { 64 })
        let held = Ramp(start: 900, from: -6, to: 1, length: 200)
        let middle = held.position(at: 1_000)
        #expect(
            Self.story(rig, fader) == [
                "played 0 0", "900: 0 -6.0 to -6.0 in 0", "900: 900 -6.0 to 1.0 in 200", "wrapped 1000 100",
                "100: 100 \(middle) to 1.0 in 100",
            ])
        #expect(
            rig.engine.livePosition(of: fader) == Ramp(start: 100, from: middle, to: 1, length: 100).position(at: 149)
        )
        #expect(Self.story(rig, pan).suffix(2) == ["ended 1000", "wrapped 1000 100"])
        #expect(rig.engine.livePosition(of: pan) == 0)
        rig.render(200)
        #expect(rig.engine.livePosition(of: fader) == 1)
    }

    @Test func `a glide over the seam ends where the lane then is`() {
        lane([(0, 0), (1_000, -50)])
        rig.send(
            .loop(start: 0, end: 1_000), .play(at: 0), .ramp(parameter: fader, at: 0, to: 10, length: 0),
            .write(parameter: fader, at: 800, endsAtSeam: false),
            .glide(parameter: fader, at: 900, delay: 0, length: 200))
        rig.render(1_200)
        #expect(Self.story(rig, fader).suffix(3) == ["wrapped 1000 0", "0: 0 -20.0 to -5.0 in 100", "ended 100"])
        #expect(rig.engine.livePosition(of: fader) == Lane(points: [(0, 0), (1_000, -50)]).position(at: 199))
    }

    @Test func `a locate ends writing, and the lane rules from there`() {
        lane([(0, 0), (10_000, -50)])
        rig.feed(slot: 1, from: 5_000, frames: 1_000)
        rig.send(
            .play(at: 0), .write(parameter: fader, at: 100, endsAtSeam: true), .locate(at: 200, to: 5_000, slot: 1))
        rig.render(201)
        #expect(Self.story(rig, fader).suffix(2) == ["ended 200", "located 200 5000"])
        #expect(rig.engine.livePosition(of: fader) == -25)
    }

    @Test func `while stopped hands step, lanes are read and nothing is written`() {
        lane([(0, -12), (100, 0)])
        rig.render(10)
        #expect(rig.engine.livePosition(of: fader) == -12)
        rig.send(
            .ramp(parameter: fader, at: 15, to: -3, length: 480), .write(parameter: fader, at: 15, endsAtSeam: false))
        rig.render(10)
        #expect(rig.engine.livePosition(of: fader) == -3)
        #expect(Self.story(rig, fader) == ["ended 0"])
        rig.send(.glide(parameter: fader, at: 25, delay: 0, length: 100))
        rig.render(10)
        #expect(rig.engine.livePosition(of: fader) == -12)
    }

    @Test func `the rest position moves what nothing else holds`() {
        let pan = rig.index(.strip(1), .pan)
        lane([(0, -12)])
        for parameter in [fader, pan] { rig.send(.rest(parameter: parameter, to: 0.5)) }
        rig.render(1)
        #expect(rig.engine.livePosition(of: fader) == -12 && rig.engine.livePosition(of: pan) == 0.5)
        rig.send(.hold(parameter: pan, at: 0))
        rig.render(1)
        rig.send(.rest(parameter: pan, to: -1), .lane(parameter: fader, table: nil))
        rig.render(1)
        #expect(rig.engine.livePosition(of: fader) == 0.5 && rig.engine.livePosition(of: pan) == 0.5)
        rig.send(.follow(parameter: pan, at: 0))
        rig.render(1)
        #expect(rig.engine.livePosition(of: pan) == -1)
    }

    @Test func `positions out of range are brought inside, and switches step`() {
        let mute = rig.index(.strip(1), .mute)
        rig.send(
            .play(at: 0), .ramp(parameter: fader, at: 5, to: 99, length: 0),
            .ramp(parameter: mute, at: 5, to: 0.8, length: 480))
        rig.render(6)
        #expect(rig.engine.livePosition(of: fader) == 12 && rig.engine.livePosition(of: mute) == 1)
        rig.send(.ramp(parameter: fader, at: 0, to: .nan, length: 0))
        rig.render(1)
        #expect(rig.engine.livePosition(of: fader) == 0)
    }

    @Test func `every parameter has its number`() {
        let rig = Rig(Rig.mix(strips: 3, buses: 2))
        for index in 0..<rig.engine.table.count {
            #expect(rig.engine.table.parameter(at: index).flatMap(rig.engine.index(of:)) == Int32(index))
        }
        #expect(rig.engine.index(of: ParameterID(.strip(4), .fader)) == nil)
        #expect(rig.engine.node(at: 3) == .bus(1) && rig.engine.node(at: -1) == nil)
    }
}
