"""What a tenant may see is held in every request, whatever was asked."""

import pytest

from billing.errors import SourceUnavailable
from billing.scope import EVERYTHING, CostScope, ScopeChanged, hold_scope, scope_of
from jobs.reconciliation import SCOPE_CHANGED

ACCOUNTS = CostScope(accounts=("111111111111", "222222222222"))
TEAM = CostScope(tags={"team": ("checkout",)})
OF_ACCOUNTS = {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": ["111111111111", "222222222222"]}}
OF_TEAM = {"Tags": {"Key": "team", "Values": ["checkout"]}}
ASKED = {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda"]}}


def test_the_scope_is_anded_to_what_was_asked() -> None:
    sent = ACCOUNTS.restrict("ce:GetCostAndUsage", {"Filter": ASKED})
    assert sent == {"Filter": {"And": [ASKED, OF_ACCOUNTS]}}


def test_and_stays_flat() -> None:
    both = CostScope(accounts=ACCOUNTS.accounts, tags=TEAM.tags)
    sent = both.restrict("ce:GetCostAndUsage", {"Filter": {"And": [ASKED, {"Not": OF_TEAM}]}})
    assert sent["Filter"] == {"And": [ASKED, {"Not": OF_TEAM}, OF_ACCOUNTS, OF_TEAM]}


def test_a_question_of_another_account_still_holds_the_scope() -> None:
    other = {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": ["999999999999"]}}
    sent = ACCOUNTS.restrict("ce:GetCostAndUsage", {"Filter": {"Or": [other, ASKED]}})
    assert sent["Filter"]["And"][-1] == OF_ACCOUNTS


def test_untagged_charges_are_the_empty_value() -> None:
    untagged = {"Tags": {"Key": "team", "MatchOptions": ["ABSENT"]}}
    assert CostScope(tags={"team": ("",)}).expression() == untagged
    assert CostScope(tags={"team": ("", "checkout")}).expression() == {"Or": [OF_TEAM, untagged]}


@pytest.mark.parametrize("scope", [CostScope(accounts=()), CostScope(tags={"team": ()})])
def test_a_scope_of_no_values_shows_nothing(scope: CostScope) -> None:
    with pytest.raises(SourceUnavailable, match="no part"):
        scope.restrict("ce:GetCostAndUsage", {})


@pytest.mark.parametrize(
    "api", ["budgets:DescribeBudgets", "ce:GetAnomalies", "trustedadvisor:ListRecommendations"]
)
@pytest.mark.parametrize("scope", [ACCOUNTS, TEAM])
def test_a_source_that_cannot_be_filtered_is_unavailable(api: str, scope: CostScope) -> None:
    with pytest.raises(SourceUnavailable, match="cannot be limited"):
        scope.restrict(api, {})


@pytest.mark.parametrize(
    "api", ["ce:GetSavingsPlansUtilization", "cost-optimization-hub:ListRecommendations"]
)
def test_a_source_without_tags_is_unavailable_to_a_scope_of_tags(api: str) -> None:
    with pytest.raises(SourceUnavailable):
        TEAM.restrict(api, {})
    assert ACCOUNTS.restrict(api, {})


def test_the_hub_is_limited_to_the_accounts_that_may_be_seen() -> None:
    api = "cost-optimization-hub:ListRecommendations"
    asked = {"filter": {"accountIds": ["222222222222", "999999999999"], "actionTypes": ["Stop"]}}
    assert ACCOUNTS.restrict(api, asked) == {
        "filter": {"accountIds": ["222222222222"], "actionTypes": ["Stop"]}
    }
    with pytest.raises(SourceUnavailable):
        ACCOUNTS.restrict(api, {"filter": {"accountIds": ["999999999999"]}})


def test_scopes_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COST_SCOPE", '{"shop": {"accounts": ["1"]}, "*": {"tags": {"team": ["data"]}}}')
    assert scope_of("shop") == CostScope(accounts=("1",))
    assert scope_of("anybody") == CostScope(tags={"team": ("data",)})


@pytest.mark.parametrize(
    "text", ['{"shop": {"accounts": ["1"]}}', "{not json", "[]", '{"other": {"acounts": []}}', '{"other": 5}']
)
def test_whoever_the_scopes_do_not_name_sees_nothing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("COST_SCOPE", text)
    with pytest.raises(SourceUnavailable, match="no part"):
        scope_of("other").restrict("ce:GetCostAndUsage", {})


def test_without_scopes_everybody_sees_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COST_SCOPE", raising=False)
    assert scope_of("anybody") == EVERYTHING
    assert EVERYTHING.restrict("budgets:DescribeBudgets", {"a": 1}) == {"a": 1}


def test_scopes_that_show_the_same_have_the_same_mark_and_others_another() -> None:
    assert CostScope(accounts=("1", "2")).mark == CostScope(accounts=("2", "1", "2")).mark
    assert CostScope(tags={"a": ("x", "y"), "b": ()}).mark == CostScope(tags={"b": (), "a": ("y", "x")}).mark
    scopes = [
        EVERYTHING,
        CostScope(accounts=()),
        CostScope(accounts=("1",)),
        CostScope(accounts=("1", "2")),
        CostScope(tags={"1": ()}),
        CostScope(accounts=("1",), tags={"a": ("x",)}),
        CostScope(tags={"a": ("x",)}),
        CostScope(tags={"a": ("",)}),
    ]
    assert len({scope.mark for scope in scopes}) == len(scopes)
    assert EVERYTHING.mark == ""


def test_an_earlier_steps_scope_must_be_the_present_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COST_SCOPE", '{"shop": {"accounts": ["1"]}}')
    hold_scope(CostScope(accounts=("1",)).mark, "shop")
    for mark in ("", CostScope(accounts=("1", "2")).mark):
        with pytest.raises(ScopeChanged):
            hold_scope(mark, "shop")
    monkeypatch.delenv("COST_SCOPE")
    hold_scope("", "shop")
    with pytest.raises(ScopeChanged):
        hold_scope(CostScope(accounts=("1",)).mark, "shop")


def test_a_changed_scope_is_known_by_the_errors_name() -> None:
    assert ScopeChanged.__name__ == SCOPE_CHANGED
