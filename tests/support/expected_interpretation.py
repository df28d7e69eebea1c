"""What a line of `questions.jsonl` expects of an interpretation."""

from typing import Any


def assert_understood(expected: Any, actual: Any, where: str = "interpretation") -> None:
    """Every field named in `expected` is so in `actual`; absent ones are free, values of filters are not."""
    if isinstance(expected, dict) and not where.endswith(("filters", "exclude")):
        for key, value in expected.items():
            assert key in actual, f"{where} lacks {key}: {actual!r}"
            assert_understood(value, actual[key], f"{where}.{key}")
    else:
        assert actual == expected, f"{where}: {actual!r}, not {expected!r}"
