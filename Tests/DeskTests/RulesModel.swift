import Automation

/// The rules of automation a second time, as the documents tell them, to compare the program with: no gates, no ramps that are cut, no
/// passes that are merged, only the value in each frame of the song, and whether it is written. Slow, and simple enough to be believed.
///
/// One parameter, hands that are sensed, lines straight between values, everything in frames and in the parameter's positions.
struct RulesModel {
    enum Doing: Equatable {
        case touch(Int)
        case release(Int)
        case move(Float, by: Int)
        case locate(Int)
        case match
        case mode(AutomationMode)
        /// What was written from this stretch on (``stretches``) is undone.
        case undo(Int)

        /// The hand that does it; `nil`: none.
        var hand: Int? {
            switch self {
            case .touch(let hand), .release(let hand), .move(_, let hand): hand
            default: nil
            }
        }
    }

    /// Engine frame and what happens there, in order.
    struct Event {
        var frame: Int
        var doing: Doing
    }

    /// A straight movement that has begun; it stays at its end.
    private struct Way {
        var start: Int
        var length: Int
        var from: Float
        var to: Float
        var end: Int { start + length }
        func value(_ frame: Int) -> Float {
            if frame >= end { return to }
            return frame <= start ? from : from + (to - from) * Float(frame - start) / Float(length)
        }
    }

    /// In frames: a touch below 200 ms is a tap; a movement takes 2 to 20 ms; the return to the lane.
    private static let (tap, shortest, longest) = (9600, 96, 960)
    private let glide: Int
    /// Frame of the song at which the transport stops by itself: its last one and what is in the limiter's look-ahead then.
    private let end: Int
    /// Frames of the song outside of which nothing is written; the return to the lane lies inside.
    private let punch: Range<Int>?
    /// Frames of the song that are played over and over, once they are reached.
    private let loop: Range<Int>?
    /// The lane: its value in each frame of the song, before ``play(_:until:)`` and after.
    private(set) var lane: [Float]
    private var mode: AutomationMode
    /// Hands on their controls.
    private var sensed: Set<Int> = []
    /// Those of ``sensed`` that no match has taken the parameter from; one that moves again takes it back.
    private var hands: Set<Int> = []
    private var lastMove: [Int: Int] = [:]
    private var touchedSince: Int?
    private var grabbed: Float = 0
    /// The movement of the hand that has the parameter, or had it last.
    private var held: Way?
    /// The return to the lane, while there is one.
    private var back: Way?
    private var isWriting = false
    private var hasWritten = false
    /// What was written in one go: engine frames, and the lane as it was before. A locate and a seam begin the next.
    private(set) var stretches: [(frames: Range<Int>, before: [Float])] = []
    private var isInStretch = false
    /// Engine frames at which the song went on elsewhere.
    private(set) var jumps: [Int] = []
    /// Engine frames in which no hand is on, and the lane alone rules.
    private(set) var rests: [Range<Int>] = []

    init(
        lane: [Float], mode: AutomationMode, glide: Int, end: Int, punch: Range<Int>? = nil, loop: Range<Int>? = nil
    ) {
        (self.lane, self.glide, self.end, self.punch, self.loop) = (lane, glide, end, punch, loop)
        self.mode = Self.ofPan(mode)
    }

    /// The parameter is no fader.
    private static func ofPan(_ mode: AutomationMode) -> AutomationMode { mode == .touchLatch ? .latch : mode }

    /// Where the punch range's last frames begin, in which everything returns to the lane.
    private var punchOut: Int? { punch.map { $0.upperBound - min(glide, $0.count / 2) } }
    private var writes: Bool { mode != .read && mode != .off }
    /// Whether what a hand does here is written.
    private func isOpen(_ here: Int) -> Bool {
        guard let punch, let punchOut else { return true }
        return punch.lowerBound <= here && here < punchOut
    }
    private func waits(_ here: Int) -> Bool { here < punch?.lowerBound ?? 0 }
    private var isInHand: Bool { !hands.isEmpty }
    /// On its way to the punch range's end no hand takes it.
    private func isPunchingOut(_ here: Int) -> Bool {
        guard let punch, let punchOut else { return false }
        return isWriting && back != nil && punchOut <= here && here < punch.upperBound
    }

