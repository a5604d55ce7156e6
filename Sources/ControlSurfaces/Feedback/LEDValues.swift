/// The numbers that a lamp takes, and its colours.
public struct LEDValues: Sendable, Hashable {
    public var off: Int
    public var on: Int
    /// `nil`: the device cannot blink by itself, or does it by another message.
    public var blink: Int?
    /// Where a lamp is sent that the device makes blink, with the number that it has when lit.
    public var blinking: MessagePattern?
    /// What colours the lamp can have.
    public var colours: ColourCode

    public init(
        off: Int = 0, on: Int = 127, blink: Int? = nil, blinking: MessagePattern? = nil, colours: ColourCode = .none
    ) {
        self.off = off
        self.on = on
        self.blink = blink
        self.blinking = blinking
        self.colours = colours
    }

    /// Whether we have to make it blink.
    var isBlinkedByUs: Bool { blink == nil && blinking == nil }

    /// What stands on the lamp; without a blink of its own the device is sent on and off in turn.
    func shown(_ lamp: FeedbackValue.Lamp, in colour: Colour?, at time: Int64) -> FeedbackEncoder.Shown {
        let lit = colour.flatMap(colours.number) ?? on
        switch lamp {
        // A colour that was asked for while dark is a dim one.
        case .off: return .number(colour.flatMap(colours.number) ?? off)
        case .on: return .number(lit)
        case .blink:
            if blinking != nil { return .blinking(lit) }
            let isLit = (time / FeedbackEncoder.blinkHalfPeriod) % 2 == 0
            return .number(blink ?? (isLit ? lit : off))
        }
    }
}

/// Red, green and blue as people write them, 0…255.
public struct Colour: Sendable, Hashable {
    public var red: Int
    public var green: Int
    public var blue: Int

    public init(_ red: Int, _ green: Int, _ blue: Int) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    // swift-format-ignore
    /// The colours that have a name.
    public static let named: [(name: String, colour: Colour)] = [
        ("black", Colour(0, 0, 0)), ("white", Colour(255, 255, 255)), ("grey", Colour(128, 128, 128)),
        ("red", Colour(255, 0, 0)), ("orange", Colour(255, 128, 0)), ("yellow", Colour(255, 255, 0)),
        ("lime", Colour(128, 255, 0)), ("green", Colour(0, 255, 0)), ("cyan", Colour(0, 255, 255)),
        ("blue", Colour(0, 0, 255)), ("violet", Colour(128, 0, 255)), ("magenta", Colour(255, 0, 255)),
        ("pink", Colour(255, 128, 192)), ("dim-red", Colour(64, 0, 0)), ("dim-orange", Colour(64, 32, 0)),
        ("dim-yellow", Colour(64, 64, 0)), ("dim-green", Colour(0, 64, 0)), ("dim-blue", Colour(0, 0, 64)),
        ("dim-white", Colour(64, 64, 64)), ("dim-violet", Colour(32, 0, 64)),
    ]

    /// Reads `red` or `#FF8000`; `nil` if it is neither.
    public init?(_ text: String) {
        if let row = Colour.named.first(where: { $0.name == text }) {
            self = row.colour
            return
        }
        let digits = text.dropFirst()
        guard text.first == "#", digits.count == 6, let number = Int(digits, radix: 16), digits.first != "-",
            digits.first != "+"
        else { return nil }
        self.init(number >> 16, number >> 8 & 255, number & 255)
    }

    /// How far apart two colours look: weighted squares.
    /// - Source: T. Riemersma, "Colour metric" (compuphase.com): weights by the mean of both reds.
    func distance(to other: Colour) -> Int {
        let mean = (red + other.red) / 2
        let (r, g, b) = (red - other.red, green - other.green, blue - other.blue)
        return ((512 + mean) * r * r) / 256 + 4 * g * g + ((767 - mean) * b * b) / 256
    }
}

/// How a lamp is told its colour.
public enum ColourCode: Sendable, Hashable {
    /// It has one.
    case none
    /// By a number for each colour.
    case palette([PaletteColour])
    /// By its parts, seven bits each: `{red:7} {green:7} {blue:7}`.
    case parts

    /// The number of the nearest colour that the lamp can have; `nil` if it has none to choose from.
    public func number(_ colour: Colour) -> Int? {
        switch self {
        case .none: nil
        case .palette(let colours):
            colours.min { $0.colour.distance(to: colour) < $1.colour.distance(to: colour) }?.number
        case .parts: (colour.red >> 1) << 14 | (colour.green >> 1) << 7 | colour.blue >> 1
        }
    }
}

public struct PaletteColour: Sendable, Hashable {
    public var colour: Colour
    public var number: Int
    public init(_ colour: Colour, number: Int) {
        self.colour = colour
        self.number = number
    }
}
