"""Where one may be sent after signing in: paths of this site, nothing else."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.links import LONGEST_PATH, safe_path

HOSTILE = [
    None,
    "",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "/%2f%2fevil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "/%252f%252fevil.example",
    "/e//evil.example",
    "/\tevil",
    "/\nevil",
    "/\revil",
    "\t//evil.example",
    "/%0d%0aLocation:evil",
    "/%09/evil.example",
    " /e/x",
    "e/x",
    "@evil.example",
    "evil.example",
    "/e/x#part",
    "/é",
    "/<script>",
    '/"onclick=',
    "/" + "x" * LONGEST_PATH,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_lead_elsewhere_is_refused(text: str | None) -> None:
    assert safe_path(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "/e/warsaw-2027/me",
        "/e/x/me/hubs?technology=robotics&q=a%20b",
        "/account/sign-in?next=//not.a.path",
        "/e/x/register?as=sme",
    ],
)
def test_a_path_of_this_site_is_kept(text: str) -> None:
    assert safe_path(text) == text


AWKWARD = st.text(alphabet=st.sampled_from("/\\:@%.?#&=2f5cevil\t\n\r javscript0d9a"), max_size=40)


@settings(max_examples=2000, deadline=None)
@given(st.one_of(AWKWARD, AWKWARD.map(lambda text: "/" + text), st.text(max_size=40)))
def test_whatever_passes_has_neither_scheme_nor_host(text: str) -> None:
    kept = safe_path(text)
    if kept is not None:
        parts = urlsplit(kept)
        assert (parts.scheme, parts.netloc) == ("", "")
        assert kept.startswith("/")
        assert not kept.startswith(("//", "/\\"))
