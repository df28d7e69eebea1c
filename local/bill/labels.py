"""Tags and cost categories: JSON in a bill's column, sets of key and value in the tables."""

import json

import duckdb


def parse_labels(text: str) -> dict[str, str]:
    """The keys and values of one Tags or x_CostCategories value: a JSON object, or a list of key and value
    pairs.

    Raises ValueError for anything else.
    """
    found = json.loads(text)
    if isinstance(found, list):
        found = dict(_pair(item) for item in found)
    if not isinstance(found, dict):
        raise ValueError("neither an object nor a list")
    return {key: _text(value) for key, value in found.items()}


def store_labels(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """Fill `{name}_of` and `{name}_sets` (the text of a set and its number) from `stage`.

    `name` is `tags` or `cost_categories`. Gives back the first text that cannot be read, None when all can.
    """
    connection.execute(f"CREATE TEMP TABLE {name}_sets (text VARCHAR, set_id INTEGER)")
    texts = connection.execute(
        f"SELECT DISTINCT {name} FROM stage WHERE {name} IS NOT NULL ORDER BY 1"
    ).fetchall()
    numbers: list[int] = []
    set_ids: list[int] = []
    keys: list[str] = []
    values: list[str] = []
    for number, (text,) in enumerate(texts, start=1):
        try:
            labels = parse_labels(text)
        except (ValueError, TypeError, KeyError):
            return str(text)
        numbers.append(number)
        for key, value in labels.items():
            set_ids.append(number)
            keys.append(key)
            values.append(value)
    connection.execute(
        f"INSERT INTO {name}_sets SELECT unnest(?), unnest(?)", [[row[0] for row in texts], numbers]
    )
    connection.execute(
        f"INSERT INTO {name}_of SELECT unnest(?), unnest(?), unnest(?)", [set_ids, keys, values]
    )
    return None


def _pair(item: object) -> tuple[str, object]:
    if not isinstance(item, dict):
        raise ValueError("a pair is an object with key and value")
    lowered = {name.lower(): value for name, value in item.items()}
    return str(lowered["key"]), lowered.get("value")


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)
