"""frontend/'s own tests, run by Vitest: `npm run` in frontend/ runs the same ones by hand."""

import pytest

from support.node import npm_test, require_built_page, require_node


def test_the_client_and_the_page_hold_their_unit_tests() -> None:
    require_node()
    npm_test("test")


def test_the_client_holds_against_a_server_from_node() -> None:
    require_node()
    npm_test("test:server")


@pytest.mark.browser
def test_the_page_holds_in_chromium() -> None:
    require_built_page()
    npm_test("test:browser")
