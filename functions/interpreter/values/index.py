"""Every name of this bill's values, ready to be looked up by the words of a question."""

from collections.abc import Iterable
from dataclasses import replace

from billing.catalog import Catalog
from interpreter.text.pattern import Pattern
from interpreter.text.stem import spellings, stems
from interpreter.text.vocabulary import ORDINARY_WORDS
from interpreter.values.aws_services import AWS_SERVICES, BILLED_WITHIN, CATEGORIES, AwsService
from interpreter.values.dimensions import Phrase, dimension_phrases
from interpreter.values.regions import REGION_GROUPS, REGION_PLACES
from interpreter.values.usage_families import BY_USAGE_TYPE, USAGE_FAMILIES
from interpreter.values.value import Kind, Value

_ENVIRONMENTS = (
    ("prod", "production", "prd"),
    ("dev", "development"),
    ("staging", "stage", "stg"),
    ("test", "testing"),
)
_SIZE = Pattern(r":(?:VolumeUsage\.)?(?P<size>(?:db\.|cache\.|ml\.)?[a-z]+\d\w*(?:\.\d*x?large|\.[a-z]+)?)$")
_EC2_OTHER = "EC2 - Other"
_MAKERS = ("amazon", "aws")
_PRODUCT_MAKER = Pattern(r"^(?:amazon|aws)(?=.)")


