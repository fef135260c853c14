"""Holds letters until they are sent."""

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
    """Letters in the order they were added."""

    letters: list[Letter] = field(default_factory=list)

    def put(self, letter: Letter) -> None:
        """Append a letter."""
        self.letters.append(letter)
