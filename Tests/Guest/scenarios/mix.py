"""The real program with emulated controllers: hands move the sound, the ride is written, lamps and motors answer, cables come out."""
import bisect
import json
import math
import os
import random
import re
import signal
import statistics
import subprocess
import time

from guest import BUILD, Device, Program, check, finish, motors, now, wait_until, watch
from mixing import Recorder
from song import RATE, Lane, Recording, fader_decibels, fader_travel, marked, unmarked, write_stems

# Longer than the longest ride and what comes behind it, on a slow machine, too.
SECONDS = 80
# Short enough for a hand, and not so short that the guest's one processor does nothing but wait for the card.
PERIOD, PERIODS = 128, 4
# Frames by which a move may sound off its own time: stamps rule, not periods.
PUNCTUAL = 64
MOVES = int(os.environ.get("GUEST_MOVES", "400"))
GAINRIDER = f"{BUILD}/gainrider"
FOLDER = os.environ.get("GAINRIDER_RESULTS", "/tmp") + "/mix"
os.makedirs(FOLDER, exist_ok=True)
os.chdir(FOLDER)


# --- A session of real files, and the program on a real device.
write_stems("stems", SECONDS)
made = subprocess.run([GAINRIDER, "new", "Song", "stems"], capture_output=True, text=True)
check("a session is made of the stems", made.returncode == 0 and "8 strips" in made.stdout, (made.stdout + made.stderr).strip())
begun = now()
recorder = Recorder("captured.raw")
mix = Program(GAINRIDER, "mix", "Song", "--device", "hw:Loopback,0,0", "--period", PERIOD, "--periods", PERIODS)
line = mix.line("Song:", 20) or ""
check("the program plays on the card as asked", f"period {PERIOD} × {PERIODS}" in line, line or mix.all)

# --- A controller is plugged in: recognised by its USB id, its lamps lit.
nano = Device("nano", name="nanoKONTROL2", vendor="0x0944", product="0x0117", serial="N-1")
line = mix.line("Korg nanoKONTROL2 connected") or ""
check("a plugged nanoKONTROL2 is recognised by its mapping", "korg-nanokontrol2" in line, line or mix.all)
probe = Program(f"{BUILD}/driver-probe", "sequencer")
probe.line("appeared")
probe.tell("connect|nanoKONTROL2")
check("a second program listens beside it", probe.line("done") == "done")


def press(controller):
    nano.send(bytes([0xB0, controller, 127]))
    time.sleep(0.05)
    nano.send(bytes([0xB0, controller, 0]))
    time.sleep(0.05)


def lamps():
    """The last value that each lamp of the nanoKONTROL2 got, of those that got one since the last call."""
    got = nano.received(None, 0.3)
    return {got[n + 1]: got[n + 2] for n in range(0, len(got) - 2, 3) if got[n] == 0xB0}


lamps()
press(64)
found = lamps()
check("RECORD 1 puts strip 1 into touch: its lamp is lit", found.get(64) == 127, found)
press(41)
found = lamps()
check("PLAY plays: its lamp is lit", found.get(41) == 127, found)

# --- The fader is caught at 0 dB, then moved at random; each move is stamped by the kernel.
for value in range(88, 117):
    nano.send(bytes([0xB0, 0, value]))
    time.sleep(0.03)
while probe.line("message", 0.5):
    pass
random.seed(20)
sent, value = [], 116


def is_quiet(moment):
    """Whether neither a move nor its sound was touched by a time in which this machine stood still."""
    return not watch.stalls(moment - 150e6, moment + 60e6, 3.0) and not watch.stalls(moment - 5e6, moment + 30e6, 2.0)


# So many moves, and more for as long as the song lasts where the machine hardly has a quiet moment.
ENOUGH, ride_begin, quiet = MOVES // 4, now(), 0
while len(sent) < MOVES or quiet < 1.5 * ENOUGH and now() - ride_begin < 36e9:
    value = random.choice([v for v in range(30, 121) if abs(v - value) >= 4])
    moment = nano.send(bytes([0xB0, 0, value]))
    sent.append((moment, value))
    time.sleep(random.uniform(0.026, 0.045))
    if len(sent) >= MOVES and len(sent) % 20 == 0:
        quiet = sum(is_quiet(moment) for moment, _ in sent)
# Ends above 0 dB, where the lane goes on: the next moves come down through it, and catch the fader again.
sent.append((nano.send(bytes([0xB0, 0, 125])), 125))
stamps = []
while len(stamps) < len(sent):
    text = probe.line("message", 1)
    if text is None:
        break
    fields = text.split("|")
    stamps.append((int(fields[2]), int(fields[4][4:], 16)))
check("all moves reach the sequencer", [value for _, value in stamps] == [value for _, value in sent], f"{len(stamps)} of {len(sent)}")
probe.kill()
time.sleep(1.6)

# --- A device with motors: full state when it comes, motors follow, a touch is written.
mackie = Device("mackie", name="MCU Pro", vendor="0x0a73", product="0x0006", serial="M-1", socket=1)
line = mix.line("Mackie Control connected") or ""
check("a touch-fader device is recognised beside it", "mackie-control" in line, line or mix.all[-3:])