class ValueIndex:
    """The names of one catalog: `phrases` to the values they may mean, `dimensions` to dimensions."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.phrases: dict[Phrase, list[Value]] = {}
        self.dimensions = dimension_phrases(catalog)
        self._add_services()
        self._add_usage_families()
        self._add_sizes()
        self._add_regions()
        for account in catalog.accounts:
            name = account.name or account.id
            self._add(account.id, Value("LINKED_ACCOUNT", (account.id,), name))
            if account.name:
                self._add_label(account.name, Value("LINKED_ACCOUNT", (account.id,), account.name))
        for key, values in catalog.tags.items():
            self._add_labels(f"TAG:{key}", values)
        for name, values in catalog.cost_categories.items():
            self._add_labels(f"COST_CATEGORY:{name}", values)
        for dimension, values in (("AZ", catalog.availability_zones), ("USAGE_TYPE", catalog.usage_types),
                                  ("OPERATION", catalog.operations)):  # fmt: skip
            for value in values:
                if stems(value) not in self.phrases:
                    self._add(value, Value(dimension, (value,), value))
        self.longest = max((len(phrase) for phrase in [*self.phrases, *self.dimensions]), default=1)
        self.label_words = {
            word
            for phrase, values in self.phrases.items()
            for value in values
            if len(phrase) > 1 and value.dimension.startswith(("LINKED_ACCOUNT", "TAG:", "COST_CATEGORY:"))
            for word in phrase
        }
        self.words = {word for phrase in [*self.phrases, *self.dimensions] for word in phrase}

    def _add_label(self, name: str, value: Value) -> None:
        """A name people gave, which is spoken in more ways than one."""
        for phrase in spellings(name):
            self._add_phrase(phrase, value)

    def _add(self, name: str, value: Value) -> None:
        if phrase := stems(name):
            self._add_phrase(phrase, value)

    def _add_phrase(self, phrase: Phrase, value: Value) -> None:
        if len(phrase) == 1 and (
            phrase[0] in ORDINARY_WORDS or len(phrase[0]) < 2 or _is_small_number(phrase[0])
        ):
            value = replace(value, weak=True)
        known = self.phrases.setdefault(phrase, [])
        for position, other in enumerate(known):
            if other.dimension == value.dimension and other.kind == value.kind:
                if value.values != other.values:
                    merged = tuple(dict.fromkeys((*other.values, *value.values)))
                    known[position] = replace(other, values=merged)
                return
        known.append(value)

    def _add_services(self) -> None:
        in_bill = {_without_maker(stems(name)): name for name in self.catalog.services}
        coded = _by_product_code(self.catalog.services)
        seen: set[str] = set()
        for service in AWS_SERVICES:
            own = {_without_maker(stems(name)) for name in service.names}
            present = tuple(
                dict.fromkeys(
                    in_bill[phrase]
                    for name in service.names
                    if (phrase := _without_maker(stems(name))) in in_bill
                )
            )
            present = present or coded.get(service, ())
            seen.update(present)
            kind: Kind = "value" if present else "absent_service"
            name = (
                present[0]
                if len(present) == 1
                else service.names[0]
                if not present
                else service.aliases[0].upper()
            )
            if not present and service.names[0] == _EC2_OTHER:
                continue
            value = Value("SERVICE", present, name, kind)
            for alias in (*service.aliases, *(" ".join(phrase) for phrase in own)):
                phrase = stems(alias)
                if len(phrase) == 1 and phrase[0] in ORDINARY_WORDS and alias not in service.aliases:
                    continue
                if phrase == stems(_EC2_OTHER) and service.names[0] != _EC2_OTHER:
                    continue  # where the bill has no such service, its usage types are meant
                if kind == "absent_service" and self.phrases.get(phrase):
                    continue
                self._set_service(alias, value)
        for name in self.catalog.services:
            exact = Value("SERVICE", (name,), name)
            self.phrases[stems(name)] = [exact]
            if name not in seen:
                self._set_service(" ".join(_without_maker(stems(name))), exact)
        for word, members in CATEGORIES.items():
            self.phrases.setdefault(stems(word), [Value("SERVICE", members, word, "category")])
        for word, service_name in BILLED_WITHIN.items():
            self.phrases.setdefault(stems(word), [Value("SERVICE", (service_name,), word, "within")])
        compute = [
            name for name in self.catalog.services if stems(name)[:3] == ("amazon", "elastic", "compute")
        ]
        if len(compute) == 1 and "EC2 - Other" in self.catalog.services:
            self.phrases[stems("Amazon Elastic Compute Cloud")] = list(self.phrases[("ec2",)])

    def _set_service(self, alias: str, value: Value) -> None:
        known = self.phrases.setdefault(stems(alias), [])
        covers = any(other.kind == "value" and set(value.values) <= set(other.values) for other in known)
        if covers and value.kind == "value":
            return
        if value.kind == "value":
            self.phrases[stems(alias)] = [value]
        elif not known:
            known.append(value)

    def _add_usage_families(self) -> None:
        for family in USAGE_FAMILIES:
            matching = tuple(name for name in self.catalog.usage_types if family.pattern.search(name))
            kind: Kind = "value" if matching else "absent_family"
            within = self._service_values(family.service)
            for alias in family.aliases:
                known = [value for value in self.phrases.get(stems(alias), []) if value.kind == "value"]
                if known and matching and family.name in BY_USAGE_TYPE:
                    weaker = [replace(value, weak=True) for value in known]
                    self.phrases[stems(alias)] = [Value("USAGE_TYPE", matching, family.name, kind), *weaker]
                if known:
                    continue
                value = Value("USAGE_TYPE", matching, family.name, kind, within=within)
                self.phrases[stems(alias)] = [value]

    def _service_values(self, alias: str | None) -> tuple[str, ...]:
        known = self.phrases.get(stems(alias or ""), [])
        return next((value.values for value in known if value.kind == "value"), ())

    def _add_sizes(self) -> None:
        """Instance and volume types, whatever the region: "m5.large", "gp2"."""
        sizes: dict[str, list[str]] = {}
        for usage_type in self.catalog.usage_types:
            if found := _SIZE.search(usage_type):
                sizes.setdefault(found["size"], []).append(usage_type)
        for size, usage_types in sizes.items():
            self.phrases.setdefault(stems(size), [Value("USAGE_TYPE", tuple(usage_types), size)])

    def _add_regions(self) -> None:
        for region in self.catalog.regions:
            self._add(region, Value("REGION", (region,), region))
        for code, places in REGION_PLACES.items():
            present = code in self.catalog.regions
            for place in places:
                note = f"{place.title()} is {code}."
                value = Value(
                    "REGION",
                    (code,) if present else (),
                    code,
                    "value" if present else "absent_region",
                    note=note,
                )
                self._add(place, value)
            if not present:
                self._add(code, Value("REGION", (), code, "absent_region"))
        for place, prefixes in REGION_GROUPS.items():
            members = tuple(region for region in self.catalog.regions if region.startswith(prefixes))
            took = f"Took {place} as {', '.join(members)}." if members else None
            found: Kind = "value" if members else "absent_region"
            self._add(place, Value("REGION", members, place, found, note=took))

    def _add_labels(self, dimension: str, values: Iterable[str]) -> None:
        listed = [value for value in values if value]
        for value in listed:
            self._add_label(value, Value(dimension, (value,), value))
        own = {stems(value) for value in listed}
        for synonyms in _ENVIRONMENTS:
            for value in listed:
                if value.lower() in synonyms:
                    for other in synonyms:
                        if stems(other) not in own:
                            note = f"Took {other} as {value}."
                            self._add(other, Value(dimension, (value,), value, exact=False, note=note))


def _without_maker(phrase: Phrase) -> Phrase:
    return phrase[1:] if len(phrase) > 1 and phrase[0] in _MAKERS else phrase


def _by_product_code(services: list[str]) -> dict[AwsService, tuple[str, ...]]:
    """The bill's services named by product code or short name, "AmazonS3" or "Amazon EKS", by what they are.

    A service with a name of AWS's own in the bill is not among them.
    """
    codes = {_PRODUCT_MAKER.sub("", "".join(stems(name))): name for name in services}
    found: dict[AwsService, tuple[str, ...]] = {}
    for service in AWS_SERVICES:
        spoken = ["".join(stems(alias)) for alias in service.aliases]
        official = ["".join(_without_maker(stems(name))) for name in service.names]
        matching = tuple(dict.fromkeys(codes[code] for code in (*official, *spoken) if code in codes))
        taken = {name for names in found.values() for name in names}
        if matching and not taken & set(matching):
            found[service] = matching
    return found


def _is_small_number(word: str) -> bool:
    return word.isdigit() and len(word) < 6


_latest: ValueIndex | None = None


def index_of(catalog: Catalog) -> ValueIndex:
    """The index of a catalog; the latest one is kept, since a warm process mostly sees one bill."""
    global _latest
    if _latest is None or (_latest.catalog is not catalog and _latest.catalog != catalog):
        _latest = ValueIndex(catalog)
    return _latest
