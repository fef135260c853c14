"""Sends notifications to users."""

from __future__ import annotations

from outbox import Letter, Outbox
from user_directory import UserDirectory


class UserService:
    """Sends notifications to the users of a directory."""

    def __init__(self, directory: UserDirectory, outbox: Outbox) -> None:
        self.directory = directory
        self.outbox = outbox

    def send_notification(self, user_id: int, message: str) -> bool:
        """Put a letter with the message in the outbox.

        Return whether a letter was sent: muted users get none.
        """
        user = self.directory.find(user_id)
        if user["muted"]:
            return False

        greeting = f"Dear {user['name']},"
        self.outbox.put(
            Letter(
                to=user["email"],
                subject=message.splitlines()[0][:60],
                body=f"{greeting}\n\n{message}\n",
            )
        )
        return True

    def notify_all(self, user_ids: list[int], message: str) -> int:
        """Notify several users and return how many letters were sent."""
        return sum(self.send_notification(user_id, message) for user_id in user_ids)
