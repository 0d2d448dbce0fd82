"""The picture before and after, painted: where each lies, which part of it is seen, and what is mixed into what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from afterglow.desktop.widgets.camera import Camera
from afterglow.desktop.widgets.overlay import paint_line, paint_name
from afterglow.image.geometry import Box, Size
from afterglow.progress import Progress

if TYPE_CHECKING:
    from afterglow.desktop.bridge import Task
    from afterglow.desktop.desk import Desk
    from afterglow.desktop.widgets.raster import Raster

MARGIN = 12  # pixels around a picture that was made to fit


@dataclass(frozen=True, eq=False)
class Patch:
    """A part of the result that is there before the whole; `box` is its place in the picture before."""

    box: Box
    pixels: QImage
    held: object  # the memory that it draws from
    final: bool = False  # made at the strength of now, rather than at full strength


class Panes(QWidget):
    """`before` and `after`, `after` mixed in by `strength`. Emits `looked` when it shows another part."""

    looked = Signal()

    def __init__(self, desk: Desk, before_key: str, after_key: str, empty_key: str) -> None:
        super().__init__()
        self._desk = desk
        self._keys = (before_key, after_key, empty_key)
        self.before: Raster | None = None
        self.after: Raster | None = None
        self.place: QRectF | None = None  # where `after` lies on `before`; None is all over it
        self.patches: tuple[Patch, ...] = ()
        self._recolouring: Task[list[Raster | None]] | None = None
        self.strength = 1.0
        self.mode = "split"
        self.linked = True
        self.same_size = True
        self.original_shown = False
        self.line = 0.5
        self.cameras = [Camera(), Camera()]
        self.fits = True  # the whole picture, also when the window changes its size
        self.setMinimumSize(320, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        desk.words.bind(self.setAccessibleName, empty_key)
        desk.look.changed.append(self.update)
        desk.words.changed.append(self.update)
        desk.screen.changed.append(self.recolour)

    # What is shown

    def show_before(self, raster: Raster | None) -> None:
        """Another picture: the view starts anew."""
        self.before, self.after, self.place, self.patches = raster, None, None, ()
        self.fit()
        self.recolour()

    def show_after(self, raster: Raster | None, place: QRectF | None = None) -> None:
        """What was made of it."""
        self.after, self.place = raster, place
        if raster is not None:
            self.patches = tuple(patch for patch in self.patches if patch.final)
        self.update()
        self.recolour()

    def show_pair(self, before: Raster | None, after: Raster | None, before_key: str, after_key: str) -> None:
        """Two pictures under these names; the view stays where it is if they are as large as those before."""
        self._keys = (before_key, after_key, self._keys[2])
        if before is None or self.before is None or before.size != self.before.size:
            self.show_before(before)
        self.before = before
        self.show_after(after)

    def recolour(self) -> None:
        """Have what was made for a screen of other colours made for the one of now."""
        shown, screen = (self.before, self.after), self._desk.screen.profile
        if all(raster is None or raster.screen == screen for raster in shown):
            return

        def done(made: list[Raster | None]) -> None:
            if (self.before, self.after) == shown:
                self.before, self.after = made
                self.patches = ()
                self._look()
            self.recolour()

        def work(progress: Progress) -> list[Raster | None]:
            from afterglow.desktop.widgets.raster import raster_of

            return [raster and raster_of(raster.image, screen, progress) for raster in shown]

        if self._recolouring:
            self._recolouring.stop()
        self._recolouring = self._desk.bridge.start(work, done, self._desk.strip.problem, lane="screen")

    def show_patches(self, *patches: Patch) -> None:
        self.patches = patches
        self.update()

    def set_mode(self, mode: str) -> None:
        self.mode = mode
        self.fit() if self.fits else self._look()

    def set_strength(self, strength: float) -> None:
        self.strength = strength
        self.patches = tuple(patch for patch in self.patches if not patch.final)
        self.update()

    def show_original(self, shown: bool) -> None:
        """Show the picture before, for as long as a key is held."""
        self.original_shown = shown
        self.update()

    # Where it looks

    def fit(self) -> None:
        """The whole picture in the view."""
        self.fits = True
        for index in (0, 1):
            size = self._scene(index)
            if size and self._room().width() > 2 * MARGIN:
                room = self._room()
                inside = (room.width() - 2 * MARGIN, room.height() - 2 * MARGIN)
                self.cameras[index] = Camera().fitted((size.width, size.height), inside)
        self._look()

    def zoom_to(self, zoom: float) -> None:
        """So many of the screen's pixels for one of the picture's."""
        self.zoom_by(zoom / self.devicePixelRatioF() / (self.cameras[0].zoom or 1))

    def zoom_by(self, factor: float) -> None:
        self._move([camera.zoomed(factor) for camera in self.cameras])

    @property
    def zoom(self) -> float:
        """Screen pixels for one of the picture's."""
        return self.cameras[0].zoom * self.devicePixelRatioF()

    def seen(self) -> Box | None:
        """The part of the picture before that is shown."""
        if self.before is None or not self.cameras[0].zoom:
            return None
        room = self._room()
        left, top, right, bottom = self.cameras[0].seen((room.width(), room.height()))
        size = self.before.size
        box = Box(
            max(int(left), 0),
            max(int(top), 0),
            min(int(right) + 1, size.width),
            min(int(bottom) + 1, size.height),
        )
        return box if box.right > box.left and box.bottom > box.top else None

    def panes(self) -> list[QRectF]:
        """Where each picture is shown: two places side by side, or the same one twice."""
        whole = QRectF(self.rect())
        if self.mode != "side":
            return [whole, whole]
        half = whole.width() / 2
        return [QRectF(0, 0, half, whole.height()), QRectF(half, 0, half, whole.height())]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._desk.look.theme
        painter.fillRect(self.rect(), QColor(theme.canvas))
        if self.before is None:
            painter.setPen(QColor(theme.on_canvas))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._desk.words(self._keys[2]))
            return
        left, right = self.panes()
        if self.mode == "side":
            self._paint_pane(painter, left, 0, original=True)
            self._paint_pane(painter, right, 1, original=self.original_shown)
            painter.fillRect(QRectF(right.left() - 1, 0, 2, right.height()), QColor(theme.line))
        elif self.mode == "split" and not self.original_shown:
            cut = round(self.line * self.width())
            self._paint_pane(painter, left, 0, original=True, clip=QRectF(0, 0, cut, self.height()))
            self._paint_pane(painter, left, 0, clip=QRectF(cut, 0, self.width() - cut, self.height()))
            paint_line(painter, theme, cut, self.height())
        else:
            self._paint_pane(painter, left, 0, original=self.original_shown)
        self._paint_names(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_pane(
        self, painter: QPainter, pane: QRectF, index: int, original: bool = False, clip: QRectF | None = None
    ) -> None:
        assert self.before is not None
        clip = clip or pane
        ratio = self.devicePixelRatioF()
        painter.save()
        painter.setClipRect(clip)
        scene = self._on_view(QRectF(0, 0, *self._drawn_size(index)), pane, index)
        shown = not original and (self.after is not None or self.patches)
        covered = shown and self.after is not None and self.strength == 1
        if not covered:
            self.before.draw(painter, scene, clip, ratio)
        if shown:
            painter.setOpacity(self.strength)
            if self.after is not None:
                self.after.draw(painter, self._placed(scene), clip, ratio)
            for patch in self.patches:
                painter.setOpacity(1.0 if patch.final else self.strength)
                painter.drawImage(self._box_on(scene, patch.box), patch.pixels)
        painter.restore()

    def _paint_names(self, painter: QPainter) -> None:
        """Which is which, in the corners."""
        before, after = self._desk.words(self._keys[0]), self._desk.words(self._keys[1])
        left, right = self.panes()
        if self.mode == "single" or (self.original_shown and self.mode == "split"):
            paint_name(painter, before if self.original_shown else after, left, first=True)
            return
        paint_name(painter, before, left, first=True)
        paint_name(painter, before if self.original_shown else after, right, first=self.mode == "side")

    # Geometry

    def _room(self) -> QRectF:
        return self.panes()[0]

    def _scene(self, index: int) -> Size | None:
        """The size of the picture that a pane shows, as its camera counts it."""
        if self.before is None:
            return None
        width, height = self._drawn_size(index)
        return Size(max(1, round(width)), max(1, round(height)))

    def _drawn_size(self, index: int) -> tuple[float, float]:
        assert self.before is not None
        if index == 1 and not self.same_size and self.after is not None and self.place is None:
            return self.after.size
        return self.before.size

    def _on_view(self, box: QRectF, pane: QRectF, index: int) -> QRectF:
        """A place on the picture as a place on the screen."""
        camera = self.cameras[index]
        middle, zoom = pane.center(), camera.zoom
        return QRectF(
            middle.x() + (box.left() - camera.x) * zoom,
            middle.y() + (box.top() - camera.y) * zoom,
            box.width() * zoom,
            box.height() * zoom,
        )

    def _placed(self, scene: QRectF) -> QRectF:
        """Where the result lies, when the picture before fills `scene`."""
        if self.place is None:
            return scene
        return self._part(scene, self.place)

    def _box_on(self, scene: QRectF, box: Box) -> QRectF:
        return self._part(scene, QRectF(box.left, box.top, *box.size))

    def _part(self, scene: QRectF, part: QRectF) -> QRectF:
        assert self.before is not None
        across, down = scene.width() / self.before.size.width, scene.height() / self.before.size.height
        return QRectF(
            scene.left() + part.left() * across,
            scene.top() + part.top() * down,
            part.width() * across,
            part.height() * down,
        )

    def _look(self) -> None:
        self.update()
        self.looked.emit()

    def _move(self, cameras: list[Camera]) -> None:
        self.fits = False
        for index, camera in enumerate(cameras):
            size = self._scene(index)
            if size:
                self.cameras[index] = camera.kept(size)
        self._look()
