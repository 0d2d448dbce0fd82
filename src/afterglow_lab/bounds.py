"""Values of a run file that make sense one by one."""

import math

from afterglow.errors import WrongOption

ANY = math.inf


def check_bounds(table: object, where: str, **bounds: tuple[float, float]) -> None:
    """Refuse a value outside its two bounds, both of which are allowed; `where` is what its table is called.

    What is None was not given.
    """
    for name, (least, most) in bounds.items():
        value = getattr(table, name)
        if value is None:
            continue
        values = value if isinstance(value, tuple) else (value,)
        if not all(least <= each <= most for each in values):
            said = ", ".join(f"{each:g}" for each in values)
            hint = f"Give {least:g} or more." if most == ANY else f"Give {least:g} to {most:g}."
            raise WrongOption(f"{name} of {where} is {said}", hint=hint)
