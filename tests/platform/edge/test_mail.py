import asyncio
import contextlib
import email
import email.policy
import smtplib

import pytest

from moim.platform.mail import (
    AddressRefused,
    FileMailer,
    Letter,
    LetterRefused,
    SmtpMailer,
    mailer_for,
)

SENDER = "모임 <moim@moim.test>"
LETTER = Letter(
    to="kim@example.com",
    subject="가입을 확인해 주세요",
    text="아래 주소를 눌러 주세요.\nhttp://moim.test/v/abc\n",
    html="<p>아래 주소를 눌러 주세요.</p>",
    headers={"List-Unsubscribe": "<http://moim.test/u/abc>"},
)


class Receiver:
    """A small SMTP server: takes letters, refuses addresses at ``nobody.test``."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.said: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 moim.test\r\n")
        while line := await reader.readline():
            command = line.decode().strip()
            self.said.append(command)
            verb = command.partition(" ")[0].upper()
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                self.letters.append(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 taken\r\n")
            elif verb == "RCPT" and "nobody.test" in command:
                writer.write(b"550 no such mailbox\r\n")
            elif verb == "RCPT" and "says" in command:
                said = command.partition("<")[2].partition("@")[0].replace("_", " ")
                writer.write(f"{said}\r\n".encode())
            elif verb == "RCPT" and "full.test" in command:
                writer.write(b"452 mailbox is full\r\n")
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 well\r\n")
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@pytest.fixture
async def receiver():
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()
    await server.wait_closed()


async def test_a_letter_reaches_the_server_whole(receiver, clock):
    mailer = SmtpMailer(f"smtp://127.0.0.1:{receiver.port}", SENDER, clock)

    await asyncio.to_thread(mailer.send, LETTER)

    (raw,) = receiver.letters
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Subject"] == LETTER.subject
    assert message["From"] == SENDER
    assert message["List-Unsubscribe"] == "<http://moim.test/u/abc>"
    assert "http://moim.test/v/abc" in message.get_body(("plain",)).get_content()
    assert "<p>" in message.get_body(("html",)).get_content()


async def test_an_address_that_does_not_exist_is_not_tried_again(receiver):
    mailer = SmtpMailer(f"smtp://127.0.0.1:{receiver.port}", SENDER)

    with pytest.raises(AddressRefused, match="no such mailbox"):
        await asyncio.to_thread(mailer.send, Letter(to="a@nobody.test", subject="s", text="t"))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("550_5.1.1_nobody", AddressRefused),
        ("550_5.7.1_your_host_is_listed", LetterRefused),
        ("554_5.7.1_spam", LetterRefused),
        ("552_5.2.2_full", smtplib.SMTPRecipientsRefused),
        ("552_full", smtplib.SMTPRecipientsRefused),
    ],
)
async def test_who_is_refused_for_what_they_are_loses_no_address(receiver, said, kind):
    mailer = SmtpMailer(f"smtp://127.0.0.1:{receiver.port}", SENDER)

    with pytest.raises(kind) as refused:
        await asyncio.to_thread(mailer.send, Letter(to=f"{said}@says.test", subject="s", text="t"))

    assert refused.type is kind


async def test_what_may_work_later_is_an_os_error(receiver):
    full = Letter(to="a@full.test", subject="s", text="t")
    mailer = SmtpMailer(f"smtp://127.0.0.1:{receiver.port}", SENDER)
    nowhere = SmtpMailer("smtp://127.0.0.1:1", SENDER)

    for sends, letter in ((mailer, full), (nowhere, LETTER)):
        with pytest.raises(OSError):  # noqa: PT011 - any of them
            await asyncio.to_thread(sends.send, letter)


async def test_a_password_is_never_sent_in_the_clear(receiver):
    mailer = SmtpMailer(f"smtp://me:hunter2@127.0.0.1:{receiver.port}", SENDER)

    with pytest.raises(ConnectionError, match="TLS"):
        await asyncio.to_thread(mailer.send, LETTER)

    assert not any("AUTH" in said for said in receiver.said)


def test_without_a_server_letters_lie_in_a_folder_newest_first(tmp_path, clock):
    mailer = FileMailer(tmp_path / "mail", SENDER, clock)
    mailer.send(LETTER)
    mailer.send(Letter(to="lee@example.com", subject="두 번째", text="안녕하세요"))

    (id, newest), (_, first) = mailer.newest()

    assert [newest["Subject"], first["Subject"]] == ["두 번째", LETTER.subject]
    assert mailer.find(id)["To"] == "lee@example.com"
    assert newest.get_content().strip() == "안녕하세요"


@pytest.mark.parametrize("subject", ["hello\nBcc: all@example.com", "hello\r\nX: y"])
def test_no_text_of_a_user_becomes_a_header(tmp_path, subject):
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        FileMailer(tmp_path, SENDER).send(Letter(to="a@b.c", subject=subject, text=""))


def test_the_setting_decides_how_mail_leaves(tmp_path):
    assert isinstance(mailer_for("", SENDER, tmp_path), FileMailer)
    assert isinstance(mailer_for("smtp://mail.test", SENDER, tmp_path), SmtpMailer)
