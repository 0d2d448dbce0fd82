"""How large a picture may be before we refuse it."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.errors import TooLarge
from afterglow.image.geometry import Size

MEGA = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The most that is taken in. Anything above is refused from the header, before a pixel is decoded.

    A bomb is told from a large picture by its weight: beyond `trusted_pixels`, a file must hold at least one
    byte for every `pixels_per_byte` pixels. Scans of white paper do; all-black PNGs do not.
    """

    max_pixels: int = 4_000 * MEGA
    max_frames: int = 10_000
    max_bytes: int = 16 * 1024**3
    trusted_pixels: int = 64 * MEGA
    pixels_per_byte: int = 600

    def check(self, size: Size, weight: int, frames: int = 1) -> None:
        """Raise `TooLarge` unless a file of `weight` bytes may become `frames` pictures of `size`."""
        pixels = size.pixels * frames
        told = f"{pixels / MEGA:,.0f} megapixels" + (f" in {frames:,} frames" if frames > 1 else "")
        if frames > self.max_frames:
            raise TooLarge(
                f"The file holds {frames:,} frames", hint=f"The most is {self.max_frames:,}: split it."
            )
        if pixels > self.max_pixels:
            raise TooLarge(
                f"The picture has {told}",
                hint=f"The most is {self.max_pixels // MEGA:,}: cut it into parts, or make it smaller first.",
            )
        if pixels > self.trusted_pixels and pixels > weight * self.pixels_per_byte:
            raise TooLarge(
                f"The file claims {told} but weighs only {weight:,} bytes",
                hint="It looks made to fill the memory. If it is real, save it as an uncompressed TIFF.",
            )


DESKTOP = Limits()
SERVER = Limits(max_pixels=100 * MEGA, max_frames=500, max_bytes=512 * 1024**2, trusted_pixels=25 * MEGA)
