import Automation

@testable import Desk

/// Which strip a hand on a control has in its reach, as told to people: a touch stays with the strip that it began on; what it moves while
/// another bank is in view moves nothing; a device whose cable is out has let go.
struct Reach {
    enum Effect {
        /// What the performance says.
        case line(String)
        /// What comes of it on a strip, from 0.
        case event(Int, RulesModel.Doing)
    }

    private let devices: [String]
    private var banks: [Int]
    private var isIn: [Bool]
    /// By device and control: the strip that is touched.
    private var touched: [[Int?]]
    /// By device and control: the hand came, or was, on it while the cable was out. Nobody moves it until it is touched anew.
    private var isLost: [[Bool]]

    init(devices: [String]) {
        self.devices = devices
        banks = devices.map { _ in 0 }
        isIn = devices.map { _ in true }
        touched = devices.map { _ in Array(repeating: nil, count: 4) }
        isLost = devices.map { _ in Array(repeating: false, count: 4) }
    }

    mutating func hand(_ doing: RulesModel.Doing, on control: Int) -> [Effect] {
        switch doing {
        case .touch(let device):
            isLost[device][control] = !isIn[device]
            guard isIn[device] else { return [line(device, control, "touch")] }
            let strip = control + 4 * banks[device]
            touched[device][control] = strip
            return [line(device, control, "touch"), .event(strip, doing)]
        case .move(let position, let device):
            if isLost[device][control], isIn[device] { return [] }
            let moved = line(device, control, "\((Double(position) + 1) / 2)")
            guard isIn[device], let strip = touched[device][control], strip == control + 4 * banks[device] else {
                return [moved]
            }
            return [moved, .event(strip, doing)]
        case .release(let device):
            if isLost[device][control], isIn[device] { return [] }
            let released = line(device, control, "let go")
            guard let strip = touched[device][control] else { return [released] }
            touched[device][control] = nil
            return [released, .event(strip, doing)]
        default: return []
        }
    }

    mutating func changeBank(of device: Int) -> [Effect] {
        guard isIn[device] else { return [] }
        banks[device] = 1 - banks[device]
        let button = "\(devices[device])/bank/\(banks[device] == 1 ? "right" : "left")"
        return [.line("\(button): press"), .line("\(button): release")]
    }

    mutating func unplug(_ device: Int) -> [Effect] {
        isIn[device] = false
        let left = touched[device].compactMap { $0 }
        for control in touched[device].indices where touched[device][control] != nil {
            isLost[device][control] = true
        }
        touched[device] = Array(repeating: nil, count: 4)
        return [.line("\(devices[device]): unplug")] + left.map { .event($0, .release(device)) }
    }

    mutating func plug(_ device: Int) -> [Effect] {
        isIn[device] = true
        return [.line("\(devices[device]): plug")]
    }

    private func line(_ device: Int, _ control: Int, _ doing: String) -> Effect {
        .line("\(devices[device])/sense/\(control + 1): \(doing)")
    }
}
