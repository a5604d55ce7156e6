public import MIDI

/// What the sequencer tells: devices that come and go, and what they send.
public enum SequencerEvent {
    /// A device's port is there (at start: was there already). It is not connected yet.
    case appeared(any DevicePort)
    /// It was unplugged; sending to it throws from now on. The same device comes back as a new port.
    case disappeared(any DevicePort)
    /// A whole message of a connected port, stamped by the kernel.
    case message(any DevicePort, TimedMessage)
    /// Somebody has wired the port to our input by hand; it is not connected by us.
    case wired(any DevicePort)
    /// Somebody has taken out a wire of a connected port; it is not connected any more.
    case unwired(any DevicePort)
    /// The kernel's input pool was full: messages of any device may be lost, releases among them.
    case lost
    /// Our output was wired to our input; the wire is out again.
    case loopCut
}

/// What went wrong on the way in, counted since the client was opened.
public struct SequencerStatistics: Sendable, Equatable {
    /// Times that the kernel's input pool was full: messages were lost.
    public var overruns = 0
    /// Bytes of system-exclusive messages that were cut, never ended or longer than 64 KiB.
    public var droppedBytes = 0
    /// Messages that are no MIDI (of other programs) or came from a port that isn't connected.
    public var ignored = 0
    /// Connections of our own output to our own input that were found and cut.
    public var loopsCut = 0

    public init() {}
}
