"""A service with two users: Ada, and Brian, who is muted."""

import pytest

from outbox import Outbox
from user_directory import UserDirectory
from user_service import UserService


@pytest.fixture
def outbox():
    return Outbox()


@pytest.fixture
def service(outbox):
    directory = UserDirectory(
        [
            {"id": 1, "name": "Ada", "email": "ada@example.org", "muted": False},
            {"id": 2, "name": "Brian", "email": "brian@example.org", "muted": True},
        ]
    )
    return UserService(directory, outbox)
