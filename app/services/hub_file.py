"""The file of the European catalogue of hubs, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.csv_rows import Fault, Row, read_some_columns
from app.domain.errors import InvalidInputError
from app.domain.matching import Offer
from app.services.reference_data import DATA, regions, taxonomy

BUNDLED_FILE = DATA / "hubs.csv"
COLUMNS = (
    "hub_id",
    "name",
    "title",
    "hub_type",
    "country_code",
    "city",
    "nuts2_code",
    "website",
    "technologies",
    "sectors",
    "services",
    "profile_complete",
    "languages_derived",
    "source",
)


@dataclass(frozen=True)
class HubRow:
    """One hub as the catalogue has it; the mappings are code to intensity, 1 to 5."""

    hub_id: str
    name: str
    title: str
    hub_type: str
    country: str
    city: str
    nuts2: str | None
    website: str
    technologies: Mapping[str, int]
    sectors: Mapping[str, int]
    services: Mapping[str, int]
    languages: tuple[str, ...]
    complete: bool
    source: str

    def offer(self) -> Offer:
        """The hub as the match score sees it."""
        return Offer(
            id=self.hub_id,
            technologies=self.technologies,
            sectors=self.sectors,
            services=self.services,
            country=self.country,
            nuts2=self.nuts2,
            languages=self.languages,
            text=f"{self.name} {self.title}",
        )


class HubFileError(InvalidInputError):
    """Rows of the catalogue file cannot be used; `faults` lists all of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        listed = "\n".join(str(fault) for fault in faults)
        super().__init__(f"Nothing was changed. {len(faults)} cells cannot be used:\n{listed}")
        self.faults = faults


def read_hubs(data: bytes) -> tuple[HubRow, ...]:
    """The hubs in a catalogue file; raises HubFileError or InvalidInputError."""
    table = read_some_columns(data, COLUMNS)
    reader = _Reader(list(table.faults))
    hubs = tuple(reader.hub(row) for row in table.rows)
    if reader.faults:
        raise HubFileError(tuple(reader.faults))
    return hubs


def bundled_hubs() -> tuple[HubRow, ...]:
    """The 457 hubs that come with the application."""
    return read_hubs(BUNDLED_FILE.read_bytes())


class _Reader:
    """Turns rows into hubs and gathers what is wrong with them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self._lines: dict[str, int] = {}

    def hub(self, row: Row) -> HubRow:
        self._check(row)
        lists = taxonomy()
        return HubRow(
            hub_id=row["hub_id"],
            name=row["name"],
            title=row["title"],
            hub_type=row["hub_type"],
            country=row["country_code"],
            city=row["city"],
            nuts2=row["nuts2_code"] or None,
            website=row["website"],
            technologies=self._intensities(
                row, "technologies", lists.technologies, lists.technology_aliases
            ),
            sectors=self._intensities(row, "sectors", lists.sectors, {}),
            services=self._intensities(row, "services", lists.services, {}),
            languages=tuple(row["languages_derived"].split(";")),
            complete=row["profile_complete"] == "1",
            source=row["source"],
        )

    def _check(self, row: Row) -> None:
        lists = taxonomy()
        first = self._lines.setdefault(row["hub_id"], row.line)
        languages = row["languages_derived"].split(";")
        checks = (
            ("hub_id", bool(row["hub_id"]), "Every hub has an id."),
            ("hub_id", first == row.line, f"The hub is in line {first} already."),
            ("hub_id", len(row["hub_id"]) <= 60, "At most 60 characters."),
            ("name", 0 < len(row["name"]) <= 400, "1 to 400 characters."),
            ("country_code", row["country_code"] in lists.countries, "An ISO code such as ES."),
            ("city", len(row["city"]) <= 120, "At most 120 characters."),
            ("hub_type", len(row["hub_type"]) <= 40, "At most 40 characters."),
            ("website", _is_website(row["website"]), "Empty, or https://… of ≤ 400 characters."),
            (
                "nuts2_code",
                row["nuts2_code"] in {"", *regions()},
                "Empty, or a NUTS-2 code of 2024 such as ES21.",
            ),
            (
                "languages_derived",
                set(languages) <= set(lists.languages),
                "Language codes, e.g. en;es.",
            ),
            ("profile_complete", row["profile_complete"] in {"0", "1"}, "0 or 1."),
        )
        self.faults += [row.fault(column, allowed) for column, good, allowed in checks if not good]

    def _intensities(
        self, row: Row, column: str, known: Mapping[str, object], aliases: Mapping[str, str]
    ) -> dict[str, int]:
        """`code:intensity;…` as a mapping; of a code given twice the higher one."""
        read: dict[str, int] = {}
        for part in filter(None, row[column].split(";")):
            spelling, _, intensity = part.partition(":")
            code = aliases.get(spelling, spelling)
            if code not in known or intensity not in {"1", "2", "3", "4", "5"}:
                fault = Fault(row.line, column, part, "A code of the taxonomy and :1 to :5.")
                self.faults.append(fault)
                continue
            read[code] = max(int(intensity), read.get(code, 0))
        return read


def _is_website(text: str) -> bool:
    return len(text) <= 400 and (not text or text.startswith(("https://", "http://")))
