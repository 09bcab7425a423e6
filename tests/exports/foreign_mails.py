"""Mails as servers, calendars and people of many makes send them back."""

OURS = "<abcdefgh2345@example.org>"
ORIGINAL = f"""\
From: Spring <spring@example.org>
To: Ada <ada@factory.example>
Subject: Your meeting
Message-ID: {OURS}

The text.
"""
POSTFIX = f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: spring@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4F2A
Arrival-Date: Mon, 1 Mar 2027 09:00:00 +0000

Final-Recipient: rfc822; ada@factory.example
Original-Recipient: rfc822;ada@factory.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ada@factory.example>: Recipient address
    rejected: User unknown

--B
Content-Type: message/rfc822

{ORIGINAL}
--B--
"""
DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")
GAVE_UP = POSTFIX.replace("Status: 5.1.1", "Status: 4.4.7")
HEAD_ONLY = POSTFIX.replace("Content-Type: message/rfc822", "Content-Type: text/rfc822-headers")
QMAIL = f"""\
Return-Path: <>
From: MAILER-DAEMON@relay.example.net
To: spring@example.org
Subject: failure notice

Hi. This is the qmail-send program at relay.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ada@factory.example>:
550 sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <spring@example.org>
{ORIGINAL}"""
QMAIL_LATE = QMAIL.replace("550 sorry", "451 sorry").replace("(#5.1.1)", "(#4.2.1)")
AWAY = f"""\
Return-Path: <>
From: Ada Nowak <ada@factory.example>
To: spring@example.org
Subject: Automatic reply: Your meeting
In-Reply-To: {OURS}
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

I am away until 5.6. In urgent cases: 550 123 456. =C5=BB.
"""
REPLY = f"""\
From: =?utf-8?q?Ada_=C5=BB?= <Ada@Factory.example>
To: spring@example.org
Subject: =?iso-8859-2?q?Re:_Spotkanie_=F3?=
In-Reply-To: {OURS}
References: <older@example.org> {OURS}
Content-Type: multipart/alternative; boundary="B"

--B
Content-Type: text/html; charset=utf-8

<head><style>p {{ color: red }}</style></head><p>Can we <b>meet</b> later?<script>alert(1)</script>
--B--
"""
READ_RECEIPT = f"""\
From: ada@factory.example
Subject: Read: Your meeting
In-Reply-To: {OURS}
Content-Type: multipart/report; report-type=disposition-notification; boundary="B"

--B
Content-Type: text/plain

Your message was read.
--B
Content-Type: message/disposition-notification

Final-Recipient: rfc822;ada@factory.example
Original-Message-ID: {OURS}
Disposition: manual-action/MDN-sent-manually; displayed
--B--
"""


def calendar_reply(
    uid: str,
    *,
    status: str = "DECLINED",
    sequence: int = 0,
    attendee: str = "ada@factory.example",
    sender: str = "ada@factory.example",
    headers: str = "",
) -> str:
    """An answer as a calendar program sends it."""
    return f"""\
From: {sender}
To: spring@example.org
Subject: {status.capitalize()}: Meeting
{headers}MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="B"

--B
Content-Type: text/plain; charset=utf-8


--B
Content-Type: text/calendar; charset=utf-8; method=REPLY

BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;PARTSTAT={status};CN="Nowak; Ada":mailto:{attendee}
UID:{uid}
DTSTART:20270518T080000Z
DTEND:20270518T082000Z
DTSTAMP:20270301T090000Z
SEQUENCE:{sequence}
END:VEVENT
END:VCALENDAR
--B--
"""


EVERY = {
    "postfix": POSTFIX,
    "delayed": DELAYED,
    "gave up": GAVE_UP,
    "head only": HEAD_ONLY,
    "qmail": QMAIL,
    "qmail late": QMAIL_LATE,
    "away": AWAY,
    "reply": REPLY,
    "read receipt": READ_RECEIPT,
    "calendar": calendar_reply("uid@hubmeet"),
}
