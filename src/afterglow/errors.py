"""What can go wrong, said to the person it happened to.

AfterglowError            one sentence, and a hint that says what to do
├── UnreadableFile        the file is missing, damaged, or not what its name says
├── UnsupportedPicture    a picture we can read but will not guess about
├── TooLarge              more pixels than the limits in force allow
├── CannotWrite           the result could not be put where it was asked for
│   └── WouldOverwrite    something is already there
├── WrongOption           an option, recipe or setting that makes no sense
├── ModelProblem          a model that is unknown, damaged or does not fit
├── DeviceProblem         the device or engine asked for cannot do the work
└── OutOfMemory           the plan does not fit, even with the smallest tiles
"""


class AfterglowError(Exception):
    """Something the user can act on: `message` says what happened, `hint` what to try."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # Errors cross process borders: a batch worker pickles what it raises.
        return type(self), (self.message, self.hint)


class UnreadableFile(AfterglowError):
    """The file is missing, damaged, or not what its name says."""


class UnsupportedPicture(AfterglowError):
    """A picture we can read but will not guess about."""


class TooLarge(AfterglowError):
    """More pixels than the limits in force allow."""


class CannotWrite(AfterglowError):
    """The result could not be put where it was asked for."""


class WouldOverwrite(CannotWrite):
    """Something is already there."""


class WrongOption(AfterglowError):
    """An option, recipe or setting that makes no sense."""


class ModelProblem(AfterglowError):
    """A model that is unknown, damaged or does not fit."""


class DeviceProblem(AfterglowError):
    """The device or engine asked for cannot do the work."""


class OutOfMemory(AfterglowError):
    """The plan does not fit, even with the smallest tiles."""
