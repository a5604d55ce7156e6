"""The mixers that are compared. To add one: a file here with a Mixer in it, and a row in this table."""

from mixers.ardour import Ardour
from mixers.dawdreamer import DawDreamer
from mixers.ecasound import EcasoundCaps, EcasoundSwh
from mixers.ffmpeg import FFmpeg
from mixers.gainrider import Gainrider
from mixers.pedalboard import Pedalboard
from mixers.sox import SoX

MIXERS = [Gainrider, FFmpeg, EcasoundSwh, EcasoundCaps, SoX, Pedalboard, DawDreamer, Ardour]
