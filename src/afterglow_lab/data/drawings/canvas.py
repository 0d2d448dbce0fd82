"""A page to draw on, with smooth edges."""

from collections.abc import Callable

import cv2
import numpy as np

from afterglow_lab.data.drawings.curves import Outline

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 255."""

Ink = Colour | Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""A colour, or a function of columns, rows and what lies beneath that gives the new pixels."""

FRACTION = 4  # binary digits after the point of OpenCV's coordinates


class Canvas:
    """A page `finer` times finer than the picture it becomes; all places are in pixels of the picture."""

    def __init__(self, width: int, height: int, paper: Colour = (255, 255, 255), finer: int = 3) -> None:
        self.width, self.height, self.finer = width, height, finer
        self.page = np.empty((height * finer, width * finer, 3), np.uint8)
        self.page[:] = np.rint(paper)

    def picture(self) -> np.ndarray:
        """What was drawn, H×W×3 uint8 RGB."""
        shrunk: np.ndarray = cv2.resize(self.page, (self.width, self.height), interpolation=cv2.INTER_AREA)
        return shrunk

    def fill(self, shape: Outline, ink: Ink, within: Outline | None = None) -> None:
        """Fill a shape, or the part of it that lies `within` another."""
        if not callable(ink) and within is None and self.finer > 1:
            cv2.fillPoly(self.page, [self._fixed(shape)], _rounded(ink), cv2.LINE_AA, FRACTION)
            return
        window = self._window(shape)
        if window is None:
            return
        left, top, right, bottom = window
        share = self._mask(shape, window)
        if within is not None:
            share = np.minimum(share, self._mask(within, window))
        beneath = self.page[top:bottom, left:right].astype(np.float32)
        if callable(ink):
            columns, rows = np.meshgrid(np.arange(left, right), np.arange(top, bottom))
            x, y = ((n.astype(np.float32) + 0.5) / self.finer for n in (columns, rows))
            wanted = ink(x, y, beneath)
        else:
            wanted = np.asarray(ink, np.float32)
        cover = share.astype(np.float32)[..., None] / 255
        self.page[top:bottom, left:right] = np.rint(np.clip(beneath + cover * (wanted - beneath), 0, 255))

    def stroke(
        self,
        path: Outline,
        width: float,
        colour: Colour,
        taper: tuple[float, float] = (1.0, 1.0),
        swell: float = 0.0,
    ) -> None:
        """A pen line; `taper` is its width at both ends, `swell` how much thicker it is in the middle."""
        along = np.linspace(0, 1, len(path))
        share = taper[0] + (taper[1] - taper[0]) * along
        # A tapered line reaches its full width quickly and keeps it, as a pressed nib does.
        body = np.clip(np.minimum(along, 1 - along) * 4, 0, 1)
        widths = width * (share + (1 - share) * body * (min(taper) < 1) + swell * np.sin(np.pi * along))
        self._line(path, np.maximum(widths, 0.15), colour)

    def outline(self, shape: Outline, width: float, colour: Colour) -> None:
        """A line of even width around a shape."""
        points = self._fixed(shape)
        thickness = max(1, round(width * self.finer))
        cv2.polylines(self.page, [points], True, _rounded(colour), thickness, cv2.LINE_AA, FRACTION)

    def polyline(self, path: Outline, width: float, colour: Colour) -> None:
        """An open line of even width."""
        thickness = max(1, round(width * self.finer))
        cv2.polylines(
            self.page, [self._fixed(path)], False, _rounded(colour), thickness, cv2.LINE_AA, FRACTION
        )

    def lay(self, stencil: np.ndarray, left: float, top: float, colour: Colour) -> None:
        """Colour through a stencil (rows × columns, 0 to 255, as fine as the page)."""
        first_row, first_column = round(top * self.finer), round(left * self.finer)
        rows = slice(max(0, first_row), min(self.page.shape[0], first_row + stencil.shape[0]))
        columns = slice(max(0, first_column), min(self.page.shape[1], first_column + stencil.shape[1]))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        seen = stencil[
            rows.start - first_row : rows.stop - first_row,
            columns.start - first_column : columns.stop - first_column,
        ]
        cover = seen.astype(np.float32)[..., None] / 255
        beneath = self.page[rows, columns].astype(np.float32)
        self.page[rows, columns] = np.rint(beneath + cover * (np.asarray(colour, np.float32) - beneath))

    def paste(self, picture: np.ndarray, left: int, top: int) -> None:
        """Another picture laid on the page, cut at its edges."""
        seen = picture[max(0, -top) : self.height - top, max(0, -left) : self.width - left]
        if not seen.size:
            return
        fine = cv2.resize(seen, None, fx=self.finer, fy=self.finer, interpolation=cv2.INTER_NEAREST)
        first_row, first_column = max(0, top) * self.finer, max(0, left) * self.finer
        self.page[first_row : first_row + fine.shape[0], first_column : first_column + fine.shape[1]] = fine

    def _line(self, path: Outline, widths: np.ndarray, colour: Colour) -> None:
        steps = np.gradient(path, axis=0)
        lengths = np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)
        normals = np.stack([-steps[:, 1], steps[:, 0]], 1) / lengths[:, None]
        left, right = path + normals * widths[:, None] / 2, path - normals * widths[:, None] / 2
        shade = _rounded(colour)
        # Piece by piece: one polygon would cut holes where the line crosses itself.
        for n in range(len(path) - 1):
            piece = np.array([left[n], left[n + 1], right[n + 1], right[n]])
            cv2.fillConvexPoly(self.page, self._fixed(piece), shade, cv2.LINE_AA, FRACTION)
        for place, width in zip(path, widths, strict=True):
            if width * self.finer > 2:
                spot = self._fixed(place[None])[0]
                radius = int(width / 2 * self.finer * 2**FRACTION)
                cv2.circle(self.page, (int(spot[0]), int(spot[1])), radius, shade, -1, cv2.LINE_AA, FRACTION)

    def _fixed(self, points: np.ndarray) -> np.ndarray:
        # OpenCV counts from the middle of the first pixel, we from its corner.
        fixed = (np.asarray(points, float) * self.finer - 0.5) * 2**FRACTION
        whole: np.ndarray = np.rint(np.clip(fixed, -(2**24), 2**24)).astype(np.int32)
        return whole

    def _window(self, shape: Outline) -> tuple[int, int, int, int] | None:
        low, high = np.min(shape, axis=0) * self.finer, np.max(shape, axis=0) * self.finer
        left, top = max(0, int(low[0]) - 1), max(0, int(low[1]) - 1)
        right = min(self.page.shape[1], int(high[0]) + 2)
        bottom = min(self.page.shape[0], int(high[1]) + 2)
        return None if left >= right or top >= bottom else (left, top, right, bottom)

    def _mask(self, shape: Outline, window: tuple[int, int, int, int]) -> np.ndarray:
        left, top, right, bottom = window
        # OpenCV's own smooth edges grow a shape by half a pixel: too much on a page as coarse as the picture.
        finer = 4 if self.finer == 1 else 1
        mask = np.zeros(((bottom - top) * finer, (right - left) * finer), np.uint8)
        points = (np.asarray(shape, float) * self.finer - (left, top)) * finer - 0.5
        fixed = np.rint(np.clip(points, -(2**18), 2**18) * 2**FRACTION).astype(np.int32)
        cv2.fillPoly(mask, [fixed], 255, cv2.LINE_8 if finer > 1 else cv2.LINE_AA, FRACTION)
        return (
            cv2.resize(mask, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
            if finer > 1
            else mask
        )


def _rounded(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (round(min(max(value, 0), 255)) for value in colour)
    return red, green, blue
