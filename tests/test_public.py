"""What the package offers, and that offering it costs nothing."""

import subprocess
import sys

import pytest

import afterglow


def test_the_public_names_are_pinned():
    assert set(afterglow.__all__) >= {
        "AfterglowError",
        "Cancelled",
        "Image",
        "Progress",
        "Recipe",
        "enhance",
        "models",
        "read",
        "write",
    }
    for name in afterglow.__all__:
        assert getattr(afterglow, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="polish"):
        _ = afterglow.polish


def test_importing_the_package_loads_nothing_heavy():
    heavy = {"numpy", "pyvips", "PIL", "onnxruntime", "openvino", "rich", "torch"}
    script = f"import sys, afterglow, afterglow.cli; print({heavy!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
