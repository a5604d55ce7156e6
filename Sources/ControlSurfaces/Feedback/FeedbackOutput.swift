/// One output of a control: what it is to show and what was last sent to it.
struct FeedbackOutput: Sendable {
    /// Order in which waiting outputs are served.
    enum Class: Int, Sendable, Comparable {
        case motor, lamp, ring, text, meter

        static func < (left: Class, right: Class) -> Bool { left.rawValue < right.rawValue }

        /// Shortest time between two messages to one output. Motors jerk when written more than 50 times a second, or in
        /// uneven steps: 20 ms are two of the desk's looks at what plays, so each step is of the same length. Nobody reads a
        /// text that changes faster. Meters come last: they must not hold up anything.
        var interval: Int64 {
            switch self {
            case .motor: 20_000_000
            case .lamp: 10_000_000
            case .ring: 20_000_000
            case .text: 60_000_000
            case .meter: 50_000_000
            }
        }
    }

    private(set) var control: Int
    let spec: OutputSpec
    let rank: Class
    /// What it is to show; `nil` while it is left alone.
    private(set) var value: FeedbackValue?
    private(set) var target: FeedbackEncoder.Shown?
    /// What it shows; `nil` if that is not known.
    private(set) var sent: FeedbackEncoder.Shown?
    private(set) var sentAt: Int64?
    /// Since when it waits to be sent to; `nil` while it shows what it should.
    private(set) var waitingSince: Int64?
    /// The last wait that ended because the value came back, not because it was sent.
    private var lastWait: (since: Int64, until: Int64)?

    init(control: Int, spec: OutputSpec) {
        self.control = control
        self.spec = spec
        rank =
            switch spec {
            case .motor: .motor
            case .led: .lamp
            case .ring, .row: .ring
            case .text, .digit: .text
            case .meter: .meter
            }
    }

    /// What it shows when there is nothing to show; `nil` for a motor, which stays.
    var darkness: FeedbackValue? {
        switch rank {
        case .motor: nil
        case .lamp: .lamp(.off)
        case .ring: .travel(nil)
        case .text: .text("")
        case .meter: .level(-.infinity)
        }
    }

    /// Whether a lamp is blinking that the device cannot blink.
    var isBlinkedByUs: Bool {
        guard case .led(_, let values) = spec, values.isBlinkedByUs else { return false }
        switch value {
        case .lamp(.blink), .light(.blink, _): return true
        default: return false
        }
    }

    /// The same output of the control with another index.
    func moved(to control: Int) -> FeedbackOutput {
        var output = self
        output.control = control
        return output
    }

    /// Takes a value if it is of the output's kind.
    mutating func show(_ value: FeedbackValue, of control: ControlSpec, at time: Int64) {
        let value = if case .ring(_, .auto) = spec { value } else { value.plain }
        switch (spec, value) {
        case (.motor, .travel(nil)):
            (self.value, target, waitingSince, lastWait) = (nil, nil, nil, nil)
        // Said again at every turn of the desk: nothing has to be worked out for it.
        case _ where value == self.value && !hasFallen(at: time): break
        case (.motor, .travel), (.ring, .travel), (.ring, .centred), (.row, .travel), (.led, .lamp), (.led, .light),
            (.text, .text),
            (.digit, .text), (.meter, .level):
            if hasFallen(at: time) { sent = nil }
            self.value = value
            refresh(of: control, at: time)
        default: break
        }
    }

    /// A meter that falls by itself has done so.
    private func hasFallen(at time: Int64) -> Bool {
        guard case .meter(_, let scale) = spec, let refresh = scale.refresh, case .level(let level)? = value,
            level > -.infinity, let sentAt
        else { return false }
        return time - sentAt >= refresh
    }

    /// Finds out anew what has to be shown: at a blink's change.
    mutating func refresh(of control: ControlSpec, at time: Int64) {
        guard let value else { return }
        target = FeedbackEncoder.shown(by: spec, of: control, showing: value, at: time)
        wait(at: time)
    }

    /// The device no longer shows what it was sent.
    mutating func forget(at time: Int64) {
        sent = nil
        wait(at: time)
    }

    /// It is being sent its target now; returns the messages.
    mutating func send(at time: Int64) -> [[UInt8]] {
        guard let target else { return [] }
        sent = target
        sentAt = time
        (waitingSince, lastWait) = (nil, nil)
        return FeedbackEncoder.messages(for: spec, showing: target)
    }

    /// Earliest time for the next message.
    var earliest: Int64 { sentAt.map { $0 + rank.interval } ?? .min }

    private mutating func wait(at time: Int64) {
        if target == nil || target == sent {
            lastWait = waitingSince.map { ($0, time) } ?? lastWait
            waitingSince = nil
        } else if waitingSince == nil {
            // A value that only passed what is shown has been waiting all the time.
            waitingSince = lastWait.flatMap { time - $0.until < FeedbackScheduler.patience ? $0.since : nil } ?? time
        }
    }
}
