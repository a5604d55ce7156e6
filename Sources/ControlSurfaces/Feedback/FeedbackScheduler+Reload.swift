extension FeedbackScheduler {
    /// A scheduler for a mapping that was changed while the device is in use.
    ///
    /// Hands stay on controls of the same name, and what such a control shows on an output that is the same is not sent
    /// again. Outputs that the new mapping does not have go dark first.
    public init(
        controls: [ControlSpec], rate: FeedbackRate? = nil, keepAlive: KeepAlive? = nil, after old: FeedbackScheduler
    ) {
        self.init(controls: controls, rate: rate ?? old.rate, keepAlive: keepAlive)
        toldAliveAt = old.toldAliveAt
        (areMotorsOn, readyAt, blinkedAt) = (old.areMotorsOn, old.readyAt, old.blinkedAt)
        var kept: Set<Int> = []
        for (index, control) in controls.enumerated() {
            guard let before = old.controls.firstIndex(where: { $0.name == control.name }) else { continue }
            hands[index] = old.hands[before]
            for output in outputsOfControl[index] {
                let same = old.outputsOfControl[before].first { old.outputs[$0].spec == outputs[output].spec }
                guard let same, old.controls[before].form == control.form else { continue }
                outputs[output] = old.outputs[same].moved(to: index)
                note(output)
                kept.insert(same)
            }
        }
        let specs = Set(outputs.map(\.spec))
        for index in old.outputs.indices where !kept.contains(index) && !specs.contains(old.outputs[index].spec) {
            var output = old.outputs[index]
            guard output.sent != nil, let darkness = output.darkness else { continue }
            output.show(darkness, of: old.controls[output.control], at: blinkedAt)
            if output.waitingSince != nil { leftovers += output.send(at: blinkedAt) }
        }
    }
}
