"""What happens when a mail server says no."""

import logging
import smtplib

from moim.contexts.users.adapters.letters import WORDS
from moim.platform.mail import AddressRefused
from tests.contexts.users.world import EMAIL, World


async def test_a_letter_is_tried_again_and_no_address_gets_into_rows_or_logs(
    sqlite_world: World, monkeypatch, caplog
) -> None:
    def busy(letter) -> None:
        raise smtplib.SMTPRecipientsRefused({letter.to: (450, b"try later " + EMAIL.encode())})

    monkeypatch.setattr(sqlite_world.mailer, "send", busy)
    await sqlite_world.sign_up()
    with caplog.at_level(logging.DEBUG):
        await sqlite_world.settle()

    (row,) = sqlite_world.rows("deliveries")
    assert (row.state, row.attempts) == ("waiting", 1)
    assert EMAIL not in caplog.text
    assert EMAIL not in sqlite_world.raw()

    monkeypatch.undo()
    sqlite_world.clock.pass_by(minutes=5)
    await sqlite_world.settle()
    assert [letter["To"] for letter in sqlite_world.mails()] == [EMAIL]


async def test_an_address_that_is_refused_for_good_is_not_tried_again(
    sqlite_world: World, monkeypatch
) -> None:
    def refuse(_letter) -> None:
        raise AddressRefused("550 no such user")

    monkeypatch.setattr(sqlite_world.mailer, "send", refuse)
    await sqlite_world.sign_up()
    await sqlite_world.settle()

    (row,) = sqlite_world.rows("deliveries")
    assert row.state == "failed"


def test_every_mail_has_its_words_in_both_languages() -> None:
    templates = {template for template, _ in WORDS}

    assert set(WORDS) == {(name, language) for name in templates for language in ("ko", "en")}
    for template in templates:
        korean, english = WORDS[template, "ko"], WORDS[template, "en"]
        assert len(korean.body) == len(english.body)
        assert "{nickname}" in korean.greeting
        assert "{nickname}" in english.greeting
