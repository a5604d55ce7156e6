internal import CALSA

/// What a device and the program agreed on, readable after the start.
public struct PCMAgreement: Sendable, Equatable {
    public internal(set) var format: SampleFormat
    /// Whether it is filled through the device's memory map; otherwise by writing.
    public internal(set) var isMapped: Bool
    /// Channels of the device; the mix is on the first two.
    public internal(set) var channels: Int
    /// Frames per second.
    public internal(set) var sampleRate: Int
    /// Frames for which the device wakes the program.
    public internal(set) var period: Int
    /// Frames of the whole buffer: what is given now sounds after this many.
    public internal(set) var buffer: Int
}

extension PCMAgreement: CustomStringConvertible {
    public var description: String {
        "\(sampleRate) Hz, \(format.rawValue), \(channels) channels, period \(period) × \(buffer / max(period, 1))"
            + (isMapped ? "" : ", without a memory map")
    }
}

extension PCMAgreement {
    // swift-format-ignore
    private static let accesses: [(access: snd_pcm_access_t, isMapped: Bool)] = [
        (SND_PCM_ACCESS_MMAP_INTERLEAVED,    true),
        (SND_PCM_ACCESS_MMAP_NONINTERLEAVED, true),
        (SND_PCM_ACCESS_RW_INTERLEAVED,      false),
    ]

    /// Settles format, rate, channels and sizes, nearest to what was asked for, and prepares the device.
    static func negotiate(_ pcm: OpaquePointer, _ settings: OutputSettings) throws(PCMError) -> PCMAgreement {
        let device = settings.device
        func check(_ code: Int32, _ action: String) throws(PCMError) {
            guard code >= 0 else {
                throw .system(device: device, action: action, reason: PCMError.reason(code))
            }
        }
        var allocated: OpaquePointer?
        try check(snd_pcm_hw_params_malloc(&allocated), "set up")
        guard let hardware = allocated else {
            throw .system(device: device, action: "set up", reason: "out of memory")
        }
        defer { snd_pcm_hw_params_free(hardware) }
        try check(snd_pcm_hw_params_any(pcm, hardware), "read the abilities of")

        guard let access = accesses.first(where: { snd_pcm_hw_params_set_access(pcm, hardware, $0.access) == 0 })
        else { throw .system(device: device, action: "play on", reason: "it takes no interleaved samples") }
        guard
            let format = SampleFormat.allCases.first(where: {
                snd_pcm_hw_params_set_format(pcm, hardware, $0.alsa) == 0
            })
        else { throw .format(device: device) }
        let channels = try settleChannels(pcm, hardware, device)
        try settleRate(pcm, hardware, settings)
        var period = snd_pcm_uframes_t(settings.period)
        try check(snd_pcm_hw_params_set_period_size_near(pcm, hardware, &period, nil), "set the period of")
        var buffer = period * snd_pcm_uframes_t(settings.periods)
        try check(snd_pcm_hw_params_set_buffer_size_near(pcm, hardware, &buffer), "set the buffer of")
        try check(snd_pcm_hw_params(pcm, hardware), "set up")
        try check(snd_pcm_hw_params_get_period_size(hardware, &period, nil), "read the period of")
        try check(snd_pcm_hw_params_get_buffer_size(hardware, &buffer), "read the buffer of")
        try prepareWaking(pcm, period: period, buffer: buffer, device: device)
        return PCMAgreement(
            format: format, isMapped: access.isMapped, channels: channels, sampleRate: settings.sampleRate,
            period: Int(period), buffer: Int(buffer))
    }

    /// Two channels, or the least number above that.
    private static func settleChannels(
        _ pcm: OpaquePointer, _ hardware: OpaquePointer, _ device: String
    ) throws(PCMError) -> Int {
        var channels: UInt32 = 2
        guard snd_pcm_hw_params_set_channels_near(pcm, hardware, &channels) == 0, channels >= 2 else {
            throw .channels(device: device, offered: Int(channels))
        }
        return Int(channels)
    }

    private static func settleRate(
        _ pcm: OpaquePointer, _ hardware: OpaquePointer, _ settings: OutputSettings
    ) throws(PCMError) {
        guard snd_pcm_hw_params_set_rate(pcm, hardware, UInt32(settings.sampleRate), 0) != 0 else { return }
        var least: UInt32 = 0
        var most: UInt32 = 0
        _ = snd_pcm_hw_params_get_rate_min(hardware, &least, nil)
        _ = snd_pcm_hw_params_get_rate_max(hardware, &most, nil)
        throw .rate(device: settings.device, wanted: settings.sampleRate, offered: Int(least)...Int(max(least, most)))
    }

    /// Software parameters: wakes at every period, starts only on request, stops when dry, time stamps of the monotonic clock.
    private static func prepareWaking(
        _ pcm: OpaquePointer, period: snd_pcm_uframes_t, buffer: snd_pcm_uframes_t, device: String
    ) throws(PCMError) {
        var allocated: OpaquePointer?
        guard snd_pcm_sw_params_malloc(&allocated) == 0, let software = allocated else {
            throw .system(device: device, action: "set up", reason: "out of memory")
        }
        defer { snd_pcm_sw_params_free(software) }
        let codes = [
            snd_pcm_sw_params_current(pcm, software),
            snd_pcm_sw_params_set_avail_min(pcm, software, period),
            snd_pcm_sw_params_set_start_threshold(pcm, software, buffer),
            snd_pcm_sw_params_set_stop_threshold(pcm, software, buffer),
            snd_pcm_sw_params_set_tstamp_mode(pcm, software, SND_PCM_TSTAMP_ENABLE),
            snd_pcm_sw_params_set_tstamp_type(pcm, software, SND_PCM_TSTAMP_TYPE_MONOTONIC),
            snd_pcm_sw_params(pcm, software),
        ]
        if let code = codes.first(where: { $0 < 0 }) {
            throw .system(device: device, action: "set up", reason: PCMError.reason(code))
        }
    }
}
