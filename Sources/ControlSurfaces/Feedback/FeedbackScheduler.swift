/// What one connected device is to show, and what may be sent to it when.
///
/// A cache of what each output shows; what differs waits, the newest value alone, and goes out as fast as the device can
/// take it: motors before lamps, rings and text, and nothing waits for ever behind the others. Nothing is sent twice. The
/// echo policy is kept here and nowhere else. Give it, in this order: every event of the device (``receive(_:)``), then what
/// came of it (``set(_:of:at:)``), then call ``drain(at:)`` and send; again when ``deadline`` has come.
// Large: one queue: what outputs show, which of them wait, and what the line can take.
public struct FeedbackScheduler: Sendable {
    /// A control counts as moving until this long after its last movement.
    public static let quietTime: Int64 = 250_000_000
    /// What has waited this long gets a message in four, whatever comes before it.
    public static let patience: Int64 = 250_000_000

    public let controls: [ControlSpec]
    public let rate: FeedbackRate
    /// `false`: motors are sent nothing at all.
    public internal(set) var areMotorsOn = true
    /// Where the last ``drain(at:)`` sent motors; for ``PhysicalPositions/drive(_:to:at:)``.
    public private(set) var lastDriven: [(control: Int, travel: Double)] = []

    struct Hand: Sendable {
        var isTouching = false
        var lastMovement: Int64?
        var motor = MotorTrace()
    }

    var outputs: [FeedbackOutput] = []
    /// Where texts stand on displays that are one long line; see ``TextRun``.
    private var texts: [TextRun.Place: Int] = [:]
    /// Outputs that wait to be sent to, and those that are blinked: nothing else is looked at for what comes next.
    var waiting: Set<Int> = []
    private var blinking: Set<Int> = []
    var outputsOfControl: [[Int]]
    var hands: [Hand]
    /// When the line is free again.
    var readyAt = Int64.min
    private var sentSinceStarved = 0
    var blinkedAt: Int64 = 0
    /// Messages that darken what is no longer mapped.
    var leftovers: [[UInt8]] = []
    let keepAlive: KeepAlive?
    /// When the device was last told that we are there.
    var toldAliveAt: Int64?

    public init(controls: [ControlSpec], rate: FeedbackRate = .usb, keepAlive: KeepAlive? = nil) {
        self.controls = controls
        self.keepAlive = keepAlive
        self.rate = rate
        hands = controls.map { _ in Hand() }
        outputsOfControl = controls.map { _ in [] }
        for (index, control) in controls.enumerated() {
            for spec in control.outputs {
                outputsOfControl[index].append(outputs.count)
                if let place = TextRun.Place(spec) { texts[place] = outputs.count }
                outputs.append(FeedbackOutput(control: index, spec: spec))
            }
        }
    }

    /// Who moved a control.
    public enum Origin: String, Sendable, Hashable, CaseIterable {
        case hand
        /// A motor reports its own way: no hand, and nothing may come of it.
        case motor
    }

    /// Takes an event of the device's own decoder, in order of time, and says whether a hand made it.
    ///
    /// Only a control with touch sense can be known to move by itself: untouched, within 300 ms of a message to its motor,
    /// and on the motor's way.
    public mutating func receive(_ event: ControlEvent) -> Origin {
        let control = event.control
        switch event.change {
        case .touched: hands[control].isTouching = true
        case .untouched: hands[control].isTouching = false
        case .moved(let travel, _, let isJitter):
            let isSensed = controls[control].hasTouchSense && !hands[control].isTouching
            if isSensed && hands[control].motor.explains(travel, at: event.time) { return .motor }
            guard !isJitter else { break }
            hands[control].lastMovement = event.time
            hands[control].motor.place(travel)
            // The hand has moved the fader away from what was sent, and a device draws the ring of its own knob.
            forget(control, at: event.time) { $0 == .motor || $0 == .ring }
        case .pressed, .released:
            // Such a device changes its lamp by itself.
            if controls[control].echo == .always || controls[control].form == .toggle {
                forget(control, at: event.time) { $0 == .lamp }
            }
        case .turned: break
        }
        return .hand
    }

