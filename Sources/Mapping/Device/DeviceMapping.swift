public import ControlSurfaces
public import MIDI

/// One device as its mapping file describes it: how it is recognised, what it has, what each control does.
// Large: a field for each keyword of a mapping.
public struct DeviceMapping: Sendable, Hashable {
    /// The file's name without `.yaml`: how performances and `--mapping` call it, and what udev sets as property.
    public var id: String
    /// For people.
    public var name: String
    /// One line for lists; empty if not said.
    public var about: String
    /// Any of these recognises a device; empty: only by name.
    public var matches: [DeviceMatch]
    public var defaults: Defaults
    /// In the order of the file, ranges expanded.
    public var controls: [ControlSpec]
    /// At least one; the first is where the device starts.
    public var layers: [Layer]
    /// Messages sent on connecting, before any feedback; each is whole.
    public var setup: [[UInt8]]
    /// Messages sent before disconnecting, after all lamps went dark.
    public var farewell: [[UInt8]]
    /// Message that the device must be sent regularly, or it takes us for gone; `nil`: none.
    public var keepAlive: KeepAlive?
    /// The file that it was read from.
    public var file: String
    /// The files that it extends, nearest first.
    public var bases: [String] = []
    /// Devices whose mappings join the same word are one wide surface; `nil`: it stands alone.
    public var joins: String?
    /// What it shares with those that join the same.
    public var shares = Set(Share.allCases)
    /// Actions that an event sets off without a hand; section `on`.
    public var hooks: [Hook] = []
    public var banks = BankRules()
    /// Where it stands in a wide surface, from the left, 1…99.
    public var place = DeviceMapping.middle
    /// How many devices it expects beside it, 0…8.
    public var extenders = 0
    /// Where controls are on the device: rows from the top, names from the left; empty: a gap.
    public var look: [[String]] = []
    /// How fast it may be sent to.
    public var rate = FeedbackRate.usb
    /// What it is asked until it answers; `nil`: nothing.
    public var handshake: Handshake?
    /// How each of its ports is recognised, if it has several; the first is number 1.
    public var ports: [DeviceMatch] = []
    /// Of a ``part(_:)``: the number of its port.
    public internal(set) var port = 1

    /// The place of a device that names none.
    public static let middle = 50

    /// What holds for every control that does not say otherwise.
    public struct Defaults: Sendable, Hashable {
        /// How a control joins a value; a control without motor turns `motor` into `pickup`.
        public var takeover: TakeoverMode = .pickup
        /// 0…5000 ms; `nil`: as long as the session says.
        public var glideMilliseconds: Int?
        /// Of faders, knobs and encoders that name no touch.
        public var touch: TouchSpec = .motion(milliseconds: nil)
        public var echo: EchoPolicy = .idle
        /// Jitter to ignore, in steps of the device.
        public var deadBand = 0
        /// Numbers of the device's colours.
        public var palette: [PaletteColour] = []
        public init() {}
    }

    public init(
        id: String, name: String, about: String = "", matches: [DeviceMatch] = [], defaults: Defaults = Defaults(),
        controls: [ControlSpec] = [], layers: [Layer] = [], setup: [[UInt8]] = [], farewell: [[UInt8]] = [],
        file: String = ""
    ) {
        self.id = id
        self.name = name
        self.about = about
        self.matches = matches
        self.defaults = defaults
        self.controls = controls
        self.layers = layers
        self.setup = setup
        self.farewell = farewell
        self.file = file
    }

    public func control(named name: String) -> ControlSpec? { controls.first { $0.name == name } }
    public func layer(named name: String) -> Layer? { layers.first { $0.name == name } }

    /// Controls that change what others do while they are held. Their press and release must be followed in every layer.
    public var modifiers: Set<String> { Set(layers.flatMap { $0.assignments.flatMap(\.modifiers) }) }

    /// Whether any control shows levels.
    public var showsMeters: Bool {
        layers.contains { $0.assignments.contains { if case .meter? = $0.show { true } else { false } } }
    }

    /// Strips in a bank: the highest `/slot/n` that any layer names; 0 if none does.
    public var slots: Int { layers.flatMap(\.assignments).map(\.highestSlot).max() ?? 0 }

    /// Whether any match is for this device, or one of its ports, and which.
    public func match(for identity: PortIdentity) -> DeviceMatch? {
        (matches + ports).first { $0.matches(identity) }
    }
}

/// One way to recognise a device. Every part that is given must fit.
public struct DeviceMatch: Sendable, Hashable {
    /// `"1235:0061"`, lower-case hex.
    public var usb: String?
    /// Globs (`*`, `?`) on the sequencer's names; case counts.
    public var client: String?
    public var port: String?
    /// Index of the port in its client, from 0: for devices with several ports.
    public var index: Int?

    public init(usb: String? = nil, client: String? = nil, port: String? = nil, index: Int? = nil) {
        self.usb = usb
        self.client = client
        self.port = port
        self.index = index
    }

    public func matches(_ identity: PortIdentity) -> Bool {
        (usb != nil || client != nil || port != nil)
            && (usb == nil || usb == identity.usb?.lowercased())
            && (client.map { Glob.matches($0, identity.client) } ?? true)
            && (port.map { Glob.matches($0, identity.port) } ?? true)
            && (index == nil || index == identity.index)
    }

    /// For `gainrider surfaces`: `usb 1235:0061`, `client "X*" and port "*MIDI 1"`.
    public var description: String {
        [
            usb.map { "usb \($0)" }, client.map { "client \"\($0)\"" }, port.map { "port \"\($0)\"" },
            index.map { "port index \($0)" },
        ]
        .compactMap { $0 }.joined(separator: " and ")
    }
}

enum Glob {
    /// `*` is any text, `?` any one character.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern), text = Array(text)
        var p = 0, t = 0, star: Int?, retry = 0
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                star = p
                retry = t
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let star {
                p = star + 1
                retry += 1
                t = retry
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