def ride(data, channel):
    """All positions that a motor fader got, in their order."""
    found = [place.group() for place in re.finditer(rb"[\xe0-\xe8][\x00-\x7f][\x00-\x7f]", data)]
    return [high << 7 | low for status, low, high in found if status == 0xE0 + channel - 1]


def travel(decibels):
    return round(marked(fader_travel(decibels)) * 16383)


state = mackie.received(None, 0.6)
found = motors(state)
check("all nine motors are sent to their places", sorted(found) == list(range(1, 10)), found)
check("the master's motor stands at 0 dB", abs(found.get(9, 0) - travel(0)) <= 16, f"{found.get(9)}, expected {travel(0)}")
check("the display gets the strips' names", b"Level" in state and b"Place" in state, len(state))
for value in (60, 70, 80, 90, 100):
    nano.send(bytes([0xB0, 0, value]))
    time.sleep(0.1)
# A second after the last move the hand is taken to have let go, and the motor goes back to the lane with the fader (0 dB: 12808): on a
# slow machine that is in what is read here, too.
way = ride(mackie.received(None, 0.6), 1)
check("a move on one device moves the other's motor", any(abs(place - round(marked(100 / 127) * 16383)) <= 16 for place in way),
      f"{way}, expected {round(marked(100 / 127) * 16383)} among them")
time.sleep(1.6)
way += ride(mackie.received(None, 0.3), 1)
check("and back to the lane when the hand is taken to have let go", way and abs(way[-1] - travel(0)) <= 16,
      f"{way[-1:]}, expected {travel(0)}")
found = {1: way[-1] if way else 12000}

touch_begin = now()
mackie.send(bytes([0x90, 104, 127]))
TOUCHED = 9000
for step in range(11):
    position = round(found.get(1, 12000) + (TOUCHED - found.get(1, 12000)) * step / 10)
    mackie.send(bytes([0xE0, position & 127, position >> 7]))
    time.sleep(0.03)
time.sleep(0.5)
heard_at_unplugging = now()

# --- The cable comes out in the touch.
mackie.unplug()
line = mix.line("Mackie Control unplugged") or ""
check("unplugging in a touch is told", line != "", line or mix.all[-3:])
time.sleep(1.5)
check("the other device goes on", (press(58), nano.send(bytes([0xB0, 0, 100])), mix.process.poll() is None)[-1])
mackie.replug()
replugged = now()
line = mix.line("Mackie Control connected") or ""
check("plugged in again it is connected again", line != "", f"{(now() - replugged) / 1e6:.0f} ms after plugging" if line else mix.all[-3:])
state = mackie.received(None, 0.6)
found = motors(state)
check("and gets its full state again", sorted(found) == list(range(1, 10)) and b"Level" in state, found)

# --- STOP, the end, and what is in the session.
press(42)
found = lamps()
check("STOP stops: the lamps say so", found.get(41, 0) == 0, found)
mix.signal(signal.SIGINT)
status = mix.wait(20)
time.sleep(0.2)
check("the program ends well on SIGINT", status == 0, f"{status}: {mix.all[-1] if mix.all else ''}")
recorder.stop()
dump = subprocess.run([GAINRIDER, "session", "dump", "Song", "--json"], capture_output=True, text=True)
session = json.loads(dump.stdout) if dump.returncode == 0 else {}
lanes = {f"/strip/{number}/{role}": lane for number, strip in enumerate(session.get("strips", []), 1)
         for role, lane in strip.get("lanes", {}).items()}
points = lanes.get("/strip/1/fader", {}).get("points", [])
check("the lane of strip 1's fader is in the session", len(points) > MOVES, f"{len(points)} points; {dump.stderr}")
check("only what was moved has a lane", [key for key in lanes if lanes[key].get("points")] == ["/strip/1/fader"], list(lanes))

# --- What came out of the card.
recording = Recording("captured.raw", recorder.arrivals, SECONDS * RATE)
stalls = watch.stalls(milliseconds=3.0)
print(f"  (recorded: session frames {recording.first} to {recording.last}; this machine stood still {len(stalls)} times, "
      f"{sum(b - a for a, b in stalls) / 1e6:.0f} ms in all)")
# A card that was not fed in time stands still and starts anew: then what was due meanwhile is missing, there and nowhere else.
holes = recording.holes()
odd = [hole for hole in holes if not any(begin < hole[3] + 20e6 and end > hole[2] - 50e6 for begin, end in stalls)]
check("the song was recorded from its first frame on, without a hole but where this machine stood still", recording.first == 0
      and not odd, f"from {recording.first}, {len(holes)} holes, {sum(b - a for a, b, _, _ in holes)} frames; "
      f"without a cause: {[(a, b) for a, b, _, _ in odd]}", since=begun)
if not points or recording.last < RATE:
    finish()

