"""What every panel is given: the job, the facts around it, and the run."""

from dataclasses import dataclass

from ..session import Session
from .facts import Facts
from .filling import Filling
from .player import Player
from .runner import Runner


@dataclass(frozen=True)
class Context:
    session: Session
    facts: Facts
    runner: Runner
    filling: Filling
    player: Player
