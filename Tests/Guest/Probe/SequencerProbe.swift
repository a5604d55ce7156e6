import ALSASequencer
import Glibc
import MIDI

/// Prints one line for each event, and obeys lines on standard input:
/// `connect CLIENT`, `disconnect CLIENT`, `send CLIENT HEX…`, `statistics`, `quit`.
struct SequencerProbe {
    let client: SequencerClient

    init(includesSoftware: Bool) throws {
        do {
            client = try SequencerClient(name: "Probe", includesSoftware: includesSoftware)
        } catch {
            say("error \(error)")
            exit(69)
        }
    }

    func run() {
        say("ready")
        var input: [UInt8] = []
        while true {
            for event in client.events() { tell(event) }
            var descriptors = [
                pollfd(fd: client.fileDescriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, 2, -1) >= 0, descriptors[1].revents != 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 else { return }
            input += buffer[..<count]
            while let end = input.firstIndex(of: 10) {
                guard obey(String(decoding: input[..<end], as: UTF8.self)) else { return }
                input.removeSubrange(...end)
            }
        }
    }

    private func tell(_ event: SequencerEvent) {
        switch event {
        case .appeared(let port):
            let identity = port.identity
            say(
                "appeared|\(identity.client)|\(identity.port)|\(identity.index)|\(identity.usb ?? "-")|"
                    + "\(identity.path ?? "-")|\(identity.serial ?? "-")|sends=\(port.sends)|receives=\(port.receives)"
            )
        case .disappeared(let port): say("disappeared|\(port.identity.client)|\(port.identity.path ?? "-")")
        case .message(let port, let timed):
            let hex = timed.message.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            say("message|\(port.identity.client)|\(timed.nanoseconds)|\(monotonicNanoseconds())|\(hex)")
        case .wired(let port): say("wired|\(port.identity.client)")
        case .unwired(let port): say("unwired|\(port.identity.client)")
        case .lost: say("lost")
        case .loopCut: say("loop cut")
        }
    }

    /// Devices are named as in `appeared`, or by `@` and the end of their path where two are alike.
    private func ports(_ name: Substring) -> [SequencerPort] {
        client.ports.filter {
            name.hasPrefix("@") ? ($0.identity.path ?? "").hasSuffix(name.dropFirst()) : $0.identity.client == name
        }
    }

    private func obey(_ line: String) -> Bool {
        let words = line.split(separator: "|")
        switch words.first {
        case "connect": attempt { for port in ports(words[1]) { try port.connect() } }
        case "disconnect": attempt { for port in ports(words[1]) { port.disconnect() } }
        case "send":
            let bytes = words[2].split(separator: " ").compactMap { UInt8($0, radix: 16) }
            attempt { for port in ports(words[1]) { try port.send(bytes) } }
        case "statistics":
            let counted = client.statistics
            say(
                "statistics|\(counted.overruns)|\(counted.droppedBytes)|\(counted.ignored)|\(counted.loopsCut)")
        case "quit": return false
        default: say("error not a command: \(line)")
        }
        return true
    }

    private func attempt(_ action: () throws -> Void) {
        do {
            try action()
            say("done")
        } catch {
            say("error \(error)")
        }
    }
}
