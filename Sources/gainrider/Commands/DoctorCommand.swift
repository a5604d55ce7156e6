import ALSAPCM
import ALSASequencer
import ArgumentParser
import Foundation
import MIDI
import Mapping

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this machine for mixing, and say how to mend what is wrong.",
        discussion: """
            Looks at sound and MIDI devices, permissions, real-time limits, udev rules and mappings; changes nothing.

            Example:
              gainrider doctor
            """)

    @Flag(name: .long, help: "As JSON.")
    var json = false

    /// One thing that was looked at.
    struct Finding: Encodable {
        var what: String
        var isWell: Bool
        var found: String
        var mend: String?
    }

    func run() throws {
        let findings = [sound(), sequencer(), realtime(), memory(), governor(), sleep(), udev(), mappings()]
        if json {
            Terminal.output.line(JSONText.of(findings))
        } else {
            for finding in findings {
                Terminal.output.line(
                    bold: "\(finding.isWell ? "✓" : "✗") \(finding.what)", ": \(finding.found)")
                if let mend = finding.mend { Terminal.output.line("    \(mend)") }
            }
            let open = findings.filter { !$0.isWell }.count
            Terminal.output.line(
                open == 0
                    ? "\nAll is well."
                    : "\n\(open) of \(findings.count) could be better; `gainrider demo` works all the same.")
        }
        if findings.contains(where: { !$0.isWell }) { throw ExitCode(Failure.Code.unavailable.rawValue) }
    }

    private func sound() -> Finding {
        let devices = AudioDevices.list()
        let hardware = devices.filter { $0.name.hasPrefix("hw:") }
        if hardware.isEmpty {
            let others = devices.prefix(4).map(\.name).joined(separator: ", ")
            return Finding(
                what: "Sound", isWell: false,
                found: "no sound card" + (others.isEmpty ? "" : "; ALSA names \(others)"),
                mend: "plug in an interface, or play without sound: gainrider mix SONG --device none")
        }
        return Finding(
            what: "Sound", isWell: true, found: hardware.map { "\($0.name) (\($0.summary))" }.joined(separator: "; "))
    }

    private func sequencer() -> Finding {
        do {
            let client = try SequencerClient()
            let loaded = Mappings.library().load()
            let names = client.ports.map {
                "\($0.identity.client) → \(loaded.matching($0.identity)?.mapping.id ?? "no mapping")"
            }
            return Finding(
                what: "MIDI", isWell: true,
                found: names.isEmpty
                    ? "the sequencer is there, no device is connected" : names.joined(separator: "; "))
        } catch {
            return Finding(what: "MIDI", isWell: false, found: "no sequencer", mend: "\(error)")
        }
    }

    private func realtime() -> Finding {
        let permission = RealtimePermission.check()
        if permission.priority > 0 {
            return Finding(what: "Real-time priority", isWell: true, found: "up to \(permission.priority)")
        }
        return Finding(what: "Real-time priority", isWell: false, found: "none", mend: "\(OutputWarning.noRealtime)")
    }

    private func memory() -> Finding {
        RealtimePermission.check().canLockMemory
            ? Finding(what: "Locked memory", isWell: true, found: "without a limit")
            : Finding(
                what: "Locked memory", isWell: false, found: "limited", mend: "\(OutputWarning.memoryNotLocked)")
    }

    private func governor() -> Finding {
        let path = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"
        let governor = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
            in: .whitespacesAndNewlines)
        let isWell = governor.map { $0 == "performance" || $0 == "schedutil" } ?? true
        return Finding(
            what: "Processor", isWell: isWell,
            found: governor.map { "governor \($0)" } ?? "its speed is not managed here",
            mend: isWell ? nil : "for short periods: sudo cpupower frequency-set -g performance")
    }

    private func sleep() -> Finding {
        switch WakeLatency.permission() {
        case .granted:
            Finding(
                what: "Processor sleep", isWell: true,
                found: "kept light while sound plays, so that no wake-up is late")
        case .notThere: Finding(what: "Processor sleep", isWell: true, found: "not managed here")
        case .refused:
            Finding(
                what: "Processor sleep", isWell: false, found: "as deep as the system likes: wake-ups may come late",
                mend: "the udev rules permit the user at the seat to keep it light: " + DoctorCommand.installRules)
        }
    }

    private static let rules = "70-gainrider.rules"
    private static let installRules =
        "gainrider udev | sudo tee /etc/udev/rules.d/\(rules) && sudo udevadm control --reload && sudo udevadm trigger"

    private func udev() -> Finding {
        let places = [
            "/etc/udev/rules.d", "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d",
        ]
        let name = DoctorCommand.rules
        if let place = places.first(where: { FileManager.default.fileExists(atPath: "\($0)/\(name)") }) {
            return Finding(what: "udev rules", isWell: true, found: "\(place)/\(name)")
        }
        return Finding(
            what: "udev rules", isWell: false, found: "not installed", mend: DoctorCommand.installRules)
    }

    private func mappings() -> Finding {
        let loaded = Mappings.library().load()
        let errors = loaded.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else {
            return Finding(
                what: "Mappings", isWell: false, found: "\(loaded.mappings.count) good, \(errors.count) mistakes",
                mend: errors.map(\.headline).joined(separator: "\n    "))
        }
        let isWell = !loaded.mappings.isEmpty
        return Finding(
            what: "Mappings", isWell: isWell,
            found: isWell ? loaded.mappings.map(\.id).joined(separator: ", ") : "none found",
            mend: isWell ? nil : "they belong in ../share/gainrider/mappings beside the program: make install")
    }
}
