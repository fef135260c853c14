"""Keeps the letters that wait to be sent."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Letter:
    """One message to one address."""

    to: str
    subject: str
    body: str


@dataclass
class Outbox:
    """Letters in the order in which they were put in."""

    letters: list[Letter] = field(default_factory=list)

    def put(self, letter: Letter) -> None:
        """Add a letter at the end."""
        self.letters.append(letter)