    /// Plays the song once, from engine frame 0 on, and stops at an engine frame.
    mutating func play(_ events: [Event], until stop: Int) {
        var events = events[...]
        var here = 0
        if mode == .write, isOpen(0) { (held, isWriting) = (still(lane[0], 0), true) }
        for frame in 0..<stop {
            if here == punch?.lowerBound { punchIn(frame, here) }
            if let since = touchedSince, frame == since + Self.tap {
                take(to: grabbed, at: frame, from: value(frame, here), over: Self.longest, here)
            }
            // What has come back to the lane is there before anybody does anything in this frame.
            if let way = back, frame >= way.end { follow() }
            while let event = events.first, event.frame == frame {
                events.removeFirst()
                happen(event.doing, at: frame, &here)
            }
            if here >= lane.count { return }
            if let way = back, frame >= way.end { follow() }
            if here == punchOut, isWriting, back == nil { goBack(at: frame, here) }
            note(frame)
            if isWriting { lane[here] = value(frame, here) }
            // If not this parameter, then another of its strip: switches are written up to the range's very end.
            if mode == .write, punch?.contains(here) ?? true { hasWritten = true }
            here += 1
            if here == loop?.upperBound { wrap(at: frame + 1, &here) }
        }
        leave(at: stop, here)
    }

    /// Keeps account of what is written and what rests in this frame.
    private mutating func note(_ frame: Int) {
        if isWriting {
            if !isInStretch { stretches.append((frame..<frame, lane)) }
            let start = stretches[stretches.count - 1].frames.lowerBound
            stretches[stretches.count - 1].frames = start..<frame + 1
        }
        isInStretch = isWriting
        guard sensed.isEmpty, touchedSince == nil, held == nil, back == nil, !isWriting else { return }
        if let last = rests.last, last.upperBound == frame {
            rests[rests.count - 1] = last.lowerBound..<frame + 1
        } else {
            rests.append(frame..<frame + 1)
        }
    }

    private func value(_ frame: Int, _ here: Int) -> Float {
        if let back, frame >= back.start { return back.value(frame) }
        return held?.value(frame) ?? lane[here]
    }

    private mutating func happen(_ doing: Doing, at frame: Int, _ here: inout Int) {
        let present = value(frame, here)
        switch doing {
        case .touch(let hand):
            sensed.insert(hand)
            let isAnother = isInHand
            hands.insert(hand)
            if isPunchingOut(here) { return }
            if held != nil || isAnother && touchedSince == nil {
                // Out of the way back, from where it is; a move that has not come to its end comes to it first.
                if held == nil || back != nil { held = taken(at: frame, here) }
                grip(at: frame, here)
            } else if !isAnother {
                (touchedSince, grabbed) = (frame, lane[here])
            }
        case .move(let position, let hand):
            // What a fader sends while the finger leaves it is no hand's.
            guard sensed.contains(hand) else { return }
            hands.insert(hand)
            let since = lastMove[hand].map { frame - $0 } ?? Self.longest
            lastMove[hand] = frame
            if isPunchingOut(here) { return }
            take(to: position, at: frame, from: present, over: min(max(since, Self.shortest), Self.longest), here)
        case .release(let hand):
            sensed.remove(hand)
            guard hands.remove(hand) != nil, hands.isEmpty else { return }
            touchedSince = nil
            guard held != nil, back == nil else { return }
            // What is latched stays, also before the range in which it will be written.
            if mode == .latch || mode == .write, isWriting || waits(here) { return }
            goBack(at: frame, here)
        case .match:
            guard isWriting, back == nil else { return }
            hands = []
            goBack(at: frame, here)
        case .undo(let stretch): lane = stretches[stretch].before
        case .mode(let new): become(Self.ofPan(new), at: frame, here)
        case .locate(let place):
            leave(at: frame, here)
            here = place
            arrive(at: frame, here, from: present)
        }
    }

    /// At the loop's end: what has not come to its end is not written beyond it.
    private mutating func wrap(at frame: Int, _ here: inout Int) {
        if let way = back, frame >= way.end { follow() }
        let present = value(frame, here)
        here = loop?.lowerBound ?? here
        arrive(at: frame, here, from: present)
    }

    /// The song goes on at another place, where what it has done before is a pass of its own.
    private mutating func arrive(at frame: Int, _ here: Int, from present: Float) {
        jumps.append(frame)
        isInStretch = false
        // After a pass write is over; before one it stays.
        if mode == .write, hasWritten { mode = .touch }
        hasWritten = false
        if isInHand, held != nil {
            // The hand takes it along, and writes on there.
            if back != nil { (held, back) = (still(present, frame), nil) }
            isWriting = writes && isOpen(here)
        } else {
            follow()
            // Also a hand that has stayed on after the punch range's end, into which it comes anew.
            if isOpen(here), mode == .write || writes && isInHand && touchedSince == nil {
                (held, isWriting, touchedSince) = (still(lane[here], frame), true, nil)
            }
        }
    }