    /// What a control is to show from now on.
    public mutating func set(_ value: FeedbackValue, of control: Int, at time: Int64) {
        guard controls[control].echo != .never else { return }
        for index in outputsOfControl[control] {
            outputs[index].show(value, of: controls[control], at: time)
            note(index)
        }
    }

    /// Switches all motors of the device. Off they are sent nothing at all; on again, they go where they should be.
    public mutating func setMotors(on: Bool, at time: Int64) {
        guard on != areMotorsOn else { return }
        areMotorsOn = on
        guard on else { return }
        for index in outputs.indices where outputs[index].rank == .motor {
            outputs[index].forget(at: time)
            note(index)
        }
    }

    /// What the motor of a control is doing, for ``Takeover/admit(_:from:target:touch:motor:)``.
    public func motorState(of control: Int, at time: Int64) -> MotorState {
        guard areMotorsOn, controls[control].isMotorised, controls[control].echo != .never else { return .off }
        guard let last = hands[control].motor.lastWrite else { return .settled }
        return time - last < PhysicalPositions.motorTravelTime ? .travelling : .settled
    }

    /// Everything is to be sent again, what was never set as dark: on connection, and by command.
    public mutating func resync(at time: Int64) {
        for index in outputs.indices {
            let output = outputs[index]
            guard controls[output.control].echo != .never else { continue }
            if output.value == nil, let darkness = output.darkness {
                outputs[index].show(darkness, of: controls[output.control], at: time)
            }
            outputs[index].forget(at: time)
            note(index)
        }
    }

    /// An output may have begun or ceased to wait.
    mutating func note(_ index: Int) {
        if outputs[index].waitingSince != nil { waiting.insert(index) } else { waiting.remove(index) }
        if outputs[index].isBlinkedByUs { blinking.insert(index) } else { blinking.remove(index) }
    }

    /// The device has gone: no hand is on it any more. What it is to show is kept for its return (``resync(at:)``).
    public mutating func disconnect() {
        hands = controls.map { _ in Hand() }
        readyAt = .min
    }

    /// When ``drain(at:)`` has something to do; may be in the past. `nil`: nothing waits.
    public var deadline: Int64? {
        var earliest = leftovers.isEmpty ? nil : max(readyAt, blinkedAt)
        if let keepAlive {
            let time = toldAliveAt.map { $0 + keepAlive.interval } ?? blinkedAt
            earliest = min(earliest ?? time, time)
        }
        for index in waiting {
            if let since = outputs[index].waitingSince, let free = freeAt(outputs[index]) {
                let time = max(free, readyAt, since)
                earliest = min(earliest ?? time, time)
                // Nothing can go before the line is free: the first output that waits for the line alone ends the search.
                if time <= readyAt { break }
            }
        }
        if !blinking.isEmpty {
            let time = blinkedAt + FeedbackEncoder.blinkHalfPeriod
            earliest = min(earliest ?? time, time)
        }
        return earliest
    }

    /// Messages to be sent now, in order.
    public mutating func drain(at time: Int64) -> [[UInt8]] {
        blink(at: time)
        lastDriven.removeAll(keepingCapacity: true)
        var messages: [[UInt8]] = []
        if let keepAlive, toldAliveAt.map({ time - $0 >= keepAlive.interval }) ?? true {
            messages.append(keepAlive.bytes)
            take(messages[...], at: time)
            toldAliveAt = time
        }
        while readyAt <= time, !leftovers.isEmpty {
            messages.append(leftovers.removeFirst())
            take(messages.suffix(1), at: time)
        }
        while readyAt <= time, let index = next(at: time) {
            let bytes = run(from: index, at: time) ?? outputs[index].send(at: time)
            note(index)
            take(bytes[...], at: time)
            messages += bytes
            if case (.motor, .travel(let travel?)?) = (outputs[index].rank, outputs[index].value) {
                hands[outputs[index].control].motor.drive(to: travel, at: time)
                lastDriven.append((outputs[index].control, travel))
            }
        }
        return messages
    }

