import ControlSurfaces
import MixModel
import Units

/// Which actions a control can serve.
struct Service {
    let control: ControlSpec
    let gesture: Gesture

    /// Why an action cannot be done by this control and what to write instead; `nil` if it can.
    func fault(_ action: Action) -> (message: String, help: String?)? {
        guard control.input != nil else {
            return ("`\(control.name)` only shows, for it has no `in`", "write `{show: …}`")
        }
        switch control.form {
        case .absolute: return absolute(action)
        case .relative: return relative(action)
        case .button, .toggle: return button(action)
        }
    }

    private func absolute(_ action: Action) -> (String, String?)? {
        guard case .follow(let target) = action else {
            return ("`\(control.name)` is a fader or knob and can only move a parameter", "a button can do this")
        }
        guard let spec = target.spec, spec.unit == .onOff else { return nil }
        return (
            "`\(target.address)` is a switch, which a fader or knob can't serve",
            "put it on a button: `toggle \(target.address)`"
        )
    }

    private func relative(_ action: Action) -> (String, String?)? {
        switch action {
        case .follow(let target):
            guard let spec = target.spec, spec.unit == .onOff else { return nil }
            return (
                "`\(target.address)` is a switch, which an encoder can't serve",
                "put it on a button: `toggle \(target.address)`"
            )
        case .step, .command(.nudge), .command(.bankByStrips), .command(.selectBy),
            .command(.speed(.step)):
            return nil
        default:
            return ("`\(control.name)` is an encoder and can only move a parameter or step", "a button can do this")
        }
    }

    private func button(_ action: Action) -> (String, String?)? {
        switch action {
        case .follow(let target):
            let address = target.address
            guard let spec = target.spec else {
                return ("`\(control.name)` is a button and can't follow `\(address)`", nil)
            }
            if spec.unit == .onOff {
                return (
                    "`\(control.name)` is a button and does not say what to do with `\(address)`",
                    "write `toggle \(address)` or `momentary \(address)`"
                )
            }
            return (
                "`\(address)` is not a switch, and `\(control.name)` is a button",
                "write `\(address) = \(spec.text(at: spec.initialPosition))`, or `\(address) += …`"
            )
        case _ where action.isMomentary:
            if control.form == .toggle {
                return ("`\(control.name)` toggles by itself, so it can't be held", "use `toggle` or `layer`")
            }
            return gesture == .press ? nil : ("`momentary` goes with a press, for it lasts until the release", nil)
        default: return nil
        }
    }
}

extension Action {
    /// The target, if the control's travel moves it.
    var followed: Target? { if case .follow(let target) = self { target } else { nil } }
}
