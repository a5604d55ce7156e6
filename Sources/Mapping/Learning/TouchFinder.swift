/// Finds notes that are a hand on a fader: down before it moves, up when it has moved, and never without it.
enum TouchFinder {
    static func join(_ controls: [LearnedControl]) -> [LearnedControl] {
        var joined = controls
        var touches: Set<Int> = []
        for index in controls.indices
        where controls[index].character == .absolute && controls[index].samples.count >= 3 {
            let found = controls.indices.first { candidate in
                !touches.contains(candidate) && controls[candidate].character == .button
                    && isTouch(controls[candidate], of: controls[index], among: controls)
            }
            guard let found else { continue }
            touches.insert(found)
            joined[index].touch = controls[found].message
        }
        return joined.indices.filter { !touches.contains($0) }.map { joined[$0] }
    }

    /// Whether every movement of the fader lies within a press of the note, and every press contains one.
    private static func isTouch(_ button: LearnedControl, of fader: LearnedControl, among all: [LearnedControl])
        -> Bool
    {
        var presses: [ClosedRange<Int64>] = []
        var since: Int64?
        for sample in button.samples {
            if sample.value > 0 { since = since ?? sample.time }
            if sample.value == 0, let start = since {
                presses.append(start...max(start, sample.time))
                since = nil
            }
        }
        guard !presses.isEmpty else { return false }
        let isCovered = fader.samples.allSatisfy { sample in presses.contains { $0.contains(sample.time) } }
        let isUsed = presses.allSatisfy { press in fader.samples.contains { press.contains($0.time) } }
        return isCovered && isUsed
    }
}
