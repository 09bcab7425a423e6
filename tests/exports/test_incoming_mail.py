"""What comes back is understood, and whatever is no mail at all stops nothing."""

import time
from random import Random

import pytest

from app.exports.calendar_answers import CalendarAnswer
from app.exports.incoming_mail import ComingMail, understand
from tests.exports import foreign_mails as mails


def read(text: str) -> ComingMail:
    return understand(text.replace("\n", "\r\n").encode())


@pytest.mark.parametrize(
    ("text", "is_final", "words"),
    [
        (
            mails.POSTFIX,
            True,
            "550 5.1.1 <ada@factory.example>: Recipient address rejected: User unknown",
        ),
        (mails.HEAD_ONLY, True, None),
        (mails.DELAYED, False, None),
        # After days of 4.x a server gives up: it says failed, and the mail will never come.
        (mails.GAVE_UP, True, None),
        (mails.QMAIL, True, "550 sorry, no mailbox here by that name. (#5.1.1)"),
        (mails.QMAIL_LATE, False, "451 sorry, no mailbox here by that name. (#4.2.1)"),
    ],
    ids=["postfix", "head only", "delayed", "gave up", "qmail", "qmail late"],
)
def test_a_report_names_the_mail_and_says_whether_it_is_final(
    text: str, is_final: bool, words: str | None
) -> None:
    report = read(text).report
    assert report is not None
    assert (report.message_ids, report.is_final) == ((mails.OURS,), is_final)
    assert words is None or report.words == words


def test_a_report_without_the_mail_is_known_by_what_it_answers() -> None:
    bare = mails.POSTFIX.replace(mails.ORIGINAL, "").replace(
        "Auto-Sub", f"In-Reply-To: {mails.OURS}\nAuto-Sub"
    )
    report = read(bare).report
    assert report is not None
    assert report.message_ids == (mails.OURS,)


@pytest.mark.parametrize("text", [mails.AWAY, mails.READ_RECEIPT], ids=["away", "read receipt"])
def test_a_machine_s_answer_is_no_report_though_it_has_numbers_like_one(text: str) -> None:
    mail = read(text)
    assert (mail.is_automatic, mail.report, mail.answers) == (True, None, (mails.OURS,))


@pytest.mark.parametrize(
    "line", ["X-Autoreply: yes", "Precedence: bulk", "Auto-Submitted: auto-generated; x=1"]
)
def test_what_marks_a_machine_s_answer(line: str) -> None:
    person = mails.AWAY.replace("Return-Path: <>\n", "").replace("auto-replied", "no")
    assert not read(person).is_automatic
    assert read(f"{line}\n{person}").is_automatic or line.startswith("Auto-Submitted")
    assert read(person.replace("Auto-Submitted: no", line)).is_automatic


def test_a_reply_is_words_alone_and_names_what_it_answers() -> None:
    mail = read(mails.REPLY)
    assert mail == ComingMail(
        sender="ada@factory.example",
        subject="Re: Spotkanie ó",
        text="Can we meet later?",
        answers=(mails.OURS, "<older@example.org>"),
        is_automatic=False,
        report=None,
        calendar=None,
    )


def test_only_the_first_2000_letters_are_kept() -> None:
    head, _, _ = mails.REPLY.partition("Content-Type")
    assert read(f"{head}\n{'ż' * 3000}").text == "ż" * 2000


def test_an_answer_of_a_calendar() -> None:
    mail = read(mails.calendar_reply("uid@hubmeet", sequence=3))
    assert mail.calendar == CalendarAnswer("uid@hubmeet", 3, "ada@factory.example", "DECLINED")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("METHOD:REPLY", "METHOD:REQUEST"),
        ("UID:uid@hubmeet\n", ""),
        ("PARTSTAT=DECLINED", "PARTSTAT=SOMETHING"),
        ("SEQUENCE:0", "SEQUENCE:many"),
        ("END:VEVENT\n", "END:VEVENT\nBEGIN:VEVENT\nUID:b\nEND:VEVENT\n"),
        ("END:VCALENDAR", ""),
    ],
)
def test_what_is_no_answer_of_one_person_to_one_entry(old: str, new: str) -> None:
    text = mails.calendar_reply("uid@hubmeet")
    assert old in text
    assert read(text.replace(old, new)).calendar is None


def test_a_thousand_broken_mails_raise_nothing() -> None:
    random = Random(20270301)  # noqa: S311 - what to break, no secret
    originals = [text.replace("\n", "\r\n").encode() for text in mails.EVERY.values()]
    for number in range(1000):
        understand(_broken(originals[number % len(originals)], random))


def _broken(data: bytes, random: Random) -> bytes:
    """One to eight changes: a byte of any value, a piece cut out, doubled, or of another mail."""
    for _ in range(random.randint(1, 8)):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.randint(1, 60))
        piece = random.choice(
            [
                random.randbytes(random.randint(1, 20)),
                b"",
                data[start:end] * 2,
                b"\r\n\r\n",
                b"--B\r\nContent-Type: message/rfc822\r\n\r\n",
                b"=?utf-8?b?////?=",
                b"\0",
                b'charset="\xff\0"',
                b"charset*=utf-8''%00",
                b"Content-Transfer-Encoding: base64\r\n",
            ]
        )
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        Random(1).randbytes(200_000),  # noqa: S311 - no secret
        b"Content-Type: multipart/mixed; boundary=B\r\n\r\n" + b"--B\r\n\r\nx\r\n" * 10_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (number, number)
            for number in range(10_000)
        ),
        b"Content-Type: message/rfc822\r\n\r\n" * 15_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 30_000,
        b"From: " + b"<" * 500_000,
        b"Content-Type: text/html\r\n\r\n" + b"<!--" * 100_000,
        b"Message-ID: <" * 40_000,
        b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * 500_000,
        b"X: y\r\n" * 80_000,
    ],
    ids=range(12),
)
def test_a_hostile_mail_takes_no_time(data: bytes) -> None:
    began = time.process_time()
    understand(data[: 512 * 1024])
    assert time.process_time() - began < 5


def test_what_is_nested_or_cut_beyond_all_need_is_not_looked_through() -> None:
    def nested(depth: int) -> str:
        heads = (f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(depth))
        return f"Subject: Deep\n{''.join(heads)}Content-Type: text/plain\n\nHello\n"

    assert [read(nested(depth)).text for depth in (30, 31)] == ["Hello", ""]
    assert read(nested(31)).subject == "Deep"

    def cut(number: int) -> str:
        leaves = "--B\nContent-Type: image/png\n\n\n" * number
        text = "--B\nContent-Type: text/plain\n\nHello\n--B--\n"
        return f"Content-Type: multipart/mixed; boundary=B\n\n{leaves}{text}"

    assert [read(cut(number)).text for number in (98, 99)] == ["Hello", ""]


def test_a_header_in_a_coding_that_is_none_stays_as_it_is() -> None:
    assert read("Subject: =?utf-8?b?a?= =?nowhere?q?=C5?=\n\n").subject.startswith("=?utf-8?b?a?=")


@pytest.mark.parametrize("line", ["", "Auto-Submitted: auto-replied\n"])
def test_who_quotes_our_mail_with_its_head_gives_nothing_back(line: str) -> None:
    code = "" if line else "550 5.1.1 is what they say\n"
    mail = read(f"{line}From: ada@factory.example\n\n{code}You wrote:\n{mails.ORIGINAL}")
    assert mail.report is None
