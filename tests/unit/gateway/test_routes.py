"""Route selection as API Gateway does it."""

import pytest

from local.gateway.routes import select_route

ROUTES = ("$connect", "$disconnect", "$default", "authenticate")
EXPRESSION = "$request.body.action"


@pytest.mark.parametrize(
    ("body", "route"),
    [
        ('{"action": "authenticate"}', "authenticate"),
        ('{"action": "finops_query"}', "$default"),
        ('{"action": "$connect"}', "$default"),
        ('{"action": "$disconnect"}', "$default"),
        ('{"action": 3}', "$default"),
        ('{"action": null}', "$default"),
        ('{"other": "authenticate"}', "$default"),
        ('["authenticate"]', "$default"),
        ("authenticate", "$default"),
        ("", "$default"),
        ("{" * 10_000, "$default"),
        ("[" * 100_000, "$default"),
    ],
)
def test_route_of_a_message(body: str, route: str) -> None:
    assert select_route(EXPRESSION, body, ROUTES) == route


def test_nested_field_selects() -> None:
    assert select_route("$request.body.a.b", '{"a": {"b": "authenticate"}}', ROUTES) == "authenticate"


def test_no_route_without_a_default() -> None:
    assert select_route(EXPRESSION, '{"action": "x"}', ("authenticate",)) is None
