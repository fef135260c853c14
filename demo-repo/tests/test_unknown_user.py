def test_an_unknown_user_gets_no_letter(service, outbox):
    assert service.send_notification(404, "Hello?") is False
    assert outbox.letters == []
