import Automation
import Engine
import Mapping
public import Units

/// Other speeds than the song's own, and backwards. Times are the song's; nothing is written but forward.
extension Desk {
    /// The speed at which it plays, or is about to.
    public var speed: PlaySpeed { control.wantedSpeed }

    /// Plays at another speed: at once, live as soon as its samples are read, 100 ms; in stop from the next start on.
    public func setSpeed(_ speed: PlaySpeed, at frame: FramePosition) { control.setSpeed(speed, at: frame) }

    func setSpeed(_ choice: SpeedChoice, ticks: Int, at frame: FramePosition) {
        switch choice {
        case .set(let speed): setSpeed(speed, at: frame)
        case .step(let step): setSpeed(speed.faster(by: step * Double(ticks)), at: frame)
        }
    }
}