lane = Lane(points)
written = [frame for frame in range(lane.frames[0], min(lane.frames[-1], recording.last), 97)]
worst = max((abs(recording.decibels(frame) - lane.decibels(frame)), frame) for frame in written
            if recording.gain[frame] is not None and lane.decibels(frame) > -60)
check("what is written is what sounded", worst[0] < 0.1, f"at most {worst[0]:.5f} dB apart (frame {worst[1]}), {len(written)} places")

# Times of frames: a straight line wherever the machine did not stand still; after a stall the card may have started anew.
departures = recording.departures()
edges = [stamps[0][0] - 1] + [end for _, end in stalls] + [stamps[-1][0] + 1]
starts = {}
for number, (stamp, value) in enumerate(stamps):
    # A move that a stall touched, or whose sound one touched, has no time of its own.
    if is_quiet(stamp):
        starts[number] = stamp
residues, errors, delays = [], [], []


def settled(departure):
    """The level after a movement that begins here: a move takes 20 ms, and the next one comes after 26."""
    return recording.decibels(departure + round(0.0235 * RATE))


for begin, end in zip(edges, edges[1:]):
    inside = [number for number in starts if begin < starts[number] < end]
    if len(inside) < 5:
        continue
    # The offset of this span: that at which most moves have a departure.
    votes = {}
    for number in inside[:: max(1, len(inside) // 40)]:
        for frame in departures:
            offset = frame - starts[number] * RATE / 1e9
            votes[round(offset / 48)] = votes.get(round(offset / 48), 0) + 1
    offset = 48 * max(votes, key=lambda key: votes[key] + votes.get(key - 1, 0) + votes.get(key + 1, 0))
    matched = []
    for number in inside:
        # A move's own departure: near its time, and on the way to its level.
        wanted, level = starts[number] * RATE / 1e9 + offset, fader_decibels(stamps[number][1] / 127)
        near = departures[bisect.bisect(departures, wanted - 600):bisect.bisect(departures, wanted + 600)]
        own = [frame for frame in near if abs((settled(frame) or -math.inf) - level) < 0.1]
        if own:
            matched.append((number, min(own, key=lambda frame: abs(frame - wanted))))
    if not matched:
        residues += [math.inf] * len(inside)
        continue
    middle = statistics.median(frame - starts[number] * RATE / 1e9 for number, frame in matched)
    for number, frame in matched:
        residues.append(frame - starts[number] * RATE / 1e9 - middle)
        errors.append(abs(settled(frame) - fader_decibels(stamps[number][1] / 127)))
        delays.append((recording.arrival[frame] - starts[number]) / 1e6)
    residues += [math.inf] * (len(inside) - len(matched))
if not check("enough moves were measured in quiet", len(residues) >= ENOUGH, f"{len(residues)} of {len(sent)}",
             measured=not watch.stalls(milliseconds=2.0)):
    finish()
finite = sorted(residue for residue in residues if math.isfinite(residue))
check(f"every move sounds within {PUNCTUAL} frames of its own time", residues and
      max(map(abs, residues)) <= PUNCTUAL, f"{len(residues)} moves, {finite[0]:.1f} to {finite[-1]:.1f} frames, spread "
      f"{statistics.pstdev(finite):.2f}; {sum(abs(r) > 8 for r in residues)} beyond 8 frames, "
      f"{len(residues) - len(finite)} without a sound of their own", since=begun)
check("every move sounds at the right level, within 0.1 dB", errors and len(errors) == len(residues) and max(errors) < 0.1,
      f"{len(errors)} moves, at most {max(errors):.5f} dB off")
check("and soon", statistics.median(delays) < 20, f"recorded {statistics.median(delays):.1f} ms after its stamp (middle), "
      f"the buffer being {PERIOD * PERIODS / RATE * 1000:.1f} ms", since=begun)

# The touch: its level sounded until the cable came out, then the lane ruled again and the pass was closed.
held = [frame for frame in range(recording.last) if recording.arrival[frame] and
        heard_at_unplugging - 200e6 < recording.arrival[frame] < heard_at_unplugging - 50e6]
level = recording.decibels(held[len(held) // 2])
check("the touched fader sounded at its level", abs(level - fader_decibels(unmarked(TOUCHED / 16383))) < 0.1,
      f"{level:.3f} dB, expected {fader_decibels(unmarked(TOUCHED / 16383)):.3f}")
after = [frame for frame in range(recording.last) if recording.arrival[frame] and
         heard_at_unplugging + 900e6 < recording.arrival[frame] < heard_at_unplugging + 1400e6]
before = [frame for frame in range(recording.last) if recording.arrival[frame] and
          touch_begin - 600e6 < recording.arrival[frame] < touch_begin - 50e6]
moved = abs(recording.decibels(after[-1]) - level)
check("after the cable came out the fader was let go", moved > 1 and
      abs(recording.decibels(after[-1]) - lane.decibels(after[-1])) < 0.1, f"{recording.decibels(after[-1]):.2f} dB")
ends = [frame for frame in lane.frames if held[0] < frame < after[-1]]
check("and the pass was closed there", bool(ends), f"points at {ends[:6]}")
finish()
