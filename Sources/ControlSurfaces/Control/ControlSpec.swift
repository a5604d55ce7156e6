/// One control of a device, as its mapping describes it: what it sends and what it accepts. No strip, no parameter.
// Large: a field for each keyword of a control.
public struct ControlSpec: Sendable, Hashable {
    /// Name in the mapping, such as `fader/1` or `pot/3/push`; unique in the device.
    public var name: String
    /// What arrives when it is moved or pressed; `nil` for a control that only shows.
    public var input: MessagePattern?
    /// How the input's number is to be read.
    public var form: ControlForm
    /// How a touch is known.
    public var touch: TouchSpec
    /// Lowest and highest number that the device sends (end points); `upper < lower` when inverted.
    public var lowest: Int
    public var highest: Int
    /// Changes of at most this many device steps, back and forth, are jitter (0: none).
    public var deadBand: Int
    /// LED or motor: what shows the state on the device.
    public var outputs: [OutputSpec]
    /// When feedback is sent while the hand is on the control.
    public var echo: EchoPolicy
    /// Of an encoder: what each tick counts, by how many came within 100 ms before it; empty: 1.
    public var acceleration: [Int] = []
    /// Numbers at which the device has a value printed.
    public var marks: [ControlMark] = []
    /// Of a button: a short press holds it on; `nil`: it is held as long as the hand does.
    public var latch: Latch?
    /// The port that it sends and is sent to by, of a device with several; from 1.
    public var port = 1

    public init(
        name: String, input: MessagePattern? = nil, form: ControlForm = .absolute, touch: TouchSpec = .none,
        lowest: Int = 0, highest: Int = 127, deadBand: Int = 0, outputs: [OutputSpec] = [], echo: EchoPolicy = .idle
    ) {
        self.name = name
        self.input = input
        self.form = form
        self.touch = touch
        self.lowest = lowest
        self.highest = highest
        self.deadBand = deadBand
        self.outputs = outputs
        self.echo = echo
    }

    /// Whether the control has a motor that the program can drive.
    public var isMotorised: Bool { outputs.contains { if case .motor = $0 { true } else { false } } }
}

public enum ControlForm: Sendable, Hashable {
    /// The number is where the control stands.
    case absolute
    /// The number is how far it was turned.
    case relative(RelativeEncoding, ticksPerTurn: Int)
    /// Pressed while the number is above 0.
    case button
    /// The device itself toggles: each message is a press, whatever its number.
    case toggle
}

/// How an encoder writes a signed number of ticks into its message. Columns of the table in `RelativeEncoding.decode`.
public enum RelativeEncoding: String, Sendable, Hashable, CaseIterable {
    /// Two's complement: 1 = +1, 127 = −1.
    case twos
    /// Centred on 64: 65 = +1, 63 = −1.
    case offset
    /// Bit 6 is minus: 1 = +1, 65 = −1 (Mackie Control).
    case signed
    /// Bit 6 is plus: 65 = +1, 1 = −1 (HUI).
    case signedInverse = "signed-inverse"
    /// One controller for up, the next for down: any value is one tick. Of a parameter number: data increment and decrement.
    case incDec = "inc-dec"
    /// From the middle up it is one tick, below it one back (the pan knob of a FaderPort).
    case direction
}

public enum TouchSpec: Sendable, Hashable {
    /// No touch: a value only.
    case none
    /// A message says touched (number above 0) and released.
    case sense(MessagePattern)
    /// Any message is a touch; it ends this long after the last movement, 50…5000 ms. `nil`: as long as the session says.
    case motion(milliseconds: Int?)
    /// Held while another control is pressed.
    case button(control: String)
}

/// What the device accepts to show the state of a control.
public enum OutputSpec: Sendable, Hashable {
    /// Position of the fader itself, scaled to `lowest…highest` of the control.
    case motor(MessagePattern)
    /// A lamp with a number for each state.
    case led(MessagePattern, LEDValues)
    /// LEDs around an encoder.
    case ring(MessagePattern, RingStyle)
    /// LEDs in a row that are numbered, from the first to the last; 0 is dark.
    case row(MessagePattern, ClosedRange<Int>)
    /// Text: system-exclusive template.
    case text(TextTemplate)
    /// A level: a meter of its own.
    case meter(MessagePattern, MeterScale)
    /// One place, from 0 at the left, of a text of so many seven-segment digits.
    case digit(MessagePattern, place: Int, of: Int)
}

/// A value that is printed beside a control, such as 0 dB beside a fader.
public struct ControlMark: Sendable, Hashable {
    /// The value in the parameter's unit, as it is written: `0 dB`.
    public var value: String
    /// What the control sends there.
    public var number: Int
    public init(value: String, number: Int) {
        self.value = value
        self.number = number
    }
}

/// How a ring of LEDs is addressed.
public enum RingStyle: String, Sendable, Hashable, CaseIterable {
    /// Mackie: mode in bits 4–5, 1…11 in bits 0–3.
    case dot, pan, wrap, spread
    /// 0…127 as it is.
    case value
    /// `pan` for a value that rests in the middle, `wrap` for any other.
    case auto
}

/// `F0 … {ascii:7} F7`: fixed bytes around a text of fixed length.
public struct TextTemplate: Sendable, Hashable {
    /// How letters become bytes.
    public enum Coding: String, Sendable, Hashable, CaseIterable { case ascii, digits }

    public var prefix: [UInt8]
    public var length: Int
    public var suffix: [UInt8]
    public var coding: Coding
    public init(prefix: [UInt8], length: Int, suffix: [UInt8], coding: Coding = .ascii) {
        self.prefix = prefix
        self.length = length
        self.suffix = suffix
        self.coding = coding
    }

    /// The bytes of a text, made to fit.
    func bytes(of text: String) -> [UInt8] {
        switch coding {
        case .ascii: ScribbleText.fit(text, length: length)
        case .digits: SegmentDigits.numbers(of: text, count: length)
        }
    }
}

/// How a button goes on being held after a short press in which nothing else was used.
public enum Latch: String, Sendable, Hashable, CaseIterable {
    /// Until it is pressed again.
    case tap
    /// Until another button was used.
    case next
}

public enum EchoPolicy: String, Sendable, Hashable, CaseIterable {
    /// Feedback is never sent.
    case never
    /// Not while touched or moving.
    case idle
    /// Also while touched, for devices that fall back without it.
    case always
}

/// How a control joins a value that it does not stand at.
public enum TakeoverMode: String, Sendable, Hashable, CaseIterable, Codable {
    case jump, pickup, scale, motor
}
