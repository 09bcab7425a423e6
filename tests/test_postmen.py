"""What comes back from a mail server, and what never leaves unencrypted."""

import pytest

from app.postmen import SmtpPostman, UnreachableError
from tests.mail_sink import mail_sink


def test_a_server_that_cannot_encrypt_gets_nothing_where_it_must() -> None:
    with mail_sink() as (_sink, port):
        postman = SmtpPostman("127.0.0.1", port, tls="must")
        with pytest.raises(UnreachableError, match="offers no encryption"):
            postman.be_ready()


def test_a_password_that_is_refused_stops_all_mails_and_fails_none() -> None:
    with mail_sink() as (_sink, port):
        postman = SmtpPostman("127.0.0.1", port, user="ada", password="wrong")
        with pytest.raises(UnreachableError):
            postman.be_ready()
