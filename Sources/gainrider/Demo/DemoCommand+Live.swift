import ALSAPCM
import AudioFiles
import Demonstration
import Desk
import Foundation
import Live
import Mapping
import Page
import SessionStore

/// The demonstration to be watched: the recorded hands play in real time, and the console page shows them.
extension DemoCommand {
    func watch(_ store: SessionStore, _ file: String) throws {
        var draft = PerformanceReader.draft(text: DemoPerformance.text, file: file)
        let mappings = draft.findMappings(in: Mappings.library())
        guard !draft.hasErrors else { throw Failure(draft.diagnostics) }
        let studio = Studio(store, isLive: true)
        let output: AudioOutput
        do throws(PCMError) {
            output = try AudioOutput(
                OutputSettings(
                    device: OutputSettings.clockDevice, sampleRate: studio.desk.sampleRate, period: 256, periods: 2,
                    lengthens: false, waits: false), engine: studio.engine)
            guard studio.disk.waitUntilReady(slot: 0) else {
                throw PCMError.system(
                    device: "none", action: "read ahead", reason: "the disk gave no sound within 5 s")
            }
            try output.start()
        } catch {
            throw Failure(.unavailable, "gainrider: \(error)")
        }
        let say: (String) -> Void = { Terminal.output.line($0) }
        let live = LiveMix(
            studio, output: output, devices: nil, mappings: try Mappings.load(), tell: say)
        studio.startMeasuring()
        let served = try page.serve(store, mappings: Array(mappings.values), tell: say)
        if let served { live.serve(served) }
        say(served == nil ? "The hands begin to play" : "The hands begin to play as soon as the page is open")
        while served?.hub.hasClients == false, !Interruption.isRequested { live.step() }
        if !Interruption.isRequested { live.replay(draft.performance, mappings: mappings) }
        while !live.hasEnded, !Interruption.isRequested { live.step() }
        if served != nil, !Interruption.isRequested { say("The hands have gone; now it is yours. Ctrl-C ends it") }
        while served != nil, !Interruption.isRequested { live.step() }
        live.end()
        served?.stop()
        try studio.leave(tell: say)
    }
}
