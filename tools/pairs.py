"""Where pairs of night pictures come from: the simulated phone beside CycleGAN.

The same network learns from nothing for the same steps from pairs that the night camera makes, and from pairs F(y),
F(F(y)) that a CycleGAN writes, which saw noisy photos of phones and clean ones of the night, but never both of one
scene. `night-camera` and `cyclegan-pairs` learn from the same clean pictures, `night-camera-more` from photographs by
day too. Goes on where it was stopped.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from comparable_runs import NIGHT, write_run
from methods_page import evaluated, night, write_section

from afterglow_lab.run import read_run
from afterglow_lab.train import train
from afterglow_lab.unpaired import read_unpaired, train_unpaired, write_pairs

MADE = "made"
METRICS = "psnr,ssim,color_shift"
SOURCES = {  # the pools of each, and what happens to their pictures
    "night-camera": ("{ night = 1.0 }", NIGHT),
    "night-camera-more": ("{ night = 0.3, photo = 0.7 }", NIGHT),
    "cyclegan-pairs": (f"{{ {MADE} = 1.0 }}", ""),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="holds the pools photo, night and phone_night"
    )
    parser.add_argument("--real", type=Path, required=True, help="pairs a_real.jpg and a_mean.jpg")
    parser.add_argument("--steps", type=int, default=300, help="of each network (default 300)")
    parser.add_argument("--cycle-steps", type=int, default=120, help="of the CycleGAN (default 120)")
    parser.add_argument("--cycle-generator", default="afterglow_fast", help="or cyclegan, its authors' own")
    parser.add_argument("--crop", type=int, default=256, help="the middle that is measured (default 256)")
    parser.add_argument("--first", type=int, default=24, help="pictures that are measured (default 24)")
    parser.add_argument("--out", type=Path, default=Path("runs-out/pairs"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    make_pairs(options)
    files = [written(name, options) for name in SOURCES]
    for file in files:
        made = SOURCES[file.stem][1] == ""
        train(read_run(file), options.out if made else options.data, options.out / file.stem, print)
    write_section("Pairs", section(files, options))


def make_pairs(options: argparse.Namespace) -> None:
    """Train the CycleGAN and let it write its pairs beside the runs."""
    file: Path = options.out / "cyclegan.toml"
    file.write_text(
        f'name = "cyclegan"\ngenerator = "{options.cycle_generator}"\nseed = 20\nthreads = 1\nkeep_every = 50\n'
        f"[budget]\nsteps = {options.cycle_steps}\n"
        "[bad]\npools = { phone_night = 1.0 }\npatch = 96\nbatch = 1\nshrink = 0.0\n"
        "[good]\npools = { night = 1.0 }\npatch = 96\nbatch = 1\nshrink = 0.3\n"
        '[optimizer]\nkind = "adam"\nrate = 2e-3\nschedule = "linear"\nwarm_up = 10\nbetas = [0.5, 0.999]\n',
        encoding="utf-8",
    )
    run = read_unpaired(file)
    cycle = train_unpaired(run, options.data, options.out / run.name, print)
    write_pairs(run, cycle, options.data, options.out / MADE, print)


def written(name: str, options: argparse.Namespace) -> Path:
    """The run file of the network that learns from this source."""
    pools, damage = SOURCES[name]
    return write_run(
        options.out / f"{name}.toml",
        "afterglow_fast",
        "{ psnr = 0.02 }",
        f"steps = {options.steps}",
        pools,
        damage=damage,
        measured_on="night" if damage else MADE,
        cases=night(800),
    )


def section(files: list[Path], options: argparse.Namespace) -> str:
    """What each source of pairs taught, as `afterglow evaluate` tells it."""
    trained = [*(word for file in files for word in ("--model", str(file))), "--trained", str(options.out)]
    measure = ["--metrics", METRICS, "--crop", str(options.crop), "--first", str(options.first)]
    words = [*trained, "--model", "nonlocal_means", *measure]
    made = evaluated(["--data", str(options.out / MADE), "--pair", "damaged,clean", *measure])
    real = evaluated(["--data", str(options.real), "--pair", "_real,_mean", *words])
    photos = ["--data", str(options.data / "photo")]
    simulated = evaluated([*photos, "--damage", night(3200), *words])
    return "\n".join(
        [
            *(__doc__ or "").strip().splitlines(),
            "",
            "`python tools/pairs.py --data ../shared/data/train --real ../shared/data/eval/polyu_half "
            f"--steps {options.steps} --cycle-steps {options.cycle_steps} --crop {options.crop} "
            f"--first {options.first}`: {options.steps} steps of 4 patches for each network, {options.cycle_steps} of "
            f"1 patch for the CycleGAN, with generators `{options.cycle_generator}`.",
            "",
            "These budgets are small: minutes on a busy processor, where CycleGAN's recipe asks for two hours, larger "
            "patches and a generator of 17 times the work; its learning rate is ten times the recipe's to make up for "
            "it a little. They tell which pairs help sooner, not which help most.",
            "",
            "The first table is of the pairs that CycleGAN made: how much it damages. The second is of real pairs, the "
            "third of simulated phones, whose damage the night camera's networks have learned from and CycleGAN's has "
            "not. Seconds are those of a busy machine.",
            "",
            "Where the first table's PSNR is above 45 dB, CycleGAN has hardly changed the pictures: it is unfinished, "
            "and so is what was learned from its pairs. A network that loses against its input is unfinished too. What "
            "CycleGAN teaches after the hours that its recipe asks for, these tables do not say.",
            *("", made, "", real, "", simulated),
        ]
    )


if __name__ == "__main__":
    main()
