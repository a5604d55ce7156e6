import Foundation
import Testing

@Suite struct `A recording` {
    @Test func `of a mix that could not begin leaves nothing, so that the next try finds its name free`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.5)
        let mix = ["--device", "none", "--play", "--until-end", "--record", "ride.yaml"]
        let failed = try folder.start(["mix", "No such song"] + mix).end()
        #expect(failed.code != 0)
        #expect(folder.names == ["Song.gainrider", "stems"])
        try folder.start(["mix", "Song"] + mix).end().requireDone()
        #expect(String(decoding: try folder.bytes("ride.yaml"), as: UTF8.self).contains("performance: 1"))
        let again = try folder.start(["mix", "Song"] + mix).end()
        #expect(again.code == 73 && again.errors.contains("ride.yaml is there already"), "\(again.errors)")
    }

    @Test(arguments: [
        (["mix", "Song", "--record"], ""), (["learn", "--from", "ride.yaml", "--out"], ""),
        (["import", "map.xml", "--out"], ""), (["automation", "Song", "export"], ".csv"), (["draw", "Song"], ".svg"),
    ])
    func `that cannot be written says so before anything is done`(command: [String], ending: String) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.5)
        let outcome = try folder.start(command + ["nowhere/out\(ending)"]).end()
        #expect(outcome.code == 73, "\(outcome.errors)")
        #expect(outcome.errors.contains("cannot write nowhere/out\(ending): its folder does not exist"))
    }
}
