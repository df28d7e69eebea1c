"""Trusted Advisor as boto3 asks it, by its own API and by that of Support."""

from support.served_advice import PAYER, Serve, pages, refusal


def test_trusted_advisors_two_apis_name_the_same_resources(serving: Serve) -> None:
    client = serving()
    advisor, support = client("trustedadvisor"), client("support")

    newer = set()
    for page in pages(advisor.list_recommendations, "recommendationSummaries", "nextToken",
                      pillar="cost_optimizing", status="warning", maxResults=2):  # fmt: skip
        for check in page:
            detail = advisor.get_recommendation(recommendationIdentifier=check["arn"])["recommendation"]
            assert detail["name"] == check["name"]
            resources = advisor.list_recommendation_resources(recommendationIdentifier=check["arn"])
            newer |= {
                (check["name"], item["regionCode"]) for item in resources["recommendationResourceSummaries"]
            }
    older = set()
    for described in support.describe_trusted_advisor_checks(language="en")["checks"]:
        result = support.describe_trusted_advisor_check_result(checkId=described["id"])["result"]
        for flagged in result["flaggedResources"]:
            assert len(flagged["metadata"]) == len(described["metadata"])
            older.add((described["name"], flagged["region"]))

    assert newer == older
    assert len(newer) == 5


def test_trusted_advisor_has_nothing_under_another_pillar_and_refuses_the_unknown(serving: Serve) -> None:
    client = serving()
    advisor, support = client("trustedadvisor"), client("support")

    assert advisor.list_recommendations(pillar="security")["recommendationSummaries"] == []
    unknown = f"arn:aws:trustedadvisor::{PAYER}:recommendation/0f1d2c3b-4a59-4687-9a0b-1c2d3e4f5a6b"
    assert (
        refusal(advisor.get_recommendation, recommendationIdentifier=unknown) == "ResourceNotFoundException"
    )
    summaries = support.describe_trusted_advisor_check_summaries(checkIds=["hjLMh88uM8"])["summaries"]
    assert summaries[0]["hasFlaggedResources"]
