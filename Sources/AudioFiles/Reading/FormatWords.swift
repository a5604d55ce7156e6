import CSndfile

/// Words for a libsndfile format such as "WAV, 24 bit" or "Ogg Vorbis".
func formatWords(_ format: Int32) -> String {
    let coding = codings[Int(format) & Int(SF_FORMAT_SUBMASK)]
    switch Int(format) & Int(SF_FORMAT_TYPEMASK) {
    case Int(SF_FORMAT_OGG): return "Ogg " + (coding ?? "audio")
    case Int(SF_FORMAT_MPEG): return coding ?? "MPEG audio"
    case let container:
        let name = containers[container] ?? "audio"
        return coding.map { "\(name), \($0)" } ?? name
    }
}

// swift-format-ignore
private let containers: [Int: String] = [
    Int(SF_FORMAT_WAV): "WAV",   Int(SF_FORMAT_WAVEX): "WAV",   Int(SF_FORMAT_RF64): "RF64", Int(SF_FORMAT_W64): "Wave64",
    Int(SF_FORMAT_AIFF): "AIFF", Int(SF_FORMAT_FLAC): "FLAC",   Int(SF_FORMAT_CAF): "CAF",   Int(SF_FORMAT_AU): "AU",
    Int(SF_FORMAT_SVX): "8SVX",  Int(SF_FORMAT_SD2): "Sound Designer II",
]

// swift-format-ignore
private let codings: [Int: String] = [
    Int(SF_FORMAT_PCM_S8): "8 bit",         Int(SF_FORMAT_PCM_U8): "8 bit",        Int(SF_FORMAT_PCM_16): "16 bit",
    Int(SF_FORMAT_PCM_24): "24 bit",        Int(SF_FORMAT_PCM_32): "32 bit",       Int(SF_FORMAT_FLOAT): "32 bit float",
    Int(SF_FORMAT_DOUBLE): "64 bit float",  Int(SF_FORMAT_ULAW): "µ-law",          Int(SF_FORMAT_ALAW): "A-law",
    Int(SF_FORMAT_IMA_ADPCM): "IMA ADPCM",  Int(SF_FORMAT_MS_ADPCM): "MS ADPCM",   Int(SF_FORMAT_GSM610): "GSM 6.10",
    Int(SF_FORMAT_VORBIS): "Vorbis",        Int(SF_FORMAT_OPUS): "Opus",           Int(SF_FORMAT_MPEG_LAYER_I): "MP1",
    Int(SF_FORMAT_MPEG_LAYER_II): "MP2",    Int(SF_FORMAT_MPEG_LAYER_III): "MP3",
]
