"""What mail servers say, in plain words; where the words tell no more, nothing is added."""

import pytest

from app.domain import mail_answers as said


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("550 No such user", said.NO_MAILBOX),
        ("550 5.1.1 <ada@example.org>: Recipient address rejected: unknown", said.NO_MAILBOX),
        ("550 5.2.1 Mailbox disabled", said.NO_MAILBOX),
        ("553 5.1.2 Host unknown", said.NO_DOMAIN),
        ("Given up after 6 tries: 452 4.2.2 Mailbox full", said.FULL),
        ("552 Quota exceeded", said.FULL),
        ("552 5.3.4 Message too big", said.TOO_LARGE),
        ("554 Blocked", said.UNWANTED),
        ("550 5.7.1 SPF check failed", said.UNWANTED),
        ("451 Later, please", said.LATER),
        ("The mail server cannot be reached: 535 5.7.8 Wrong password", said.OUR_LOGIN),
        ("The mail server cannot be reached: Connection refused", said.AWAY),
        ("Its text is no longer kept.", said.NO_TEXT),
        ("550 Something of its own", ""),
        ("", ""),
    ],
)
def test_an_answer_is_put_plainly(words: str, plain: str) -> None:
    assert said.plain_answer(words) == plain
