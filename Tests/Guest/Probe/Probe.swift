import Glibc

/// Drives the two drivers from a test script inside the guest kernel: `driver-probe sequencer` tells what the sequencer does and
/// sends what it is told to; `driver-probe sound …` plays noise and writes what a perfect device would record.
@main
struct Probe {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard !arguments.isEmpty else { fail("usage: driver-probe sequencer | sound KEY=VALUE… | list") }
        let command = arguments.removeFirst()
        var options: [String: String] = [:]
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { fail("expected KEY=VALUE, found \(argument)") }
            options[String(parts[0])] = String(parts[1])
        }
        switch command {
        case "sequencer": try SequencerProbe(includesSoftware: options["software"] == "yes").run()
        case "sound": try SoundProbe(options).run()
        case "list": SoundProbe.list()
        default: fail("no such probe: \(command)")
        }
    }
}

func fail(_ message: String) -> Never {
    put("driver-probe: \(message)\n", to: STDERR_FILENO)
    exit(64)
}

/// A line at once: the script at the other end of the pipe waits for it.
func say(_ line: String) { put(line + "\n", to: STDOUT_FILENO) }

private func put(_ text: String, to descriptor: Int32) {
    var bytes = ArraySlice(text.utf8)
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { exit(74) }
        bytes = bytes.dropFirst(count)
    }
}

func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
