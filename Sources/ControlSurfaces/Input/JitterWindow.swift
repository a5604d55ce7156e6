/// Tells a moving hand from a noisy converter: a window of device steps that a movement pushes along.
///
/// A step inside the window is jitter; a step outside is movement and drags the window's edge with it. So a converter that
/// flickers between two neighbours never counts, and a slow ride of single steps in one direction counts at each step.
struct JitterWindow: Sendable {
    /// Width in device steps, at least 1.
    var width: Int
    private var edges: ClosedRange<Int>?

    init(deadBand: Int) { width = max(1, deadBand) }

    /// Whether this step is movement. The first one is.
    mutating func isMovement(_ step: Int) -> Bool {
        guard let edges else {
            self.edges = step...step
            return true
        }
        if step > edges.upperBound {
            self.edges = (step - width)...step
        } else if step < edges.lowerBound {
            self.edges = step...(step + width)
        } else {
            return false
        }
        return true
    }
}
