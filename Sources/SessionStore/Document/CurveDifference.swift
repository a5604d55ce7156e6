import Automation
import Units

/// Where two curves of one parameter differ, and by how much, in words.
enum CurveDifference {
    /// A parameter over the song.
    enum Curve {
        case rest(Float)
        case lane(Lane)

        func points(until end: FramePosition) -> [Lane.Point] {
            switch self {
            case .rest(let position): [Lane.Point(0, position), Lane.Point(end, position)]
            case .lane(let lane): lane.points(in: 0..<end)
            }
        }

        var isLane: Bool { if case .lane = self { true } else { false } }
    }

    /// A stretch in which they differ.
    private struct Stretch {
        var range: Range<FramePosition>
        /// Old and new where they are furthest apart, upwards and downwards.
        var highest: (old: Float, new: Float)
        var lowest: (old: Float, new: Float)
        /// Frames in which they differ by nearly as much as where they are furthest apart.
        var pieces: [(frames: Int64, from: Float, to: Float)] = []

        /// Frames in which the difference is that one, within a tolerance.
        func frames(at difference: Float, within tolerance: Float) -> Int64 {
            pieces.reduce(0) { sum, piece in
                abs(piece.from - difference) <= tolerance && abs(piece.to - difference) <= tolerance
                    ? sum + piece.frames : sum
            }
        }
    }

    /// Shorter gaps between two stretches are none, in ms.
    private static let gap: Int64 = 100

    /// Sentences without their subject: `+1.2 dB from 1:03.200 to 1:10.000`.
    static func words(_ spec: ParameterSpec, _ old: Curve, _ new: Curve, until end: FramePosition, rate: Int)
        -> [String]
    {
        let tolerance = Thinning().bound(of: spec) ?? 0.5
        if case .rest(let before) = old, case .rest(let after) = new {
            guard abs(before - after) > tolerance / 10 else { return [] }
            return ["\(spec.text(at: after)), was \(spec.text(at: before))"]
        }
        let found = stretches(old.points(until: end), new.points(until: end), tolerance, gap * Int64(rate) / 1000)
        guard !found.isEmpty else {
            guard old.isLane != new.isLane else { return [] }
            return [new.isLane ? "has a lane, and is as before" : "has no lane any more, and is as before"]
        }
        // Nobody reads a list of a hundred places.
        let shown = found.count > 12 ? Array(found.prefix(11)) : found
        var sentences = shown.map { stretch in
            let whole = stretch.range.lowerBound == 0 && stretch.range.upperBound >= end
            let place =
                whole
                ? "throughout"
                : "from \(SongTime.text(stretch.range.lowerBound, rate: rate)) to "
                    + "\(SongTime.text(stretch.range.upperBound, rate: rate))"
            return "\(amount(spec, stretch, tolerance)) \(place)"
        }
        if shown.count < found.count { sentences.append("differs in \(found.count - shown.count) more places") }
        return sentences
    }

    private static func amount(_ spec: ParameterSpec, _ stretch: Stretch, _ tolerance: Float) -> String {
        let up = stretch.highest.new - stretch.highest.old
        let down = stretch.lowest.new - stretch.lowest.old
        let largest = abs(up) >= abs(down) ? stretch.highest : stretch.lowest
        let difference = largest.new - largest.old
        let length = stretch.range.upperBound - stretch.range.lowerBound
        if spec.isStepped || spec.scale == .logarithmic || spec.unit == .pan || largest.new <= -60
            || largest.old <= -60
        {
            let isSteady = stretch.frames(at: difference, within: 2 * tolerance) * 2 >= length
            return "\(isSteady ? "" : "up to ")\(spec.text(at: largest.new)) instead of \(spec.text(at: largest.old))"
        }
        func signed(_ amount: Float) -> String {
            let tenths = (Double(amount) * 10).rounded() / 10
            let number = tenths == 0 ? (Double(amount) * 100).rounded() / 100 : tenths
            return (number > 0 ? "+" : "") + ParameterSpec.plain(number) + spec.suffix
        }
        if stretch.frames(at: difference, within: 2 * tolerance) * 2 >= length { return signed(difference) }
        if up > tolerance, down < -tolerance { return "between \(signed(down)) and \(signed(up))" }
        return "up to \(signed(difference))"
    }

    private static func stretches(
        _ old: [Lane.Point], _ new: [Lane.Point], _ tolerance: Float, _ gap: Int64
    ) -> [Stretch] {
        let frames = Set(old.map(\.frame) + new.map(\.frame)).sorted()
        var (one, other) = (Walk(old), Walk(new))
        var found: [Stretch] = []
        for (start, end) in zip(frames, frames.dropFirst()) {
            let (a, b) = (one.line(from: start, to: end), other.line(from: start, to: end))
            let (first, last) = (b.from - a.from, b.to - a.to)
            guard max(abs(first), abs(last)) > tolerance else { continue }
            let ends = [(old: a.from, new: b.from), (old: a.to, new: b.to)]
            let piece = (frames: end - start, from: first, to: last)
            if found.isEmpty || start - (found.last?.range.upperBound ?? 0) > gap {
                found.append(Stretch(range: start..<end, highest: ends[0], lowest: ends[0]))
            }
            let index = found.count - 1
            found[index].range = found[index].range.lowerBound..<end
            found[index].pieces.append(piece)
            for end in ends {
                let difference = end.new - end.old
                if difference > found[index].highest.new - found[index].highest.old { found[index].highest = end }
                if difference < found[index].lowest.new - found[index].lowest.old { found[index].lowest = end }
            }
        }
        return found
    }

    /// Walks along points that stand in order.
    private struct Walk {
        private let points: [Lane.Point]
        private var index = 0

        init(_ points: [Lane.Point]) { self.points = points }

        /// Where the line stands at both ends of a stretch in which no point is.
        mutating func line(from start: FramePosition, to end: FramePosition) -> (from: Float, to: Float) {
            while index + 1 < points.count, points[index + 1].frame <= start { index += 1 }
            guard index + 1 < points.count else {
                return (points[points.count - 1].after, points[points.count - 1].after)
            }
            let (here, next) = (points[index], points[index + 1])
            func at(_ frame: FramePosition) -> Float {
                guard next.frame > here.frame else { return here.after }
                let part = Double(frame - here.frame) / Double(next.frame - here.frame)
                return Float(Double(here.after) + (Double(next.before) - Double(here.after)) * part)
            }
            return (at(start), at(end))
        }
    }
}
