import pytest


def test_a_user_gets_a_letter(service, outbox):
    assert service.send_notification(1, "Your parcel has arrived")
    assert outbox.letters[0].to == "ada@example.org"
    assert outbox.letters[0].body == "Dear Ada,\n\nYour parcel has arrived\n"


def test_a_muted_user_gets_no_letter(service, outbox):
    assert not service.send_notification(2, "Your parcel has arrived")
    assert outbox.letters == []


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("Hello", "Hello"),
        ("Hello\nand goodbye", "Hello"),
        ("x" * 80, "x" * 60),
    ],
)
def test_the_subject_is_the_first_line_cut_to_sixty(service, outbox, message, subject):
    service.send_notification(1, message)
    assert outbox.letters[0].subject == subject


def test_notifying_all_counts_the_letters(service, outbox):
    assert service.notify_all([1, 2], "We moved") == 1
    assert len(outbox.letters) == 1
