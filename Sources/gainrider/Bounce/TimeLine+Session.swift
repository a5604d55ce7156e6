import AudioFiles
import MixModel
import SessionStore
import Units

extension TimeLine {
    /// A part of a session's song, with its markers.
    ///
    /// - Parameters:
    ///   - title: none for the mix: the same sound gives the same file, whatever the session is called.
    ///   - start: session frame of the file's first.
    ///   - rate: of the file; the session's if not given.
    init(of store: SessionStore, title: String? = nil, from start: FramePosition, rate: Int? = nil) {
        let mix = store.document.mix
        func place(_ frame: FramePosition) -> Int64 {
            ReadNumber.scaled(frame, by: Int64(rate ?? mix.sampleRate), over: Int64(mix.sampleRate)) ?? 0
        }
        let markers = mix.markers.filter { $0.position >= start }.sorted { $0.position < $1.position }
        self.init(
            title: title ?? "", start: place(start),
            cues: markers.map { Cue(frame: place($0.position - start), name: $0.name) })
    }
}