    /// The mode is another one from here on.
    private mutating func become(_ new: AutomationMode, at frame: Int, _ here: Int) {
        guard new != mode else { return }
        mode = new
        guard writes else {
            // Read: what was written ends with its glide, unheard while a hand is on.
            if isWriting, back == nil, isInHand {
                glideOnPaper(at: frame, here)
                isWriting = false
            } else if held != nil, back == nil, !isInHand {
                goBack(at: frame, here)
            }
            return
        }
        if isOpen(here), !isWriting || back != nil, new == .write || isInHand && touchedSince == nil {
            if held == nil || back != nil { held = taken(at: frame, here) }
            (back, touchedSince, isWriting) = (nil, nil, true)
        } else if back == nil, !isInHand, held != nil, new == .touch || !isWriting && !waits(here) {
            goBack(at: frame, here)
        }
    }

    /// What stands here, taken out of its way back; a move that has not come to its end comes to it first.
    private func taken(at frame: Int, _ here: Int) -> Way {
        if let held, frame < held.end { return held }
        return still(value(frame, here), frame)
    }

    /// Where the song goes back from, if it does.
    private func seam(_ here: Int) -> Int? { loop.flatMap { here < $0.upperBound ? $0.upperBound : nil } }

    /// Frames that a glide may take: it ends with the song, the loop or the punch range at the latest.
    private func room(_ here: Int) -> Int {
        min(seam(here) ?? end, punch.flatMap { $0.contains(here) ? $0.upperBound : nil } ?? end, end) - here
    }

    private mutating func glideOnPaper(at frame: Int, _ here: Int) {
        let length = min(glide, room(here))
        let there = lane[min(lane.count - 1, here + length)]
        let way = Way(start: frame, length: length, from: value(frame, here), to: there)
        for ahead in 0..<length where here + ahead < lane.count { lane[here + ahead] = way.value(frame + ahead) }
    }

    private func still(_ position: Float, _ frame: Int) -> Way {
        Way(start: frame, length: 0, from: position, to: position)
    }

    /// The punch range begins: what a hand holds, what is latched, and in write all is written from here on.
    private mutating func punchIn(_ frame: Int, _ here: Int) {
        let isKept = held != nil && back == nil && (mode == .latch || mode == .write)
        // A touch that may be a tap writes when it moves, or has lasted.
        guard writes, !isWriting, mode == .write || isInHand && touchedSince == nil || isKept else { return }
        if held == nil || back != nil { held = taken(at: frame, here) }
        (back, touchedSince, isWriting) = (nil, nil, true)
    }

    private mutating func take(to position: Float, at frame: Int, from present: Float, over length: Int, _ here: Int)
    {
        grip(at: frame, here)
        held = Way(start: frame, length: length, from: present, to: position)
    }

    /// A hand has it from here on. Where nothing is written any more, what was gets its glide, unheard.
    private mutating func grip(at frame: Int, _ here: Int) {
        let isWritten = writes && isOpen(here)
        if isWriting, !isWritten { glideOnPaper(at: frame, here) }
        (back, touchedSince, isWriting) = (nil, nil, isWritten)
    }

    private mutating func goBack(at frame: Int, _ here: Int) {
        let room = room(here)
        let delay = max(0, (held?.end ?? frame) - frame)
        let start = frame + (delay < room ? delay : 0)
        let length = min(glide, room - (start - frame))
        let from = held?.value(start) ?? lane[here]
        back = Way(
            start: start, length: length, from: from, to: lane[min(lane.count - 1, here + start - frame + length)])
    }

    private mutating func follow() { (held, back, isWriting) = (nil, nil, false) }

    /// The song is left here: what would come to its end within 20 ms is written to its end.
    private mutating func leave(at frame: Int, _ here: Int) {
        guard isWriting, let way = back.flatMap({ $0.start <= frame ? $0 : nil }) ?? held else { return }
        guard way.from != way.to, way.end >= frame, way.end - frame < Self.longest else { return }
        let limit = seam(here) ?? lane.count
        for ahead in 0...(way.end - frame) where here + ahead < limit {
            lane[here + ahead] = way.value(frame + ahead)
        }
    }
}
