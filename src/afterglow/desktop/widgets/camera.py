"""Where a view looks: which point of a picture is in its middle, and how large its pixels are."""

from __future__ import annotations

from dataclasses import dataclass, replace

NEAREST, FARTHEST = 32.0, 1 / 64
LARGEST_FIT = 2.0  # times that a small picture is enlarged to fill the view


@dataclass(frozen=True)
class Camera:
    """`x` and `y` are in the picture's pixels, `zoom` is screen pixels for one of them. 0 is not aimed yet."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 0.0

    def fitted(self, size: tuple[float, float], room: tuple[float, float]) -> Camera:
        """The whole of a picture of this size in a view of that room."""
        zoom = min(room[0] / size[0], room[1] / size[1], LARGEST_FIT)
        return Camera(size[0] / 2, size[1] / 2, max(zoom, FARTHEST))

    def zoomed(self, factor: float, across: float = 0.0, down: float = 0.0) -> Camera:
        """Nearer by `factor`; the point `across` and `down` from the middle of the view stays where it is."""
        zoom = min(max(self.zoom * factor, FARTHEST), NEAREST)
        step = 1 / self.zoom - 1 / zoom
        return Camera(self.x + across * step, self.y + down * step, zoom)

    def panned(self, across: float, down: float) -> Camera:
        """After the picture was dragged by so many screen pixels."""
        return replace(self, x=self.x - across / self.zoom, y=self.y - down / self.zoom)

    def kept(self, size: tuple[float, float]) -> Camera:
        """The same, with its middle on the picture, so that it cannot be lost."""
        return replace(self, x=min(max(self.x, 0), size[0]), y=min(max(self.y, 0), size[1]))

    def seen(self, room: tuple[float, float]) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what a view of that room shows, in the picture's pixels."""
        half = (room[0] / 2 / self.zoom, room[1] / 2 / self.zoom)
        return self.x - half[0], self.y - half[1], self.x + half[0], self.y + half[1]
