"""Looks up users by id."""

from __future__ import annotations

from typing import Iterable, TypedDict


class User(TypedDict):
    """One registered user. Muted users get no notifications."""

    id: int
    name: str
    email: str
    muted: bool


class UserDirectory:
    """An in-memory directory of users."""

    def __init__(self, users: Iterable[User] = ()) -> None:
        self._users = {user["id"]: user for user in users}

    def add(self, user: User) -> None:
        """Register a user, or replace the one with the same id."""
        self._users[user["id"]] = user

    def find(self, user_id: int) -> User | None:
        """Return the user with this id, or None if there is none."""
        return self._users.get(user_id)
