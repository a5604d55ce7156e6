import Automation
import Engine
public import Mapping
public import MixModel
import SessionStore
public import Units

/// Hands that are no device's: of the page and of other programs. They write as a hand on a control does, and share a parameter with
/// one as two controls do.
extension Desk {
    /// The number of a hand of a client of the page: below −2²⁴. Devices' hands are above 0; actions, preview and recalls have −1 to
    /// −3.
    ///
    /// - Parameters:
    ///   - client: from 1.
    ///   - parameter: what it holds: a client has as many hands as it holds parameters.
    private func pageHand(_ client: Int, _ index: Int32) -> Int { -2 - (client << 24 | Int(index)) }

    /// A hand of the page takes hold of a parameter, where it stands.
    ///
    /// - Returns: the parameter, or `nil` if this session has none such.
    @discardableResult
    public func touch(_ target: Target, client: Int, at frame: FramePosition) -> ParameterID? {
        guard let index = index(of: target) else { return nil }
        touched = index
        hand(.touch(pageHand(client, index)), on: index, at: frame)
        automation.tellIfRuled(index)
        return automation.id(of: index)
    }

    /// The hand that holds a parameter moves it; a hand that was not there takes hold first.
    ///
    /// - Parameter position: on the parameter's scale.
    @discardableResult
    public func move(_ target: Target, to position: Float, client: Int, at frame: FramePosition) -> ParameterID? {
        guard let index = index(of: target) else { return nil }
        touched = index
        hand(
            .value(automation.spec(of: index).clamped(position), pageHand(client, index), touched: true), on: index,
            at: frame, rampFrames: frames(milliseconds: 20))
        automation.tellIfRuled(index)
        return automation.id(of: index)
    }

    /// The hand of a client lets go of a parameter.
    public func release(_ id: ParameterID, client: Int, at frame: FramePosition) {
        guard let index = engine.index(of: id) else { return }
        hand(.release(pageHand(client, index)), on: index, at: frame)
    }

    /// Why a target is not there, for people.
    public func missing(_ target: Target) -> String { addresses.absence(of: target) }
}
