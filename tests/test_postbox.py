"""The mailbox is read over IMAP: in secret where it must be, and nothing in it is changed."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.postbox import MOST_BYTES, Postbox, UnreadableError
from config import ImapMailbox
from tests.imap_server import Box, certificate_in, imap_server, tls_in_front

ARRIVED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
MAIL = "Subject: Hello\n\nŻółw.\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate_in(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def box(certificate: tuple[Path, Path]) -> Iterator[Box]:
    with imap_server(certificate) as server:
        server.put(MAIL, ARRIVED)
        server.put(b"Subject: Long\r\n\r\n" + b"x" * MOST_BYTES, ARRIVED + timedelta(days=1))
        yield server


def refusal(where: ImapMailbox, **values: float) -> str:
    with pytest.raises(UnreadableError) as caught, Postbox(where, **values):
        raise AssertionError("it opened")
    return str(caught.value)


def test_each_mail_has_a_name_for_ever_and_is_read_without_being_marked(box: Box) -> None:
    with Postbox(box.at(tls="never")) as postbox:
        names = postbox.keys(since=ARRIVED.date())
        first, second = (postbox.read(number) for number in names.values())
        assert postbox.keys(since=ARRIVED.date()) == names
        assert list(postbox.keys(since=ARRIVED.date() + timedelta(days=1))) == list(names)[1:]
        assert postbox.keys(since=ARRIVED.date() + timedelta(days=2)) == {}
        assert postbox.read(999_999) is None
    assert first is not None
    assert second is not None
    assert (first.data, first.arrived_at) == (MAIL.replace("\n", "\r\n").encode(), ARRIVED)
    # Of a mail that is too long its beginning is read.
    assert second.data == (b"Subject: Long\r\n\r\n" + b"x" * MOST_BYTES)[:MOST_BYTES]
    assert box.seen() == [False, False]
    with Postbox(box.at(tls="never", folder="inbox")) as postbox:
        # The same numbers of another folder are other mails.
        assert not set(postbox.keys(since=ARRIVED.date())) & set(names)


def test_a_mailbox_on_the_network_is_read_in_secret(
    box: Box, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with Postbox(box.at(tls="must")) as postbox:
        assert len(postbox.keys(since=ARRIVED.date())) == 2
    with tls_in_front(box, certificate) as port, Postbox(box.at(tls="first", port=port)) as postbox:
        assert len(postbox.keys(since=ARRIVED.date())) == 2


def test_a_certificate_that_nobody_vouches_for_ends_it(
    box: Box, certificate: tuple[Path, Path]
) -> None:
    assert "CERTIFICATE_VERIFY_FAILED" in refusal(box.at(tls="must"))
    with tls_in_front(box, certificate) as port:
        assert "CERTIFICATE_VERIFY_FAILED" in refusal(box.at(tls="first", port=port))


def test_a_certificate_of_another_host_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificate_in(tmp_path, "mail.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(other[0]))
    with imap_server(other) as server:
        assert "127.0.0.1" in refusal(server.at(tls="must"))


def test_a_server_that_cannot_encrypt_gets_no_password_where_it_must(box: Box) -> None:
    with imap_server() as plain:
        assert refusal(plain.at(tls="must")) == (
            "The mailbox's server offers no encryption (STARTTLS)"
        )
        assert refusal(plain.at(folder="Elsewhere")) != ""
        assert "Elsewhere" not in refusal(plain.at(password="wrong"))
        assert refusal(plain.at(password="ż")) == (
            "The user or the password has letters that IMAP refuses"
        )


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = ImapMailbox("127.0.0.1", silent.getsockname()[1], "a", "b", "never", "INBOX")
        assert refusal(where, timeout_seconds=0.2) == (
            "The mailbox's server did not answer in time"
        )
    assert "refused" in refusal(where)


def test_what_was_not_opened_cannot_be_asked(box: Box) -> None:
    with pytest.raises(UnreadableError, match="not open"):
        Postbox(box.at()).read(1)