    /// The last messages for a device: lamps and rings dark, texts blank; motors down if asked and not switched off.
    ///
    /// All at once; a caller who fears for the device spaces them out by ``rate``.
    public mutating func farewell(motorsDown: Bool = false) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        for index in outputs.indices {
            let output = outputs[index]
            let spec = controls[output.control]
            let down: FeedbackValue? = motorsDown && areMotorsOn ? .travel(0) : nil
            guard spec.echo != .never, let last = output.rank == .motor ? down : output.darkness else { continue }
            outputs[index].show(last, of: spec, at: 0)
            if outputs[index].waitingSince != nil { messages += outputs[index].send(at: 0) }
            note(index)
        }
        return messages
    }

    /// On a line that counts bytes: a text together with those beside it that wait, too, as one message.
    private mutating func run(from index: Int, at time: Int64) -> [[UInt8]]? {
        guard rate.nanosecondsPerByte > 0 else { return nil }
        let run = TextRun(around: index, outputs, texts) { output in
            output.waitingSince != nil && freeAt(output).map { $0 <= time } == true
        }
        guard run.members.count > 1 else { return nil }
        defer { for member in run.members { note(member) } }
        return [TextRun.joined(run.members.compactMap { outputs[$0].send(at: time).first }, run.head)]
    }

    // MARK: Who is next

    /// The output to be sent to now; `nil` if none waits that may be.
    private mutating func next(at time: Int64) -> Int? {
        var best: (index: Int, rank: FeedbackOutput.Class, since: Int64)?
        var starved: (index: Int, since: Int64)?
        // In their order, so that of equals the first goes first.
        for index in waiting.sorted() {
            let output = outputs[index]
            guard let since = output.waitingSince, let free = freeAt(output), free <= time else { continue }
            if time - since >= FeedbackScheduler.patience, starved.map({ since < $0.since }) ?? true {
                starved = (index, since)
            }
            if best.map({ (output.rank, since) < ($0.rank, $0.since) }) ?? true { best = (index, output.rank, since) }
        }
        if let starved, sentSinceStarved >= 3 {
            sentSinceStarved = 0
            return starved.index
        }
        if best != nil { sentSinceStarved += 1 }
        return best?.index
    }

    /// When an output may be sent to; `nil` while a hand is on it, or its motor is off.
    private func freeAt(_ output: FeedbackOutput) -> Int64? {
        let control = controls[output.control]
        let hand = hands[output.control]
        switch output.rank {
        case .motor where !areMotorsOn: return nil
        case .motor where control.echo == .idle, .ring where control.echo == .idle && control.form == .absolute:
            guard !hand.isTouching else { return nil }
            return max(output.earliest, hand.lastMovement.map { $0 + FeedbackScheduler.quietTime } ?? .min)
        default: return output.earliest
        }
    }

    /// The line is busy while these messages go out.
    private mutating func take(_ messages: ArraySlice<[UInt8]>, at time: Int64) {
        let cost = messages.reduce(0) { $0 + rate.nanosecondsPerMessage + rate.nanosecondsPerByte * Int64($1.count) }
        readyAt = max(readyAt, time - rate.burst) + cost
    }

    private mutating func blink(at time: Int64) {
        let half = FeedbackEncoder.blinkHalfPeriod
        blinkedAt = time / half * half
        for index in blinking {
            outputs[index].refresh(of: controls[outputs[index].control], at: time)
            note(index)
        }
    }

    private mutating func forget(_ control: Int, at time: Int64, where isMeant: (FeedbackOutput.Class) -> Bool) {
        for index in outputsOfControl[control] where isMeant(outputs[index].rank) {
            outputs[index].forget(at: time)
            note(index)
        }
    }
}
