"""How much of its surroundings a trained network needs to see.

It could see as far as its layers reach, but its weights hardly use the corners of that: measured on the trained
network, tiles need a seventh to a half less around themselves, and cost that much less.
"""

import numpy as np

from afterglow.models.onnx import OnnxSession
from afterglow.models.selftest import pattern
from afterglow.models.thumbnail import beside
from afterglow_lab.networks.norm import WHOLE_PICTURE

# Of white: what two engines differ by. Tiles that fit together so well round to the same 8 bits.
UNFELT = 1e-6


def context_of(session: OnnxSession) -> int:
    """The pixels a tile must see around itself so that its middle is that of the whole picture."""
    card = session.card
    if card.context in (0, WHOLE_PICTURE):
        return card.context
    step = card.multiple_of
    cut = step * (32 // step | 1)  # an odd multiple, lest a coarser grid go unnoticed
    side = cut + 2 * card.context
    noise = np.random.default_rng(0).random((1, 3, side, side), np.float32)
    depth = max(_seam(session, picture, cut) for picture in (noise, noise / 10, pattern(side)))
    # Other pictures may ask for a little more.
    return min(step * (-(-depth // step) + 1), card.context)


def _seam(session: OnnxSession, picture: np.ndarray, cut: int) -> int:
    """How deep the result differs from the whole picture's where `cut` rows and columns before it are missing."""
    scale = session.card.scale
    thumbnail = beside(picture, None, session.card.thumbnail)
    whole = session.run(picture, *thumbnail)[:, :, cut * scale :, cut * scale :]
    part = session.run(np.ascontiguousarray(picture[:, :, cut:, cut:]), *thumbnail)
    rows, columns = np.nonzero((np.abs(part - whole) > UNFELT).any(axis=(0, 1)))
    return int(np.minimum(rows, columns).max(initial=-1)) // scale + 1
