"""The file of a backup: a ZIP of the database and of what it takes to know it again."""

import hashlib
import hmac
import json
import os
import secrets
import shutil
import zipfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import InvalidInputError

FORM = "hubmeet backup 1"
ABOUT, DATABASE = "about.json", "database"
ROUNDS = 200_000
DAMAGED = "This file is no backup of Hubmeet, or it is damaged."


@dataclass(frozen=True)
class About:
    """`engine` is sqlite or postgresql, `schema` the last migration.

    Of SECRET_KEY there is only a salted hash: enough to see whether it is the same.
    """

    made_at: datetime
    engine: str
    schema: str
    salt: str
    key_hash: str

    def is_of_key(self, secret_key: str) -> bool:
        """Whether the backup was made with this SECRET_KEY."""
        return hmac.compare_digest(self.key_hash, _hash_of(secret_key, self.salt))


def write(out: Path, database: Path, *, engine: str, schema: str, key: str, now: datetime) -> None:
    """Put the copy of a database into the file `out`, which only its owner may read."""
    salt = secrets.token_hex(16)
    about = About(now, engine, schema, salt, _hash_of(key, salt))
    text = json.dumps(asdict(about) | {"form": FORM, "made_at": now.isoformat()}, indent=1)
    with out.open("wb") as stream:
        out.chmod(0o600)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(ABOUT, text)
            archive.write(database, DATABASE)
        stream.flush()
        os.fsync(stream.fileno())


def read(file: Path, database: Path) -> About:
    """Write the database of a backup to `database`; InvalidInputError for a damaged file.

    A ZIP has sums of its own, so a byte that changed is noticed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            about = _about(archive.read(ABOUT))
            with archive.open(DATABASE) as source, database.open("wb") as target:
                shutil.copyfileobj(source, target)
    except (OSError, zipfile.BadZipFile, EOFError, KeyError, ValueError, TypeError) as error:
        raise InvalidInputError(DAMAGED) from error
    return about


def _about(data: bytes) -> About:
    said = json.loads(data)
    if said.pop("form") != FORM:
        raise ValueError("another form")
    return About(**(said | {"made_at": datetime.fromisoformat(said["made_at"])}))


def _hash_of(secret_key: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", secret_key.encode(), salt.encode(), ROUNDS).hex()
