import Glibc

/// What the figures were measured on.
extension Bench {
    /// The processor's name as the kernel tells it.
    static var processor: String {
        guard let file = fopen("/proc/cpuinfo", "r") else { return "an unknown processor" }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, 512, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
            return String(text[text.index(colon, offsetBy: 2)...].dropLast())
        }
        return "an unknown processor"
    }

    /// Processors of this machine.
    static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The most memory that this program ever had.
    static var residentMebibytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}
