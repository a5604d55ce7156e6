import glob
import os
import shutil
import subprocess
import xml.etree.ElementTree as xml

import sound
import strip
from mixers.mixer import Mixer, Unavailable
from mixers.python import INSIDE

NAME = "mix"
BALANCE = "http://ardour.org/plugin/panner_balance"


class Ardour(Mixer):
    name = "Ardour"
    files = ["/usr/lib/lv2/a-comp.lv2", "/usr/lib/ladspa/butterworth_1902.so"]
    packages = ["ardour", "ardour-lv2-plugins", "swh-plugins"]
    crashes_allowed = 12
    remark = "plug-ins a-exp, a-eq, a-comp; filter and limiter of swh"

    def __init__(self, places):
        super().__init__(places)
        self.lua = newest("ardour*-lua")
        self.export = newest("ardour*-export")

    def version(self):
        result = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "ardour"], capture_output=True, text=True)
        return result.stdout.strip() or os.path.basename(self.export)

    def prepare(self, case, folder):
        session = os.path.join(folder, NAME)
        shutil.rmtree(session, ignore_errors=True)
        description = os.path.join(folder, "mix.lua")
        with open(description, "w") as file:
            file.write("return " + lua(mix_of(case, session)) + "\n")
        result = subprocess.run(
            [self.lua, os.path.join(INSIDE, "ardour_session.lua")], env={**os.environ, "MIX": description},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
        document = os.path.join(session, NAME + ".ardour")
        if not os.path.exists(document) or "Error:" in result.stdout + result.stderr:
            said = [line for line in (result.stdout + result.stderr).splitlines() if "rror" in line]
            raise Unavailable(" ".join(said[-1:]) or "Ardour made no session")
        place_stems(document, case, os.path.join(session, "interchange", NAME, "audiofiles"))

    def command(self, case, folder):
        return [self.export, "-b", "24", "-o", self.output(folder), os.path.join(folder, NAME), NAME]


def newest(pattern):
    found = sorted(glob.glob("/usr/bin/" + pattern))
    if not found:
        raise Unavailable(f"there is no {pattern} in /usr/bin")
    return found[-1]


def mix_of(case, session):
    low, bell, presence, high = strip.BANDS
    gate, compressor = strip.GATE, strip.COMPRESSOR
    # Controls by their number. a-exp is an expander: a ratio of 20 stands for a gate.
    plugins = [
        plugin("LADSPA", "1904", [strip.HIGH_PASS, 1.41]),
        plugin("LV2", "urn:ardour:a-exp#stereo", [gate.attack, gate.release, 0, 20, gate.threshold, 0]),
        plugin("LV2", "urn:ardour:a-eq", [
            low.frequency, low.gain, bell.frequency, bell.gain, bell.octaves, presence.frequency, presence.gain,
            presence.octaves, 2500, 0, 1, 6000, 0, 1, high.frequency, high.gain, 0, 1, 1, 1, 0, 0, 1]),
        plugin("LV2", "urn:ardour:a-comp#stereo", [
            compressor.attack, compressor.release, compressor.knee, compressor.ratio, compressor.threshold,
            compressor.makeup]),
    ]
    limiter = plugin("LADSPA", "1913", [0, strip.CEILING, strip.LIMITER_RELEASE / 1000])
    tracks = [{"name": f"s{index:03d}", "gain": strip.factor(stem.gain)} for index, stem in enumerate(case.stems, 1)]
    return {
        "folder": session, "name": NAME, "rate": sound.RATE, "strip": plugins, "master": [limiter], "tracks": tracks,
    }


def plugin(kind, uri, values):
    return {"kind": kind, "uri": uri, "values": dict(enumerate(values))}


def lua(value):
    """A value of Python as Lua writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{lua(key)}] = {lua(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "{" + ", ".join(map(lua, value)) + "}"
    return repr(float(value)) if isinstance(value, float) else str(value) if isinstance(value, int) else f'"{value}"'


def place_stems(path, case, audio):
    """Puts the stems on the tracks. Ardour imports only from its window, so its document is completed here."""
    tree = xml.parse(path)
    session = tree.getroot()
    clock = int(session.find("TempoMap").get("superclocks-per-second"))
    length = f"a{round(case.seconds * clock)}@a0"
    number = int(session.get("id-counter")) + 1000

    def fresh():
        nonlocal number
        number += 1
        return str(number)

    routes = {route.get("name"): route for route in session.find("Routes")}
    playlists = {playlist.get("name"): playlist for playlist in session.find("Playlists")}
    for index, stem in enumerate(case.stems, 1):
        track, file = f"s{index:03d}", f"s{index:03d}.wav"
        os.symlink(os.path.abspath(stem.path), os.path.join(audio, file))
        sources = [fresh(), fresh()]
        for channel, source in enumerate(sources):
            xml.SubElement(session.find("Sources"), "Source", {
                "name": file, "take-id": "", "type": "audio", "flags": "", "id": source, "natural-position": "a0",
                "channel": str(channel), "origin": "", "gain": "1"})
        region = {
            "id": fresh(), "name": track, "type": "audio", "start": "a0", "length": length, "sync-position": "a0",
            "ancestral-start": "a0", "ancestral-length": length, "stretch": "1", "shift": "1", "opaque": "1",
            "muted": "0", "locked": "0", "automatic": "0", "whole-file": "0", "external": "0", "hidden": "0",
            "default-fade-in": "0", "default-fade-out": "0", "fade-in-active": "0", "fade-out-active": "0",
            "envelope-active": "0", "scale-amplitude": "1", "layering-index": "0", "layer": "0", "channels": "2",
            "source-0": sources[0], "source-1": sources[1], "master-source-0": sources[0],
            "master-source-1": sources[1],
        }
        playlist = next(playlists[name] for name in playlists if name.startswith(track))
        xml.SubElement(playlist, "Region", region)
        route = routes[track]
        for shell in route.iter("PannerShell"):
            shell.set("user-panner", BALANCE)
        for control in route.find("Pannable").iter("Controllable"):
            if control.get("name") == "pan-azimuth":
                control.set("value", repr((stem.pan + 1) / 2))
    session.set("session-range-is-free", "0")
    xml.SubElement(session.find("Locations"), "Location", {
        "id": fresh(), "name": "session", "start": "a0", "end": f"a{round(case.seconds * clock)}",
        "flags": "IsSessionRange", "locked": "0", "timestamp": "0"})
    session.set("id-counter", str(number + 1))
    tree.write(path, encoding="UTF-8", xml_declaration=True)
