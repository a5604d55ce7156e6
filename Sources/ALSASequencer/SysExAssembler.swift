internal import MIDI

/// The portions in which the kernel hands over a system-exclusive message, joined again; one for each device.
struct SysExAssembler {
    /// Bytes that belonged to no whole message.
    private(set) var droppedBytes = 0

    private var bytes: [UInt8] = []

    /// Takes a portion; returns the messages that it ends.
    mutating func take(_ portion: some Sequence<UInt8>) -> [[UInt8]] {
        var whole: [[UInt8]] = []
        for byte in portion {
            switch byte {
            case 0xF0:
                drop()
                bytes = [0xF0]
            case 0xF7 where !bytes.isEmpty:
                whole.append(bytes + [0xF7])
                bytes = []
            case 0..<0x80 where !bytes.isEmpty && bytes.count < ByteParser.sysExLimit - 1: bytes.append(byte)
            case 0..<0x80 where !bytes.isEmpty:
                drop()
                droppedBytes += 1
            default: droppedBytes += 1
            }
        }
        return whole
    }

    /// Another message came in the middle, or the device went: what was there is counted and dropped.
    mutating func drop() {
        droppedBytes += bytes.count
        bytes = []
    }
}
