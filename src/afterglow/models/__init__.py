"""What we can run: models with their cards, and the engines that run them."""

from afterglow.models.adding import Details, add_model
from afterglow.models.card import ModelCard, read_card, write_card
from afterglow.models.choice import expected_seconds, open_session
from afterglow.models.session import Session
from afterglow.models.sessions import Sessions
from afterglow.models.store import find_model, list_models, remove_model, verify_model
from afterglow.models.told import Told
from afterglow.models.way import Way, Wish
from afterglow.models.working_memory import measure_bytes_per_pixel

__all__ = [
    "Details",
    "ModelCard",
    "Session",
    "Sessions",
    "Told",
    "Way",
    "Wish",
    "add_model",
    "expected_seconds",
    "find_model",
    "list_models",
    "measure_bytes_per_pixel",
    "open_session",
    "read_card",
    "remove_model",
    "verify_model",
    "write_card",
]
