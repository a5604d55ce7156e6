import Automation
import Desk
import Mapping
import MixModel
import SessionStore
import Testing

@testable import Live

@Suite struct `Recorded hands` {
    @Test(arguments: [false, true])
    func `a ride on a device, with keys and page beside it, plays again to the same lanes`(isPulled: Bool) throws {
        let stage = try LiveStage(modes: [.strip(1): .touch, .strip(2): .touch])
        var port = FakePort("Bench", device: 20)
        stage.plug(port)
        stage.run(milliseconds: 50)
        stage.live.record { _ in "bench" }
        stage.run(milliseconds: 20)
        stage.press(.playOrStop)
        stage.run(milliseconds: 200)
        stage.hear([0x90, 104, 127], from: port)
        func ride(with port: FakePort) {
            for step in 0..<40 {
                stage.hear([0xE0, UInt8(step * 3 % 128), UInt8(100 - step)], from: port)
                stage.run(milliseconds: 7)
            }
        }
        ride(with: port)
        if isPulled {
            stage.unplug(port)
            stage.run(milliseconds: 400)
            port = FakePort("Bench", device: 21)
            stage.plug(port)
            stage.run(milliseconds: 50)
            stage.hear([0x90, 104, 127], from: port)
            ride(with: port)
        }
        stage.hear([0x90, 104, 0], from: port)
        stage.run(milliseconds: 300)
        stage.hear([0x90, 16, 127, 0x80, 16, 0], from: port)
        stage.run(milliseconds: 100)
        stage.press(.playOrStop)
        stage.run(milliseconds: 300)
        let lanes = stage.desk.document.lanes
        #expect(lanes[ParameterID(.strip(1), .fader)] != nil && lanes[ParameterID(.strip(1), .mute)] != nil)

        let recorder = try #require(stage.live.recorded)
        #expect(recorder.text.contains("do: '/transport/play'") && recorder.text.contains("do: '/transport/stop'"))
        #expect(
            recorder.text.contains("bench: unplug") == isPulled && recorder.text.contains("bench: plug") == isPulled)
        let (performance, faults) = PerformanceReader.read(text: recorder.text, file: "ride.yaml")
        #expect(faults.map(\.description) == [])
        let (mapping, _) = MappingReader.read(text: LiveStage.mapping, file: "bench.yaml")
        let again = try LiveStage(modes: [.strip(1): .touch, .strip(2): .touch])
        let player = OfflinePlayer(engine: again.studio.engine, disk: again.studio.disk, blockSize: 64)
        let read = try #require(performance)
        let run = PerformanceRun(
            read, mappings: [read.surfaces[0].name: try #require(mapping)], desk: again.desk, player: player,
            keepsTake: false)
        run.endsWithEvents = true
        run.run()
        #expect(run.failures.map(\.description) == [])
        #expect(again.desk.document.lanes == lanes)
    }
}
