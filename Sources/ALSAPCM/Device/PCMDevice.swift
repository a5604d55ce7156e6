internal import CALSA
internal import Glibc

/// An open playback device: filled through its memory map where it has one, else by writing.
///
/// - Thread: setup until it plays, then audio.
final class PCMDevice {
    /// What became of a call on the running device.
    enum Outcome: Equatable {
        case done
        /// Ran dry: start again.
        case xrun
        /// Gone, with the system's code.
        case lost(Int32)
    }

    /// What the device agreed to.
    let agreement: PCMAgreement
    private let pcm: OpaquePointer
    /// Interleaved samples of one period, for devices without a map.
    private let scratch: UnsafeMutableRawPointer
    private let areas: UnsafeMutablePointer<snd_pcm_channel_area_t>
    /// Frames given to the device since it was started, silence included.
    private(set) var written: Int64 = 0

    init(_ settings: OutputSettings) throws(PCMError) {
        _ = calsa_silence_errors()
        var opened: OpaquePointer?
        let code = snd_pcm_open(&opened, settings.device, SND_PCM_STREAM_PLAYBACK, Int32(SND_PCM_NONBLOCK))
        guard code >= 0, let opened else { throw PCMError.of(code, device: settings.device, action: "open") }
        do throws(PCMError) {
            agreement = try PCMAgreement.negotiate(opened, settings)
        } catch {
            snd_pcm_close(opened)
            throw error
        }
        pcm = opened
        let frameBytes = agreement.channels * agreement.format.bytes
        scratch = .allocate(byteCount: agreement.period * frameBytes, alignment: 64)
        scratch.initializeMemory(as: UInt8.self, repeating: 0, count: agreement.period * frameBytes)
        areas = .allocate(capacity: agreement.channels)
        let bits = UInt32(agreement.format.bytes * 8)
        for channel in 0..<agreement.channels {
            areas[channel] = snd_pcm_channel_area_t(
                addr: scratch, first: UInt32(channel) * bits, step: UInt32(agreement.channels) * bits)
        }
    }

    deinit {
        snd_pcm_close(pcm)
        scratch.deallocate()
        areas.deallocate()
    }

    /// Makes the device play: a full buffer of silence, so that the first period is due one period from now.
    ///
    /// - Parameter free: frames left free at the end of the buffer, for what is to be given at once.
    func start(free: Int) -> Outcome {
        _ = snd_pcm_drop(pcm)
        var outcome = check(snd_pcm_prepare(pcm))
        guard outcome == .done else { return outcome }
        written = 0
        while written < agreement.buffer - free {
            let frames = min(agreement.period, agreement.buffer - free - Int(written))
            outcome = put(left: nil, right: nil, frames: frames)
            guard outcome == .done else { return outcome }
        }
        // Devices that start by themselves when the buffer is full are running already.
        return snd_pcm_state(pcm) == SND_PCM_STATE_RUNNING ? .done : check(snd_pcm_start(pcm))
    }

    /// Waits until a period has room, 100 ms at the most.
    ///
    /// - Returns: whether there is room now, or what is wrong.
    func wait() -> (hasRoom: Bool, outcome: Outcome) {
        var room = snd_pcm_avail_update(pcm)
        if room >= 0, room < agreement.period {
            let code = snd_pcm_wait(pcm, 100)
            guard code >= 0 else { return (false, check(code)) }
            room = snd_pcm_avail_update(pcm)
        }
        guard room >= 0 else { return (false, check(Int32(room))) }
        return (room >= agreement.period, .done)
    }

    /// Frames that the device has played since its start, and when that was read by the kernel.
    ///
    /// - Parameter now: nanoseconds of the monotonic clock, a moment ago.
    func played(at now: Int64) -> (frames: Int64, nanoseconds: Int64)? {
        var room: snd_pcm_uframes_t = 0
        var told: Int64 = 0
        guard calsa_room_and_time(pcm, &room, &told) == 0 else { return nil }
        // Devices made of software give no stamp, or one of another clock: then the reading is as of now. A true one is younger than
        // `now` by what the call took.
        let isCredible = told <= now + 1_000_000_000 && now - told < 1_000_000_000
        return (written - Int64(agreement.buffer) + Int64(room), isCredible ? told : now)
    }

