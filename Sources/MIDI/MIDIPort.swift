/// A device on the MIDI system: where it came from, and how to send to it.
///
/// The ALSA sequencer implements it; tests and performances use ports of their own. Input does not come through the port:
/// the owner of the system hands out ``TimedMessage`` values.
public protocol MIDIPort: AnyObject {
    /// What the system says of the device.
    var identity: PortIdentity { get }
    /// Sends at once, without waiting. Throws if the device has gone or its buffer is full; nothing of the message was sent then.
    func send(_ bytes: [UInt8]) throws
}

/// What a MIDI system tells about one device port, before a mapping is chosen.
public struct PortIdentity: Sendable, Hashable {
    /// Sequencer client name, which for a USB device is the product's name.
    public var client: String
    /// Port name.
    public var port: String
    /// Index of the port in its client, from 0.
    public var index: Int
    /// `"1235:0061"`, lower-case hex; `nil` if it is not a USB device.
    public var usb: String?
    /// Where it is plugged in (sysfs path of the USB device) and its serial number: tells two alike apart.
    public var path: String?
    public var serial: String?

    public init(
        client: String, port: String, index: Int = 0, usb: String? = nil, path: String? = nil, serial: String? = nil
    ) {
        self.client = client
        self.port = port
        self.index = index
        self.usb = usb
        self.path = path
        self.serial = serial
    }
}

/// A message with the time at which it arrived.
public struct TimedMessage: Sendable, Hashable {
    /// Nanoseconds on the system's monotonic clock, stamped by the kernel where possible.
    public var nanoseconds: Int64
    public var message: Message

    public init(nanoseconds: Int64, message: Message) {
        self.nanoseconds = nanoseconds
        self.message = message
    }
}
