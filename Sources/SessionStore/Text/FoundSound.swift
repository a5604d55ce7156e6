public import MixModel

/// What is found out about the audio file that a text names.
public enum FoundSound: Sendable {
    case source(Source)
    /// It cannot be read; the reason in words.
    case nothing(reason: String)
}