    /// Gives the device samples, or silence for `nil`; there must be room for them.
    func put(left: UnsafePointer<Float>?, right: UnsafePointer<Float>?, frames: Int) -> Outcome {
        agreement.isMapped
            ? putMapped(left: left, right: right, frames: frames)
            : putWritten(left: left, right: right, frames: frames)
    }

    /// Lets what was given sound to its end, then stops.
    func finish() {
        let buffer = Int64(agreement.buffer) * 1_000_000_000 / Int64(agreement.sampleRate)
        MonotonicClock.sleep(until: MonotonicClock.nanoseconds + buffer)
        _ = snd_pcm_drop(pcm)
    }

    private func putMapped(left: UnsafePointer<Float>?, right: UnsafePointer<Float>?, frames: Int) -> Outcome {
        var done = 0
        while done < frames {
            var map: UnsafePointer<snd_pcm_channel_area_t>?
            var offset: snd_pcm_uframes_t = 0
            var count = snd_pcm_uframes_t(frames - done)
            let code = snd_pcm_mmap_begin(pcm, &map, &offset, &count)
            guard code >= 0, let map else { return check(code) }
            guard count > 0 else { return .xrun }
            fill(map, offset: Int(offset), left.map { $0 + done }, right.map { $0 + done }, frames: Int(count))
            let committed = snd_pcm_mmap_commit(pcm, offset, count)
            guard committed >= 0 else { return check(Int32(committed)) }
            guard committed == Int(count) else { return .xrun }
            done += Int(count)
        }
        written += Int64(frames)
        return .done
    }

    private func putWritten(left: UnsafePointer<Float>?, right: UnsafePointer<Float>?, frames: Int) -> Outcome {
        fill(areas, offset: 0, left, right, frames: frames)
        var done = 0
        var fruitless = 0
        while done < frames {
            let place = scratch + done * agreement.channels * agreement.format.bytes
            let code = snd_pcm_writei(pcm, place, snd_pcm_uframes_t(frames - done))
            if code == 0 || code == -Int(EAGAIN) {
                // A device that takes nothing for a second is as good as gone.
                fruitless += 1
                guard fruitless <= 10 else { return .lost(EIO) }
                _ = snd_pcm_wait(pcm, 100)
                continue
            }
            guard code >= 0 else { return check(Int32(code)) }
            done += code
        }
        written += Int64(frames)
        return .done
    }

    /// Left and right to the first two channels, silence to the others.
    private func fill(
        _ areas: UnsafePointer<snd_pcm_channel_area_t>, offset: Int, _ left: UnsafePointer<Float>?,
        _ right: UnsafePointer<Float>?, frames: Int
    ) {
        for channel in 0..<agreement.channels {
            let area = areas[channel]
            guard let base = area.addr else { continue }
            let step = Int(area.step) / 8
            let target = base + Int(area.first) / 8 + offset * step
            if let samples = channel == 0 ? left : channel == 1 ? right : nil {
                agreement.format.write(samples, to: target, step: step, frames: frames)
            } else {
                // All five formats are signed: silence is zero bytes.
                let bytes = agreement.format.bytes
                for frame in 0..<frames {
                    for byte in 0..<bytes {
                        target.storeBytes(of: 0, toByteOffset: frame * step + byte, as: UInt8.self)
                    }
                }
            }
        }
    }

    private func check(_ code: Int32) -> Outcome {
        switch -code {
        case ...0: .done
        case EPIPE, ESTRPIPE: .xrun
        case EAGAIN, EINTR: .done
        default: .lost(-code)
        }
    }
}
