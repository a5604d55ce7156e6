import Units

/// Another speed: like another loop it needs other samples. Those are read first, and take over at a frame that is known beforehand.
extension TransportControl {
    /// The speed that rules, or is about to.
    var wantedSpeed: PlaySpeed { wishedSpeed ?? reread?.speed ?? model.speed }

    /// Plays at another speed from here on; in stop from the next start on.
    func setSpeed(_ speed: PlaySpeed, at frame: FramePosition) {
        guard speed != wantedSpeed else { return }
        // Rings are about to take over that cannot be called back: their turn first, then the newest wish.
        if let pending = reread, pending.isSent, pending.frame > frame {
            wishedSpeed = speed
        } else {
            adopt(wantedLoop, speed, at: frame)
        }
    }

    /// Takes up a speed that had to wait.
    func takeWishedSpeed(at frame: FramePosition) {
        guard reread == nil, let speed = wishedSpeed else { return }
        wishedSpeed = nil
        setSpeed(speed, at: frame)
    }

    /// Whether there is nothing to play from a place in the present direction.
    func isOver(_ session: FramePosition) -> Bool {
        guard model.isLast(session) else { return false }
        guard let loop = model.loop else { return true }
        return model.speed.isForward ? session >= loop.upperBound : session < loop.lowerBound
    }
}
