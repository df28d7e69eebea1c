"""Foreign text in Markdown is only text. Rendered with the CommonMark parser that the terminal uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from support.findings import HOSTILE
from synthesis.markdown import MAX_TEXT, text

PARSER = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
INERT = {"paragraph_open", "paragraph_close", "inline", "text", "list", "softbreak"}


def active_parts(markdown: str) -> set[str]:
    """The kinds of everything in it that is no plain text."""
    tokens = PARSER.parse(markdown)
    kinds = {token.type for token in tokens} | {
        child.type for token in tokens for child in token.children or []
    }
    return kinds - INERT


@pytest.mark.parametrize("hostile", HOSTILE)
def test_r27_hostile_text_is_inert_alone_in_a_list_and_in_a_table(hostile: str) -> None:
    shown = text(hostile)

    assert active_parts(shown) == set()
    assert active_parts(f"- {shown}") <= {
        "bullet_list_open",
        "bullet_list_close",
        "list_item_open",
        "list_item_close",
    }
    table = PARSER.parse(f"| a | b |\n| --- | --- |\n| {shown} | 1 |")
    assert [token.type for token in table].count("td_open") == 2


@given(st.text(max_size=80))
def test_r27_any_text_is_inert(value: str) -> None:
    assert active_parts(f"Service {text(value)} cost this.") == set()


@given(st.text(alphabet="#+-=:>*_`~|[]()!<>&;$%\\ \n\t0123456789.ab", max_size=40))
def test_r27_any_markup_is_inert_at_the_start_of_a_line(value: str) -> None:
    assert active_parts(text(value)) == set()


@pytest.mark.parametrize("name", ["us-east-1", "EC2 - Other", "USE1-BoxUsage:t3_large", "Tom & Co (dev)"])
def test_plain_names_stay_as_they_are(name: str) -> None:
    assert text(name) == name


def test_a_long_name_is_shortened() -> None:
    assert len(text("x" * 10_000)) == MAX_TEXT
