"""Whatever is sent to whichever address: an answer, never a fault of ours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

import app.web
from tests.web.all_forms import Found
from tests.web.matrix import matrix
from tests.web.world import FILES, World

# What no browser sends, and what programs stumble over.
NASTY = [
    b"\x00",
    b"\x01\x08\x1b[31m\x7f",
    "\x85\u2028\u2029".encode(),
    b"\xed\xa0\x80",  # half of a surrogate pair
    b"\xff\xfe\xc0\xaf",  # no UTF-8
    "\u202egnp.exe\u200f\ufeff".encode(),
    b"'\"; DROP TABLE account; --",
    b"%_\\",
    b"../../../../etc/passwd",
    b"99999999999999999999",
    b"-1",
    b"1e308",
    b"{{7*7}}%(name)s{0.__class__}",
    "٣\u0345İ\U0001f9d1\u200d\U0001f680".encode(),
    b"a" * 5000,
    b"",
]
LONG = b"x" * 1_000_000
# Every word that a view looks for in an address.
ASKED = sorted(
    {
        word
        for file in Path(app.web.__path__[0]).rglob("*.py")
        for word in re.findall(r"(?:args|values)\.get(?:list)?\(\s*\"(\w+)\"", file.read_text())
    }
)


def rules(world: World) -> Iterator[tuple[Rule, str, str]]:
    """Rule, method and one who may call it."""
    for rule, method in world.rules():
        if rule.endpoint not in FILES:
            yield rule, method, matrix().caller(world.route(rule, method))


def fault(answer: TestResponse, what: object) -> list[str]:
    """What went wrong, if it is ours."""
    return [f"{answer.request.method} {what!r}: {answer.status_code}"] * (answer.status_code >= 500)


def with_nasty_names(world: World, rule: Rule, nasty: bytes) -> str:
    """The rule's address with the same word for each argument."""
    gaps = {name: f"gap{number}" for number, name in enumerate(sorted(rule.arguments))}
    path = re.sub(r"<(?:[^<>:]*:)?(\w+)>", lambda found: gaps[found[1]], rule.rule)
    for gap in gaps.values():
        path = path.replace(gap, quote(nasty, safe=""))
    return path


def test_words_that_are_asked_for_are_known_here() -> None:
    assert {"q", "page", "next", "technology", "state"} <= set(ASKED)


def test_nasty_names_in_every_address(world: World) -> None:
    found, turn = [], cycle(NASTY)
    for rule, method, actor in rules(world):
        for nasty in islice(turn, 2) if rule.arguments else ():
            address = with_nasty_names(world, rule, nasty)
            found += fault(world.browser(actor).open(address, method=method), address)
    world.restore()
    assert found == []


def test_nasty_words_in_every_question(world: World) -> None:
    found, turn = [], cycle([*NASTY, b"x" * 20_000])
    for rule, method, actor in rules(world):
        for nasty in islice(turn, 1) if method == "GET" else ():
            question = "&".join(f"{name}={quote(nasty)}" for name in ASKED)
            answer = world.browser(actor).get(f"{world.address(rule)}?{question}")
            found += fault(answer, (rule.rule, nasty[:20]))
    assert found == []


def test_one_nasty_word_in_an_otherwise_good_form(world: World, forms: list[Found]) -> None:
    found, turn = [], cycle(NASTY)
    for form in forms:
        for name in form.values:
            nasty = next(turn)
            body = urlencode({**form.values, name: [nasty]}, doseq=True)
            answer = world.browser(form.actor).post(
                form.path, data=body, content_type="application/x-www-form-urlencoded"
            )
            world.restore()
            found += fault(answer, (form.path, name, nasty[:20]))
    assert found == []


def test_forms_of_other_shapes_and_sizes(world: World) -> None:
    shapes = cycle(
        [
            (b"name=" + LONG, "application/x-www-form-urlencoded"),
            (b'{"name": ["\\ud800"], "state": {}}', "application/json"),
            (b"\x00\xff" * 20, "multipart/form-data; boundary=\xff"),
            (_multipart(b'na"me\r\nX-Y: z'), "multipart/form-data; boundary=b"),
            (b"name=" + LONG * 3, "application/x-www-form-urlencoded"),
        ]
    )
    found = []
    for rule, method, actor in rules(world):
        for data, content_type in islice(shapes, 1) if method != "GET" else ():
            answer = world.browser(actor).open(
                world.address(rule), method=method, data=data, content_type=content_type
            )
            world.restore()
            found += fault(answer, (rule.rule, content_type))
    assert found == []


def test_headers_that_no_browser_sends(world: World) -> None:
    headers = {
        "Accept-Language": "\u00ff" * 2000,
        "Cookie": "hubmeet=.eJx\u00ff; a=b",
        "User-Agent": "\u00e9" * 3000,
        "Referer": "javascript:alert(1)",
        "X-Fragment": "\u00ff",
        "X-Forwarded-For": "1' OR 1=1, \u00ff",
        "If-Modified-Since": "x",
        "Range": "bytes=9-1,x",
    }
    found = []
    for rule, method, actor in rules(world):
        if method == "GET":
            answer = world.browser(actor).get(world.address(rule), headers=headers)
            found += fault(answer, rule.rule)
    assert found == []


WORDS = st.one_of(st.sampled_from(NASTY), st.binary(max_size=30), st.text(max_size=20))


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_anything_anywhere(world: World, forms: list[Found], data: st.DataObject) -> None:
    """A form of any page with up to three words replaced, or any address with any question."""
    if data.draw(st.booleans()):
        form = data.draw(st.sampled_from(forms))
        names = st.sampled_from(sorted(form.values) or ["x"])
        changed = data.draw(st.dictionaries(names, st.lists(WORDS, max_size=3), max_size=3))
        answer = world.browser(form.actor).post(
            form.path,
            data=urlencode(_bytes({**form.values, **changed}), doseq=True),
            content_type="application/x-www-form-urlencoded",
        )
        world.restore()
    else:
        rule, _method, actor = data.draw(st.sampled_from(list(rules(world))))
        question = data.draw(st.dictionaries(st.sampled_from(ASKED), WORDS, max_size=3))
        path = world.address(rule)
        if data.draw(st.booleans()):
            word = data.draw(WORDS)
            nasty = word if isinstance(word, bytes) else word.encode("utf-8", "surrogatepass")
            path = with_nasty_names(world, rule, nasty)
        asked = {name: [word] for name, word in question.items()}
        answer = world.browser(actor).get(f"{path}?{urlencode(_bytes(asked), doseq=True)}")
    assert answer.status_code < 500


def _bytes(values: Mapping[str, Sequence[str | bytes]]) -> dict[str, list[bytes]]:
    return {
        name: [one if isinstance(one, bytes) else one.encode("utf-8", "replace") for one in words]
        for name, words in values.items()
    }


def _multipart(name: bytes) -> bytes:
    return (
        b'--b\r\nContent-Disposition: form-data; name="' + name + b'"; filename="../\x00.exe"\r\n'
        b"Content-Type: image/svg+xml\r\n\r\n<svg onload=x>\r\n--b--\r\n"
    )
