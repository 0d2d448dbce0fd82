"""Refusing to start where memory is too short even for the libraries: they would crash without a word."""

from __future__ import annotations

from afterglow.errors import OutOfMemory

LEAST = 800  # MiB; with 700 some runs failed, with 650 libvips and ONNX Runtime aborted the process


def check_address_space() -> None:
    """Raise `OutOfMemory` where this process may not have enough address space to work at all."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit != resource.RLIM_INFINITY and limit < LEAST * 1024**2:
        raise OutOfMemory(
            f"Enhancing needs at least {LEAST} MB of memory, and only {limit >> 20} MB are allowed here",
            "Allow more, for example with `ulimit -v unlimited`.",
        )
