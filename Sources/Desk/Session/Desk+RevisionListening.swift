import Mapping
import MixModel
import SessionStore
public import Units

/// Revisions in the monitors, in place of the mix. Nothing of the session changes: what is chosen is a source of the monitors, as a reference is.
extension Desk {
    /// Lets a revision be heard at the same place of the song; once more lets the mix be heard again. One that has to be rendered is heard
    /// as soon as it is there, unless it is called off by asking once more.
    ///
    /// - Returns: what is wrong, if it cannot be done.
    func listenToRevision(_ reference: KeptReference, at frame: FramePosition) -> String? {
        let names = document.revisions.map(\.name)
        guard let place = place(of: reference, among: names) else { return absence(of: reference, "revision", names) }
        let revision = document.revisions[place]
        let title = "\"\(VisibleText.line(revision.name))\""
        guard let shelf = revisionShelf else {
            say("\(title) can be listened to while mixing: gainrider mix")
            return nil
        }
        if listening.wish == revision {
            listening.wish = nil
            say("\(title) is not waited for any more; it can be listened to when it is rendered")
            return nil
        }
        switch shelf.ask(for: revision, beside: document, heard: monitorSource) {
        case .ready(let number):
            listening.wish = nil
            // The request waits until the engine has the sound.
            if listening.arrivals.contains(where: { $0.number == number }) { listening.wish = revision; break }
            listen(to: monitorSource == number ? 0 : number, at: frame)
        case .coming:
            listening.wish = revision
            say("\(title) is being rendered, and is heard as soon as it is there")
        case .refused(let reason): say("\(title) cannot be listened to: \(reason)")
        }
        return nil
    }

    /// Has a revision rendered, so that it can be listened to at once.
    ///
    /// - Parameter name: or its number.
    /// - Returns: what is wrong, if there is no such revision.
    public func prepareRevision(_ name: String) -> String? {
        guard let place = document.revisions.place(of: name) else { return document.revisions.absence(of: name) }
        if case .refused(let reason) = revisionShelf?.ask(
            for: document.revisions[place], beside: document, heard: monitorSource)
        {
            return "\"\(VisibleText.line(name))\" cannot be listened to: \(reason)"
        }
        return nil
    }

    /// Goes back from a revision to the mix in the monitors: at the end of a sitting, and at its beginning if the one before was cut off.
    /// The shelf is empty at first, and its places will hold other revisions.
    func leaveRevisions(at frame: FramePosition) {
        guard monitorSource > document.mix.references.count else { return }
        listen(to: 0, at: frame)
    }

    /// Takes up what was rendered: first its sound comes into the rings, then it may be heard.
    func settleListening(at frame: FramePosition) {
        for news in revisionShelf?.takeNews() ?? [] {
            switch news {
            case .ready(let revision, let number):
                listening.arrivals.append(.init(revision: revision, number: number))
            case .failed(let revision, let reason):
                if listening.wish == revision { listening.wish = nil }
                tell("\"\(VisibleText.line(revision.name))\" cannot be listened to: \(reason)")
            }
        }
        guard let arrival = listening.arrivals.first, control.isSettled else { return }
        guard arrival.isInRings else {
            listening.arrivals[0].isInRings = true
            return control.refresh(at: frame)
        }
        listening.arrivals.removeFirst()
        tellReady(arrival.number)
        guard listening.wish == arrival.revision else { return }
        listening.wish = nil
        listen(to: arrival.number, at: frame)
    }

    private func tellReady(_ number: Int) {
        guard let ready = revisionShelf?.ready.first(where: { $0.number == number }) else { return }
        let gain = (ready.gain * 10).rounded() / 10
        tell(
            "\"\(VisibleText.line(ready.name))\" is source \(number) of the monitors, as loud as the mix by "
                + "\(gain >= 0 ? "+" : "")\(gain) dB")
    }

    /// What the monitors play: 0 the mix, else a reference, or after those a revision.
    public var monitorSource: Int { Int(shownPosition(of: ParameterID(.monitor, .monitorSource))) }

    /// Lets the monitors play another source.
    public func listen(to source: Int, at frame: FramePosition) {
        perform(.set(.parameter(.monitor, .monitorSource), position: Float(source)), at: frame)
    }
}

/// Revisions on their way to the monitors.
struct RevisionListening {
    /// The one that is heard as soon as it is there.
    var wish: Revision?
    /// Rendered, and not yet to be heard.
    var arrivals: [Arrival] = []

    struct Arrival {
        var revision: Revision
        var number: Int
        /// New rings, which hold it, are on their way.
        var isInRings = false
    }
}
