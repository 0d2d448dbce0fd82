"""The convolutions of VGG-19 (Simonyan and Zisserman, 2014), whose features losses compare.

Names of weights are torchvision's, so that its ImageNet weights load as they are.
"""

from functools import cache
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from afterglow.errors import AfterglowError, UnreadableFile

# Convolutions of each of the five stages; a stage ends with a halving of the size.
STAGES = ((64, 64), (128, 128), (256, 256, 256, 256), (512, 512, 512, 512), (512, 512, 512, 512))
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
# Published by torchvision; the end of the name is the start of the file's SHA-256, which is checked.
PUBLISHED = "https://download.pytorch.org/models/vgg19-dcbb9e9d.pth"


class Vgg19(nn.Module):
    """The layers of VGG-19 up to the last ReLU, for pictures in 0..1 of at least 16 pixels a side."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        narrow = 3
        for stage in STAGES:
            for wide in stage:
                layers += [nn.Conv2d(narrow, wide, 3, padding=1), nn.ReLU()]
                narrow = wide
            layers.append(nn.MaxPool2d(2))
        # The last halving leads to the classifier, which no loss needs.
        self.features = nn.Sequential(*layers[:-1])
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1), persistent=False)

    def forward(self, x: Tensor, before_activation: bool = False) -> Tensor:
        """The features relu5_4, or conv5_4 where they are wanted before the last ReLU."""
        y = (x - self.get_buffer("mean")) / self.get_buffer("deviation")
        layers = self.features[:-1] if before_activation else self.features
        features: Tensor = layers(y)
        return features


@cache
def imagenet_vgg19(weights: Path | None, device: torch.device) -> Vgg19:
    """VGG-19 with ImageNet weights from a .pth or .safetensors file, or from torchvision's download."""
    network = Vgg19()
    tensors = _read(weights) if weights else _fetch()
    features = {name: tensor for name, tensor in tensors.items() if name.startswith("features.")}
    try:
        network.load_state_dict(features)
    except RuntimeError as error:
        raise AfterglowError(
            f"{weights.name if weights else PUBLISHED} does not hold the weights of VGG-19",
            hint="Give torchvision's vgg19 file.",
        ) from error
    return network.requires_grad_(False).eval().to(device)


def _read(path: Path) -> dict[str, Tensor]:
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        return dict(torch.load(path, map_location="cpu", weights_only=True))
    except FileNotFoundError as error:
        raise UnreadableFile(f"there is no file {path}", hint="Name VGG-19's weights.") from error
    except (OSError, SafetensorError, RuntimeError, ValueError, EOFError, TypeError) as error:
        raise UnreadableFile(f"{path.name} cannot be read as weights", hint="Is it complete?") from error
    except Exception as error:  # torch raises pickle's own errors for files that are not plain weights
        raise UnreadableFile(
            f"{path.name} is not a plain file of weights", hint="Give torchvision's vgg19 file."
        ) from error


def _fetch() -> dict[str, Tensor]:
    try:
        return dict(
            torch.hub.load_state_dict_from_url(
                PUBLISHED, map_location="cpu", check_hash=True, weights_only=True
            )
        )
    except (URLError, HTTPException, OSError, RuntimeError) as error:
        raise AfterglowError(
            "VGG-19's ImageNet weights are not here and could not be downloaded",
            hint="Download vgg19-dcbb9e9d.pth from download.pytorch.org and name it in AFTERGLOW_VGG19.",
        ) from error
