from mixers.mixer import Mixer, Unavailable


class Ardour(Mixer):
    name = "Ardour"

    def __init__(self, places):
        raise Unavailable("not written")
