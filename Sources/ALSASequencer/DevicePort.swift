public import MIDI

/// A device's port as the live program has it: the sequencer's, or one that a test plays.
///
/// - Thread: that of its ``DeviceSource``.
public protocol DevicePort: MIDIPort {
    /// The device sends: its messages arrive as events once it is connected.
    var sends: Bool { get }
    /// The device receives what is sent to it once it is connected.
    var receives: Bool { get }
    /// A port of the kernel's own drivers (hardware, virtual cards), not of another program.
    var isHardware: Bool { get }
    /// Ports with the same number are those of one device, as long as it is plugged in.
    var device: Int { get }
    /// Opens the device in both directions that it has. Does nothing if it is connected already.
    ///
    /// - Throws: ``SequencerError``.
    func connect() throws(SequencerError)
}

/// Where devices come from: the sequencer, or a test.
///
/// - Thread: one, the caller's.
public protocol DeviceSource: AnyObject {
    /// Readable when ``takeEvents()`` has something to tell; negative if nothing can be waited for.
    var fileDescriptor: Int32 { get }
    /// What was lost and refused so far.
    var statistics: SequencerStatistics { get }
    /// Everything that has happened since the last call, in order, without waiting.
    func takeEvents() -> [SequencerEvent]
}

extension SequencerClient: DeviceSource {
    public func takeEvents() -> [SequencerEvent] { events() }
}
