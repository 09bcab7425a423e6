"""When two names mean the same organisation, surely or perhaps."""

import re
import unicodedata
from urllib.parse import urlsplit

# How companies of European countries are registered; what stands between the letters is left out.
_LEGAL_FORMS = frozenset(
    re.findall(
        r"\S+",
        """
    ab ad ae ag aps as asbl bv bvba co corp cv cvba dac doo ead eeig eg ehf eood epe ev eurl
    gie gmbh gesmbh hb hf ik inc io kb kda kft kg kommanditgesellschaft ks limited llc llp lp
    ltd ltda lda mbh mb mbb nv oe og ohg ood ou oy oyj plc pllc rt sa sab sae sarl sas sasu sc
    sca scoop sca scop se sgps sia sicav sl slu snc soc spa spk sp spolka spzoo srl srls sro
    tov ug uab vof vzw zoo zrt αε επε ικε
    """,
    )
)
# Letters that Unicode does not take apart into a Latin letter and a sign.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
# Mailboxes of everybody: their domain tells of no organisation.
_FREE_MAIL = frozenset(
    re.findall(
        r"\S+",
        """
    aol.com free.fr gmail.com gmx.de gmx.net googlemail.com hotmail.com icloud.com laposte.net
    libero.it live.com mail.com mailbox.org me.com orange.fr outlook.com proton.me protonmail.com
    seznam.cz t-online.de wanadoo.fr web.de wp.pl yahoo.com
    """,
    )
)


def name_key(name: str) -> str:
    """The name as far as it matters: case, spaces and how accents are coded do not."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def loose_key(name: str) -> str:
    """The name without accents, punctuation and legal form: equal ones may be the same."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    # “S.p.A.” is one word; “z o.o.” says what “zoo” says without its points.
    joined = re.sub(r"(?<=\b\w)[./](?=\w\b)", "", letters).replace("z oo", "zoo")
    words = re.findall(r"\w+", joined)
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def web_domain(address: str) -> str:
    """The domain of a web or e-mail address, without www; empty where it tells nothing."""
    text = address.strip().casefold()
    host = text.rpartition("@")[2] if "@" in text and "/" not in text else _host(text)
    host = host.removeprefix("www.").rstrip(".")
    return "" if "." not in host or host in _FREE_MAIL else host


def _host(text: str) -> str:
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
