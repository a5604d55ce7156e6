import ControlSurfaces
import Mapping
import MixModel
import Testing
import Units

/// The printed 0 dB of a fader.
@Suite struct `Marks` {
    private static func assignment(_ controls: String, _ action: String) throws -> (ControlSpec, Assignment) {
        let text = "mapping: 1\nname: T\ncontrols:\n  a: {\(controls)}\nlayers:\n  mix: {a: \(action)}\n"
        let (mapping, diagnostics) = MappingReader.read(text: text, file: "t.yaml")
        for diagnostic in diagnostics where diagnostic.severity == .error { Issue.record("\(diagnostic)") }
        let found = try #require(mapping)
        return (found.controls[0], try #require(found.layers.first?.assignments.first))
    }

    // swift-format-ignore
    static let faders = [
        ("in: pitchbend ch 1, out: same, mark: {0 dB: 12808}", 12_808),
        ("in: pitchbend ch 1, out: same, travel: 0..15935, mark: {0 dB: 12808, -20 dB: 8000}", 12_808),
        ("in: cc 7 ch 1, out: same, mark: {0 dB: 100}", 100),
        ("in: cc 7 ch 1, out: same, travel: 127..0, mark: {0 dB: 27}", 27),
        ("in: cc 0/32 ch 1, out: same, mark: {0 dB: 13106, -10 dB: 10000}", 13_106),
    ]

    @Test(arguments: faders)
    func `give their level, and the motor rests on them`(line: String, number: Int) throws {
        let (control, assignment) = try Self.assignment(line, "/slot/1/fader")
        let spec = Role.fader.spec
        #expect(assignment.position(travel: control.travel(step: number), of: spec) == 0)
        #expect(control.step(travel: assignment.travel(position: 0, of: spec)) == number)
    }

    @Test(arguments: faders, ["/slot/1/fader", "/slot/1/send/1/level", "/slot/1/pan", "/slot/1/hpf/frequency"])
    func `leave every number its own way there and back`(fader: (String, Int), action: String) throws {
        let (control, assignment) = try Self.assignment(fader.0, action)
        let spec = try #require(assignment.actions.first?.target?.spec)
        let numbers = min(control.lowest, control.highest)...max(control.lowest, control.highest)
        for number in numbers {
            let position = assignment.position(travel: control.travel(step: number), of: spec)
            let back = control.step(travel: assignment.travel(position: position, of: spec))
            guard back == number else {
                Issue.record("\(number) came back as \(back)")
                return
            }
        }
    }

    @Test func `leave the ends and other parameters alone`() throws {
        let (control, assignment) = try Self.assignment(Self.faders[0].0, "/slot/1/fader")
        let spec = Role.fader.spec
        #expect(assignment.position(travel: 0, of: spec) == spec.position(travel: 0))
        #expect(assignment.position(travel: 1, of: spec) == spec.position(travel: 1))
        let (_, pan) = try Self.assignment(Self.faders[0].0, "/slot/1/pan")
        #expect(pan.taper == nil && control.marks.count == 1)
    }
}
