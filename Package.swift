// swift-tools-version: 6.2
import PackageDescription

// The manifest is the architecture: a target exists to forbid an import (Docs/Architecture.md).

/// Settings of every Swift target: each `import` says whether it leaks, and a warning is an error.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Settings of targets with audio-thread code: optimised in debug too (-Onone is hundreds of times slower),
/// and without exclusivity checks, which would call the runtime.
let audioThread: [SwiftSetting] = strict + [
    .unsafeFlags(["-O", "-enforce-exclusivity=unchecked"], .when(configuration: .debug)),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// The strips' kernel once more, for processors with AVX2: `Sources/DSPWide` is a link to `Sources/DSP`. Without fused
/// multiplications, so that both give the same bits.
#if arch(x86_64)
    let wide: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-march=x86-64-v3", "-Xcc", "-mno-fma"])]
#else
    let wide: [SwiftSetting] = []
#endif

func library(_ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A library of the system, from Debian's package `apt`.
func system(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A target in C.
func cTarget(_ name: String, _ settings: [CSetting] = [], exclude: [String] = []) -> Target {
    .target(name: name, path: "Sources/System/\(name)", exclude: exclude, cSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "gainrider",
    products: [
        .executable(name: "gainrider", targets: ["gainrider"]),
        // For tests alone: loaded before the program, makes a file stop answering.
        .library(name: "hung-file", type: .dynamic, targets: ["CHungFile"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    ],
    targets: [
        // Layer 0: nothing below.
        system("CALSA", pkgConfig: "alsa", apt: "libasound2-dev"),
        system("CSndfile", pkgConfig: "sndfile", apt: "libsndfile1-dev"),
        system("CSamplerate", pkgConfig: "samplerate", apt: "libsamplerate0-dev"),
        system("CXXHash", pkgConfig: "libxxhash", apt: "libxxhash-dev"),
        system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        system("CEBUR128", pkgConfig: "libebur128", apt: "libebur128-dev"),
        system("CKissFFT", apt: "libkissfft-dev"),
        cTarget("CRealtime", [.unsafeFlags(["-ffp-contract=off"])]),
        cTarget("CUnpack", [.unsafeFlags(["-ffp-contract=off", "-O2"])]),
        library("Units", [], audioThread),
        cTarget("CTextWidth"),
        library("Texts", ["CTextWidth"]),
        library("Memory", [], audioThread),

        // Layer 1: words and thread crossings.
        library("MIDI", ["Units"]),
        library("MixModel", ["Units"], audioThread),
        library("Realtime", ["Memory", "CRealtime"], audioThread),
        library("Vectors", ["CRealtime"], audioThread),
        library("DSP", ["Vectors", "MixModel", "Units", "CRealtime"], audioThread),
        library("DSPWide", ["Vectors", "MixModel", "Units", "CRealtime"], audioThread + wide),
        library("Effects", ["Vectors", "Memory", "Units", "CRealtime"], audioThread),
        library("Loudness", ["CEBUR128", "CKissFFT", "Units"], audioThread),

        // Layer 2: protocols, lanes, drivers.
        library("ControlSurfaces", ["MIDI", "Units"]),
        library("Automation", ["MixModel", "Units"], audioThread),
        library("AudioFiles", ["CSndfile", "CSamplerate", "CUnpack", "CXXHash", "Realtime", "Units"], audioThread),
        library("ALSASequencer", ["CALSA", "MIDI"]),

        // Layer 3: the language, the audio thread, the document.
        library("Mapping", [yams, "Automation", "ControlSurfaces", "MixModel", "MIDI", "Texts", "Units"]),
        library(
            "Engine",
            ["DSP", "DSPWide", "Effects", "Vectors", "Automation", "MixModel", "Realtime", "Memory", "Units", "CRealtime"],
            audioThread),
        library("SessionStore", [grdb, yams, "CSQLite", "MixModel", "Automation", "Texts", "Units"]),

        // Layer 4: the bridge, the audio driver, the demonstration's music and pictures.
        library(
            "Desk",
            [
                "SessionStore", "Mapping", "Engine", "ControlSurfaces", "Automation", "AudioFiles", "MIDI",
                "MixModel", "Realtime", "Texts", "Units", "Effects", "Loudness",
            ]),
        library("ALSAPCM", ["CALSA", "CRealtime", "Engine", "Realtime"]),
        library("Demonstration", ["Automation", "MixModel", "Texts", "Units"], audioThread),

        // Layer 5: the console page. Between it and the desk stand bounded queues.
        cTarget("CPageAssets", exclude: ["Assets"]),
        library(
            "Page",
            [
                "CPageAssets", "Desk", "SessionStore", "Mapping", "ControlSurfaces", "MIDI", "AudioFiles", "Automation", "DSP",
                "MixModel", "Units",
            ]),

        // Layer 6: the desk in real time, with everything that comes and goes handed in.
        library(
            "Live",
            [
                "Page", "Desk", "ALSAPCM", "ALSASequencer", "Mapping", "ControlSurfaces", "SessionStore", "Engine", "Loudness",
                "AudioFiles", "Automation", "MIDI", "MixModel", "Texts", "Units", "CRealtime",
            ]),

        // Layer 7: the command line builds the object graph and nothing else.
        .executableTarget(
            name: "gainrider",
            dependencies: [
                arguments, "Live", "Page", "Desk", "ALSAPCM", "ALSASequencer", "Demonstration", "SessionStore", "Mapping", "Engine",
                "Effects", "Vectors", "Loudness", "ControlSurfaces", "Automation", "AudioFiles", "MIDI", "MixModel", "Realtime", "Texts",
                "Units", "CRealtime",
            ],
            swiftSettings: strict),

        // Tests.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "Fuzzing", dependencies: ["AudioFiles", "ControlSurfaces", "MIDI", "Mapping", "Page", "SessionStore", "TestSupport"], path: "Tests/Fuzzing", swiftSettings: strict),
        tests("CorpusTests", ["Fuzzing"]),
        tests("UnitsTests", ["Units"]),
        tests("MemoryTests", ["Memory"]),
        tests("MixModelTests", ["MixModel", "Units"]),
        tests("TextsTests", ["Texts"]),
        tests("MIDITests", ["MIDI", "TestSupport"]),
        tests("ControlSurfacesTests", ["ControlSurfaces", "MIDI", "Units", "TestSupport"]),
        tests("AutomationTests", ["Automation", "MixModel", "Units"]),
        tests("RealtimeTests", ["Realtime"]),
        tests("DSPTests", ["DSP", "Vectors", "MixModel", "Units", "TestSupport"]),
        tests("LoudnessTests", ["Loudness", "CEBUR128", "Units"]),
        tests("EffectsTests", ["Effects", "Vectors", "Units"]),
        tests("EngineTests", ["Engine", "Automation", "Vectors", "Memory", "MixModel", "Realtime", "Units", "TestSupport"]),
        .target(name: "CAllocationTrap", path: "Tests/CAllocationTrap"),
        tests("TrapTests", ["CAllocationTrap", "Engine", "Automation", "MixModel", "Realtime", "Units"]),
        .executableTarget(
            name: "driver-probe", dependencies: ["ALSAPCM", "ALSASequencer", "Engine", "MIDI", "MixModel", "Realtime"],
            path: "Tests/Guest/Probe", swiftSettings: strict),
        tests(
            "LiveTests",
            [
                "Live", "Page", "Desk", "ALSAPCM", "ALSASequencer", "SessionStore", "Mapping", "Engine", "ControlSurfaces",
                "Automation", "AudioFiles", "MIDI", "MixModel", "Units", "TestSupport",
            ]),
        tests("PageTests", ["Page", "Desk", "SessionStore", "Mapping", "MIDI", "Automation", "AudioFiles", "DSP", "MixModel", "Units"]),
        tests("ALSASequencerTests", ["ALSASequencer", "CALSA", "MIDI"]),
        tests("ALSAPCMTests", ["ALSAPCM", "CALSA", "Engine", "MixModel", "Realtime"]),
        tests("AudioFilesTests", ["AudioFiles", "CSndfile", "CUnpack", "MixModel", "Realtime", "Units"]),
        tests("MappingTests", ["Mapping", "Automation", "ControlSurfaces", "MixModel", "MIDI", "Texts", "Units", "TestSupport"]),
        tests("DemonstrationTests", ["Demonstration", "Automation", "MixModel", "Units"]),
        .target(name: "CHungFile", path: "Tests/CHungFile"),
        tests(
            "ProgramTests",
            [grdb, "gainrider", "AudioFiles", "Automation", "CSndfile", "Mapping", "MixModel", "SessionStore", "Units"]),
        .target(name: "CSyncWatch", path: "Tests/CSyncWatch"),
        tests("SessionStoreTests", [grdb, "CSyncWatch", "SessionStore", "Automation", "MixModel", "Texts", "Units", "TestSupport"]),
        tests(
            "DeskTests",
            [
                grdb, "CSyncWatch", "Desk", "SessionStore", "Mapping", "Engine", "ControlSurfaces", "Automation", "AudioFiles", "MIDI", "MixModel",
                "Texts", "Units", "TestSupport", "Effects", "Loudness", "Realtime",
            ]),
    ]
)

// Measures the engine. Only when asked for, so that nobody else waits for it: `make bench`.
if Context.environment["GAINRIDER_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "bench",
            dependencies: [
                "AudioFiles", "Engine", "Automation", "ControlSurfaces", "Desk", "Mapping", "MIDI", "MixModel", "Realtime", "SessionStore",
                "Units",
            ],
            path: "Benchmarks",
            exclude: ["page", "peers"],
            swiftSettings: strict))
}

// Spoils the inputs of our readers until one traps. Only when asked for: `make fuzz`.
if Context.environment["GAINRIDER_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(name: "fuzz", dependencies: ["Fuzzing"], path: "Tests/Fuzz", swiftSettings: strict))
}

// The same guided by coverage, for which everything is built with `-sanitize=fuzzer`: `make guided-fuzz`.
if Context.environment["GAINRIDER_GUIDED"] != nil {
    package.targets.append(
        .executableTarget(
            name: "guided-fuzz", dependencies: ["Fuzzing"], path: "Tests/GuidedFuzz", swiftSettings: strict))
}
