from user_directory import UserDirectory

ADA = {"id": 1, "name": "Ada", "email": "ada@example.org", "muted": False}


def test_a_user_is_found_by_id():
    assert UserDirectory([ADA]).find(1) == ADA


def test_an_unknown_id_finds_nobody():
    assert UserDirectory([ADA]).find(404) is None


def test_adding_a_user_again_replaces_the_first():
    directory = UserDirectory([ADA])
    directory.add({**ADA, "email": "countess@example.org"})
    assert directory.find(1)["email"] == "countess@example.org"
