import MIDI
import Testing

@testable import ALSASequencer

@Suite struct `A rescan` {
    private static func port(_ client: UInt8, _ name: String = "X-Touch") -> (
        address: SequencerPort.Address, description: PortDescription
    ) {
        (
            .init(client: client, port: 0),
            PortDescription(
                identity: PortIdentity(client: name, port: name), sends: true, receives: true, isHardware: true)
        )
    }

    private static func known(_ client: UInt8, _ name: String = "X-Touch", connected: Bool, wired: Bool)
        -> PortChanges.Known
    {
        let port = port(client, name)
        return .init(
            address: port.address, description: port.description, isConnected: connected, isWired: wired)
    }

    @Test func `a device that came back under its old number without its wire is gone and new`() {
        let changes = PortChanges(
            known: [
                Self.known(20, connected: true, wired: false), Self.known(24, connected: true, wired: true),
                Self.known(28, connected: false, wired: false),
            ], present: [Self.port(20), Self.port(24), Self.port(28)])
        #expect(changes.gone == [.init(client: 20, port: 0)])
        #expect(changes.new == [.init(client: 20, port: 0)])
    }

    @Test func `another device under the number of one that went is gone and new`() {
        let changes = PortChanges(
            known: [Self.known(20, connected: true, wired: true)], present: [Self.port(20, "BCF2000")])
        #expect(changes.gone.map(\.client) == [20])
        #expect(changes.new.map(\.client) == [20])
    }

    @Test func `what came and what went is found, and nothing else`() {
        let changes = PortChanges(
            known: [Self.known(20, connected: true, wired: true), Self.known(24, connected: true, wired: true)],
            present: [Self.port(24), Self.port(32)])
        #expect(changes.gone.map(\.client) == [20])
        #expect(changes.new.map(\.client) == [32])
    }
}
