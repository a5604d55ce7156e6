import Foundation
import MixModel
import Units

/// `range` and `curve` of an assignment to a taper.
struct CurveReader {
    let range: YAMLText?
    let curve: YAMLTree?
    let findings: Findings

    static let curves = ["linear", "exponential", "logarithmic"]
    /// Straight pieces that stand for a bent curve.
    private static let pieces = 32

    /// `nil` if something was reported.
    func taper(of targets: [Target], at key: YAMLText) -> Taper? {
        guard let spec = targets.first?.spec, targets.allSatisfy({ $0.spec == spec }) else {
            let place = range?.location ?? curve?.location ?? key.location
            findings.error(
                "unserved-range", at: place, "`range` and `curve` need one parameter that the control moves")
            return nil
        }
        guard let (low, high) = ends(spec) else { return nil }
        switch curve {
        case nil: return cut(spec.taper, low, high)
        case .text(let text): return named(text, low, high)
        case .table(let pairs, let place): return points(pairs, place, spec)
        case .list(_, let place):
            findings.error(
                "wrong-type", at: place, "`curve` is a list, expected a word or a table of values by travel")
            return nil
        }
    }

    private func ends(_ spec: ParameterSpec) -> (Double, Double)? {
        guard let range else {
            return (
                Double(spec.scale.position(of: spec.range.lowerBound)),
                Double(spec.scale.position(of: spec.range.upperBound))
            )
        }
        guard let dots = range.text.range(of: "..") else {
            findings.error(
                "wrong-value", at: range.location,
                "`range` is `\(range.text)`, expected two values such as `-40..0 dB`")
            return nil
        }
        let parts = [String(range.text[..<dots.lowerBound]), String(range.text[dots.upperBound...])]
        var positions: [Double] = []
        var offset = 0
        for part in parts {
            let trimmed = part.drop { $0 == " " }
            do {
                positions.append(Double(try ValueReader.position(String(trimmed), of: spec)))
            } catch {
                findings.error(
                    error.code,
                    at: range.location(
                        offset: offset + part.count - trimmed.count, length: trimmed.unicodeScalars.count),
                    error.message)
                return nil
            }
            offset += part.unicodeScalars.count + 2
        }
        guard positions[0] < positions[1] else {
            findings.error(
                "value-out-of-range", at: range.location,
                "`range` is `\(range.text)`, expected the lower value first",
                help: "to turn a control over, turn its `travel` over")
            return nil
        }
        return (positions[0], positions[1])
    }

    /// The parameter's own law between two positions, stretched to the whole travel.
    private func cut(_ taper: Taper, _ low: Double, _ high: Double) -> Taper {
        let from = taper.travel(position: Float(low)), to = taper.travel(position: Float(high))
        guard to > from else { return .linear(low, high) }
        let inside = taper.corners.filter {
            $0.travel > from && $0.travel < to && $0.position > low && $0.position < high
        }
        let moved = inside.map { Taper.Corner(($0.travel - from) / (to - from), $0.position) }
        return Taper(corners: [Taper.Corner(0, low)] + moved + [Taper.Corner(1, high)])
    }

    private func named(_ text: YAMLText, _ low: Double, _ high: Double) -> Taper? {
        guard Self.curves.contains(text.text) else {
            findings.error(
                "unknown-word", at: text.location,
                "`curve` is `\(text.text)`, expected " + Suggestion.oneOf(Self.curves),
                help: Suggestion.nearest(to: text.text, among: Self.curves).map { "did you mean `\($0)`?" })
            return nil
        }
        if text.text == "linear" { return .linear(low, high) }
        let corners = (0...Self.pieces).map { step in
            let travel = Double(step) / Double(Self.pieces)
            let share = text.text == "exponential" ? travel * travel : 1 - (1 - travel) * (1 - travel)
            return Taper.Corner(travel, low + (high - low) * share)
        }
        return Taper(corners: corners)
    }

    private func points(_ pairs: YAMLPairs, _ place: SourceLocation, _ spec: ParameterSpec)
        -> Taper?
    {
        var corners: [Taper.Corner] = []
        for (key, value) in pairs {
            guard let travel = ReadNumber.decimal(key.text), (0...1).contains(travel) else {
                findings.error("wrong-value", at: key.location, "`\(key.text)` is not a travel, expected 0 to 1")
                return nil
            }
            guard case .text(let text) = value else {
                findings.error(
                    "wrong-type", at: value.location,
                    "a value of the curve is \(value.kind), expected such as `-20 dB`")
                return nil
            }
            do {
                corners.append(Taper.Corner(travel, Double(try ValueReader.position(text.text, of: spec))))
            } catch {
                findings.error(error, in: text)
                return nil
            }
        }
        let rises = zip(corners, corners.dropFirst()).allSatisfy {
            $0.travel < $1.travel && $0.position < $1.position
        }
        guard corners.count >= 2, corners.count <= 64, corners.first?.travel == 0, corners.last?.travel == 1, rises
        else {
            findings.error(
                "wrong-value", at: place, "`curve` does not rise from travel 0 to travel 1",
                help: "such as `{0: -60 dB, 0.5: -20 dB, 1: 0 dB}`")
            return nil
        }
        return Taper(corners: corners)
    }
}
