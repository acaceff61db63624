"""Write the console's sounds: one short figure of tones a meaning, told apart in rain and wind.

Run it with a folder, or without one to renew the files the program ships. The same bytes come
out every time. Pitches are of equal temperament, A4 = 440 Hz (ISO 16:1975), and lie where the
small loudspeakers of laptops are loud. Lengths and figures are ours.
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from pathlib import Path

RATE = 11_025
#: Loudest sample; the rest of the 16 bits is kept so that no player has to clip.
PEAK = 26_000
#: A tone swells and dies away in this time, so that it does not click.
EDGE_S = 0.008

#: Semitones above A4.
D5, A5, E6, B6 = 5, 12, 19, 26

#: Name of the meaning: (semitones above A4, or None for silence; seconds; loudness).
SOUNDS: dict[str, list[tuple[int | None, float, float]]] = {
    # one short high tone: it is on the disk
    "saved": [(E6, 0.09, 0.6)],
    # two low tones, the second lower: it was not taken
    "not_taken": [(A5, 0.09, 0.8), (None, 0.03, 0), (D5, 0.14, 0.8)],
    # three shrill beats: look here
    "alarm": [(B6, 0.1, 1), (None, 0.06, 0)] * 2 + [(B6, 0.1, 1)],
    # three tones upwards: it is over
    "ended": [(A5, 0.11, 0.7), (E6, 0.11, 0.7), (B6, 0.2, 0.7)],
}


def samples(figure: list[tuple[int | None, float, float]]) -> list[int]:
    """Play a figure of tones into 16-bit samples."""
    played: list[int] = []
    for semitones, length_s, loudness in figure:
        count = round(length_s * RATE)
        hertz = 0.0 if semitones is None else 440 * 2 ** (semitones / 12)
        for number in range(count):
            edge = min(number, count - 1 - number) / (EDGE_S * RATE)
            swell = math.sin(math.pi / 2 * min(1.0, edge)) ** 2
            tone = math.sin(2 * math.pi * hertz * number / RATE)
            played.append(round(PEAK * loudness * swell * tone))
    return played


def write_sound(path: Path, figure: list[tuple[int | None, float, float]]) -> None:
    """Write a figure as a WAV file of one channel."""
    played = samples(figure)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(played)}h", *played))


def main() -> None:
    """Write all sounds."""
    shipped = Path(__file__).parents[1] / "resources" / "sounds"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shipped
    folder.mkdir(parents=True, exist_ok=True)
    for name, figure in SOUNDS.items():
        write_sound(folder / f"{name}.wav", figure)


if __name__ == "__main__":
    main()
