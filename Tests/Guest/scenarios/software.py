"""A controller made of software: a client of the sequencer with one port, as apps, network and Bluetooth MIDI make them."""
import ctypes
import ctypes.util

READ, WRITE, SUBSCRIBE_READ, SUBSCRIBE_WRITE, DUPLEX = 1, 2, 32, 64, 16
GENERIC, APPLICATION = 2, 1 << 20
CONTROLLER, NOTE_ON, QUEUE_DIRECT, SUBSCRIBERS = 10, 6, 253, 254


class SoftwareController:
    def __init__(self, name):
        self.alsa = ctypes.CDLL(ctypes.util.find_library("asound") or "libasound.so.2")
        self.handle = ctypes.c_void_p()
        if self.alsa.snd_seq_open(ctypes.byref(self.handle), b"default", 3, 1) < 0:
            raise OSError("no sequencer")
        self.alsa.snd_seq_set_client_name(self.handle, name.encode())
        self.port = self.alsa.snd_seq_create_simple_port(
            self.handle, name.encode(), READ | WRITE | SUBSCRIBE_READ | SUBSCRIBE_WRITE | DUPLEX, GENERIC | APPLICATION)
        self.client = self.alsa.snd_seq_client_id(self.handle)

    @property
    def address(self):
        return f"{self.client}:{self.port}"

    def control(self, controller, value, channel=0):
        """Sends a control change to whoever is subscribed."""
        # snd_seq_event_t: type, flags, tag, queue, time (8), source, destination, data (12).
        event = bytearray(28)
        event[0], event[3] = CONTROLLER, QUEUE_DIRECT
        event[12:16] = bytes([self.client, self.port, SUBSCRIBERS, 253])
        event[16] = channel
        event[20:24] = controller.to_bytes(4, "little")
        event[24:28] = value.to_bytes(4, "little")
        buffer = (ctypes.c_char * 28).from_buffer(event)
        return self.alsa.snd_seq_event_output_direct(self.handle, buffer)

    def close(self):
        if self.handle:
            self.alsa.snd_seq_close(self.handle)
            self.handle = None
