"""The forerunners' methods beside ours: each network trained for the same minutes on the same night pictures.

Every network learns twice, by its authors' losses and by plain L1, so the table also says whether judges earn their
place. Terms on VGG-19's features join where `--vgg` names its weights. Goes on where it was stopped.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from comparable_runs import write_run
from methods_page import evaluated, night, write_section

from afterglow_lab.run import read_run
from afterglow_lab.train import train

METRICS = "psnr,ssim,color_shift"
CASES = (100, 800, 3200)  # ISO; at 100 there is nearly nothing to do, and harm shows

UNFINISHED = """\
So little suits networks that begin with the picture they are given and learn what to change. The others must learn to
give it back first: a loss against the input means that they are unfinished, and what they reach after the hours or days
that their authors spent, these tables do not say. Seconds are those of a busy machine."""


@dataclass(frozen=True)
class Method:
    """A network and how its authors train it: losses, judge and optimiser, in the words of a run file."""

    network: str
    losses: str
    judge: str = ""
    optimizer: str = "rate = 1e-3"
    patch: int = 96


ADAM = 'kind = "adam"\nschedule = "constant"\nbetas = [0.9, 0.999]\n'
PLAIN = {"losses": "{ l1 = 1.0 }"}
METHODS = {
    "ours": Method("afterglow_fast", "{ psnr = 0.02 }"),
    "ours-l1": Method("afterglow_fast", **PLAIN),
    "dped": Method(
        "dped",
        "{ l1 = 10.0, blurred_color = 750.0, total_variation = 200.0 }",
        'network = "dped_discriminator"\ngame = "bce"\nweight = 0.1',
        ADAM + "rate = 5e-4",
    ),
    "dped-l1": Method("dped", optimizer=ADAM + "rate = 5e-4", **PLAIN),
    "dense-unet": Method(
        "dense_unet",
        "{ l1 = 1.0, ms_ssim = 1.0 }",
        'network = "dense_unet_discriminator"\ngame = "bce"\nweight = 0.01',
        ADAM + "rate = 1e-4",
        patch=192,
    ),
    "dense-unet-l1": Method("dense_unet", optimizer=ADAM + "rate = 1e-4", patch=192, **PLAIN),
    "fantastic-filter": Method(
        "ff_mobile",
        "{ l1 = 20.0 }",
        'network = "ff_discriminator"\ngame = "lsgan"\nweight = 1.0',
        'kind = "rmsprop"\nschedule = "linear"\nrate = 2e-4\nfinal_rate = 1e-5',
    ),
    "fantastic-filter-l1": Method(
        "ff_mobile",
        optimizer='kind = "rmsprop"\nschedule = "linear"\nrate = 2e-4\nfinal_rate = 1e-5',
        **PLAIN,
    ),
    "ns-iqe": Method(
        "ns_iqe",
        "{ l1 = 1.5, mse = 0.05, ssim = 2.0, sobel = 1.2, laplacian = 1.0, mean_color = 0.1 }",
        'network = "ns_discriminator"\ngame = "lsgan"\nweight = 0.002',
        "rate = 1e-4",
        patch=128,
    ),
    "ns-iqe-l1": Method("ns_iqe", optimizer="rate = 1e-4", patch=128, **PLAIN),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="the folder that holds the pools photo and night"
    )
    parser.add_argument("--minutes", type=float, default=5, help="of training for each (default 5)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("runs-out/methods"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    files = [written(name, method, options) for name, method in METHODS.items()]
    for file in files:
        train(read_run(file), options.data, options.out / file.stem, print)
    write_section("Networks", section(files, options))


def written(name: str, method: Method, options: argparse.Namespace) -> Path:
    """The method's run file."""
    return write_run(
        options.out / f"{name}.toml",
        method.network,
        method.losses,
        f"minutes = {options.minutes}",
        "{ photo = 0.7, night = 0.3 }",
        judge=method.judge,
        optimizer=method.optimizer,
        patch=method.patch,
        threads=options.threads,
        measured_on="photo",
        cases=night(800),
    )


def section(files: list[Path], options: argparse.Namespace) -> str:
    """What every method reached on validation photographs, as `afterglow evaluate` tells it."""
    tables = evaluated(
        [
            *(word for file in files for word in ("--model", str(file))),
            *("--model", "nonlocal_means"),
            *(word for iso in CASES for word in ("--damage", night(iso))),
            *("--data", str(options.data / "photo"), "--crop", "256", "--first", "24"),
            *("--metrics", METRICS, "--trained", str(options.out)),
        ]
    )
    return "\n".join(
        [
            *(__doc__ or "").strip().splitlines(),
            "",
            f"`python tools/methods.py --data ../shared/data/train --minutes {options.minutes:g}`: "
            f"{options.minutes:g} minutes each on {options.threads} thread, batches of 4.",
            "",
            UNFINISHED,
            "",
            tables,
        ]
    )


if __name__ == "__main__":
    main()
