import Automation
import MixModel

/// A story of automation, told in the travel of a control, 0…1, on whatever parameter and from whatever beginning.
struct Story: Sendable {
    /// With the number of its case in the specification, where it has one.
    var name: String
    var mode = AutomationMode.touch
    /// Song seconds and travel, straight between; a single point is a flat lane.
    var lane: [Point] = [Point(0, 0.5)]
    var glide = 0.5
    var loop: Range<Double>?
    var punch: Range<Double>?
    /// Seconds after the start of play, negative for before it.
    var events: [Event]
    /// Song seconds, and what the lane says there afterwards.
    var expected: [Wanted]
    /// Steps of undo that bear a pass.
    var passes = 1
    /// Whether all that was heard while the song played is what the lane says afterwards.
    var isHeardAsWritten = true
    /// It is about the trim over the parameter: travels are the trim's.
    var isTrimmed = false
    /// The parameters that it is about; the first where a column names none. A switch is pressed where others are touched.
    var kinds = Kind.continuous

    struct Point: Sendable {
        var time: Double
        var travel: Double
        init(_ time: Double, _ travel: Double) { (self.time, self.travel) = (time, travel) }
    }

    struct Event: Sendable {
        var time: Double
        var doing: Doing
        init(_ time: Double, _ doing: Doing) { (self.time, self.doing) = (time, doing) }
    }

    enum Doing: Sendable {
        case touch, letGo
        case move(Double)
        /// From one travel to another over seconds, once in 10 ms.
        case ride(Double, Double, over: Double)
        /// A second control on the same parameter: touched by motion, with pick-up, or not touched at all.
        case other(String, Double)
        /// An action; `PARAMETER` stands for the parameter's address.
        case act(String)
        /// A button of the device.
        case press(String)
        /// The cable is out.
        case unplug
    }

    struct Wanted: Sendable {
        var time: Double
        var value: Value
        init(_ time: Double, _ value: Value) { (self.time, self.value) = (time, value) }
    }

    enum Value: Sendable {
        /// A control's travel.
        case travel(Double)
        /// What the lane said before, or the value without one.
        case old
        /// A share of the way from a travel to what the lane said before at another time.
        case between(Double, share: Double, oldAt: Double)
    }

    var isFlat: Bool { lane.count == 1 }
    var isSwitch: Bool { kinds == [.mute] }
    /// The first thing that a hand does.
    var firstHand: Double? { events.first { $0.doing.isHand }?.time }
    /// Whether a hand is on it and moves nothing.
    var isUnmoved: Bool {
        !events.contains { event in
            switch event.doing {
            case .move, .ride, .other: true
            default: false
            }
        }
    }
    var isSensed: Bool { events.first { $0.doing.isHand }?.doing.isTouch == true }
}

extension Story.Doing {
    var isHand: Bool {
        switch self {
        case .act, .press, .unplug: false
        case .touch, .letGo, .move, .ride, .other: true
        }
    }
    var isTouch: Bool { if case .touch = self { true } else { false } }
}

/// Where a story begins.
enum Beginning: String, CaseIterable, Sendable {
    case comfortable = "a lane, a second to spare"
    case noLane = "never a lane"
    case connected = "device just connected"
    case bank = "bank just changed"
    case layer = "layer just changed"
    case located = "just located"
    case undone = "just undone"
    case step = "lane just stepped"
    case handBefore = "hand on before play"
    case recalled = "just recalled"

    /// How long before the first hand, in seconds.
    static let moment = 0.005

    /// Why a story cannot begin here; `nil`: it can.
    func hole(_ story: Story, _ kind: Kind) -> String? {
        guard story.kinds.contains(kind) else {
            return "is about \(story.kinds == [.mute] ? "a switch" : "other parameters")"
        }
        guard story.firstHand != nil || self == .comfortable || self == .noLane else { return "no hand in it" }
        switch self {
        case .comfortable, .connected, .layer: return nil
        case .noLane where !story.isFlat: return "is about the lane's curve"
        case .step where !story.isFlat: return "is about the lane's curve"
        case .undone where !story.isFlat: return "is about the lane's curve"
        case .noLane where (story.firstHand ?? 0) < 0: return "a hand moves the value itself there, in stop"
        case .step where story.isSwitch: return "a step is a switch's next point"
        case .noLane where story.name.hasPrefix("off"): return "the value that off takes is what it goes back to"
        case .noLane where story.name.hasPrefix("52"): return "without a lane a hand sets the value, as in read"
        case .noLane, .step, .undone: return nil
        case .bank: return kind.isInBank ? nil : "in no bank"
        case .located where (story.firstHand ?? 0) <= 0: return "begins in stop: located there anyway"
        case .located where story.events.contains { $0.time < story.firstHand ?? 0 && !$0.doing.isHand }:
            return "writes before its first hand"
        case .located: return nil
        case .handBefore where story.isSwitch: return "a press before play is another press"
        case .handBefore where !story.isSensed: return "a hand that is not sensed ends with the stop"
        case .handBefore where (story.firstHand ?? 0) < 0: return "is this story itself"
        case .handBefore where !story.isFlat: return "held from the start it writes another curve"
        case .handBefore where story.name.hasPrefix("44"): return "is punched in at the start"
        case .handBefore where story.name.hasPrefix("48"): return "a hand that writes goes on until it lets go"
        case .handBefore where story.punch != nil || story.name.contains("tap"): return "would write from the start"
        case .handBefore: return nil
        case .recalled where story.isSwitch: return "a press after it is another press"
        case .recalled where story.isUnmoved || story.passes == 0 && story.mode == .touch:
            return "a recall is a hand that moves: it writes itself"
        case .recalled where story.name.hasPrefix("16") || story.name.hasPrefix("17"):
            return "what was recalled is caught elsewhere"
        case .recalled where story.name.hasPrefix("35"): return "glides back to what the recall has written"
        case .recalled: return nil
        }
    }
}

/// What the story's parameter is.
enum Kind: String, CaseIterable, Sendable {
    case pan, fader, frequency, send, vca, master, effect, mute

    static let continuous: [Kind] = [.pan, .fader, .frequency, .send, .vca, .master, .effect]
    static let faders: [Kind] = [.fader, .vca, .master]
    static let trimmed: [Kind] = [.fader, .vca, .master, .send]

    // swift-format-ignore
    private var row: (address: String, slot: String?, range: String) {
        switch self {
        case .pan:       ("/strip/1/pan", "/slot/1/pan", "-1..1")
        case .fader:     ("/strip/1/fader", "/slot/1/fader", "-40..0 dB")
        case .frequency: ("/strip/1/eq/2/frequency", "/slot/1/eq/2/frequency", "100..8000 Hz")
        case .send:      ("/strip/1/send/1/level", "/slot/1/send/1/level", "-40..0 dB")
        case .vca:       ("/vca/1/fader", nil, "-40..0 dB")
        case .master:    ("/master/fader", nil, "-40..0 dB")
        case .effect:    ("/bus/1/reverb/decay", nil, "0.5..8 s")
        case .mute:      ("/strip/1/mute", "/slot/1/mute", "")
        }
    }

    var address: String { row.address }
    var range: String { row.range }
    var isInBank: Bool { row.slot != nil }
    /// As the device's control is assigned.
    var target: String { row.slot ?? row.address }
}
