"""All that a file and its pixels tell about what happened to a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from afterglow.image.image import Image
from afterglow.models.session import Session
from afterglow.score.blur import blur_in, crispness_in
from afterglow.score.cells import judged
from afterglow.score.drawing import Drawing, drawing
from afterglow.score.light import Light, light_in
from afterglow.score.medium import drawn
from afterglow.score.noise import noise_in
from afterglow.score.pixelation import Mosaic, mosaic
from afterglow.score.quantisation import Rounding, rounding_in
from afterglow.score.recompression import APART, Earlier, earlier
from afterglow.score.sample import crops, places
from afterglow.score.stored_mosaic import stored_mosaic

SMALLEST = 32  # pixels along the shorter side of what the judge and JPEG's traces are looked for in


@dataclass(frozen=True)
class Evidence:
    """What was found, each clue by itself."""

    format: str
    file_quality: int | None  # of a JPEG file, from its tables
    rounding: Rounding | None
    earlier: Earlier | None  # JPEG compression, on the same grid as the last
    mosaic: Mosaic | None
    noise: float
    blur: float
    light: Light
    crispness: float
    drawing: Drawing
    drawn: float  # how likely it was drawn rather than taken
    says: dict[str, float] = field(default_factory=dict)  # of the judge, where there is one

    @property
    def quality(self) -> int | None:
        """The JPEG quality the pixels went through: the worst that file and pixels tell; None for none."""
        traces = [trace.quality for trace in (self.rounding, self.earlier) if trace]
        return min([*traces, *([] if self.file_quality is None else [self.file_quality])], default=None)

    @property
    def before(self) -> int | None:
        """The quality of a JPEG compression before the last, if the pixels were compressed twice."""
        if self.earlier:
            return self.earlier.quality
        # Coarse steps outlast the finer ones of a later file, and are then found in its pixels.
        found, told = self.rounding, self.file_quality
        return found.quality if found and found.standard and told and found.quality < told - APART else None

    def told(self) -> dict[str, float | str]:
        """The findings by name, as they are printed."""
        findings: dict[str, float | str] = {"format": self.format or "unknown"}
        if self.file_quality is not None:
            findings["jpeg_quality_of_file"] = self.file_quality
        if self.rounding:
            findings["jpeg_quality_of_pixels"] = self.rounding.quality
            findings["jpeg_grid"] = f"{self.rounding.left},{self.rounding.top}"
        if self.before is not None:
            findings["jpeg_quality_before"] = self.before
        if self.mosaic:
            findings["mosaic_block"] = self.mosaic.block
        findings["noise"] = round(self.noise, 2)
        findings["blur"] = round(self.blur, 3)
        findings["drawing"] = round(self.drawn, 3)
        findings["highlights"] = round(self.light.highlights, 3)
        return findings | {f"judge_{word}": round(value, 3) for word, value in self.says.items()}


def look(image: Image, judge: Session | None = None) -> Evidence:
    """Gather the evidence; a large picture is looked at in places."""
    pixels, squares = image.pixels, places(image.pixels)
    file_quality = image.origin.quality if image.origin.format == "jpeg" else None
    says: dict[str, float] = {}
    if judge and min(image.size) >= SMALLEST:
        said = [judged(crop, judge).says for crop in crops(pixels)]
        says = {word: sum(each[word] for each in said) / len(said) for word in said[0]}
    last = rounding_in(squares) if min(image.size) >= SMALLEST else None
    return Evidence(
        format=image.origin.format,
        file_quality=file_quality,
        rounding=last,
        earlier=earlier(squares, last) if last else None,
        mosaic=mosaic(pixels) or (stored_mosaic(pixels, last) if last else None),
        noise=noise_in(squares),
        blur=blur_in(squares),
        light=light_in(squares),
        crispness=crispness_in(squares),
        drawing=drawing(pixels),
        drawn=drawn(pixels),
        says=says,
    )
