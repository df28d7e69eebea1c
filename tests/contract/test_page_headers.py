"""The page's Content-Security-Policy: on this machine, behind CloudFront, and in the page itself."""

import json
import re
from typing import Any

import boto3
from botocore.stub import Stubber

from local.gateway.page import _headers
from local.template.intrinsics import Resolver
from support.project import ROOT, template
from support.translated import application, translated


def directives(policy: str) -> dict[str, str]:
    return dict(each.strip().partition(" ")[::2] for each in policy.split(";"))


HERE = directives(_headers("HOST", kept=False)["Content-Security-Policy"])


def page_headers(**parameters: str) -> dict[str, Any]:
    """The output, its intrinsics resolved."""
    names = application(**parameters).names
    resolver = Resolver(names.reference, names.attribute, translated().conditions)
    text = resolver.resolve(template()["Outputs"]["PageHeaders"]["Value"], "Outputs.PageHeaders")
    content: dict[str, Any] = json.loads(text)
    return content


def policy_of(headers: dict[str, Any]) -> dict[str, str]:
    return directives(headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"])


def test_cloudfront_sends_what_this_machine_sends_but_for_whom_the_page_connects_to() -> None:
    there = policy_of(page_headers())
    assert {**there, "connect-src": ""} == {**HERE, "connect-src": ""}
    assert there["frame-ancestors"] == "'none'"
    connected = there["connect-src"].split()
    assert connected[0] == "'self'"
    assert re.fullmatch(r"wss://\w+\.execute-api\.us-east-1\.amazonaws\.com", connected[1])
    assert connected[2:] == ["https://cognito-idp.us-east-1.amazonaws.com"]


def test_the_page_may_reach_cognitos_sign_in_where_there_is_one() -> None:
    connected = policy_of(page_headers(SignInDomainPrefix="acme"))["connect-src"].split()
    assert connected[-1] == "https://acme.auth.us-east-1.amazoncognito.com"


def test_cloudfront_takes_the_output_as_it_is() -> None:
    headers = page_headers(SignInDomainPrefix="acme")
    cloudfront = boto3.client(
        "cloudfront", region_name="us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    with Stubber(cloudfront) as stub:
        stub.add_response("create_response_headers_policy", {}, {"ResponseHeadersPolicyConfig": headers})
        cloudfront.create_response_headers_policy(ResponseHeadersPolicyConfig=headers)
    assert set(headers["SecurityHeadersConfig"]) == {
        "ContentSecurityPolicy",
        "ContentTypeOptions",
        "FrameOptions",
        "ReferrerPolicy",
        "StrictTransportSecurity",
    }


def test_the_page_itself_says_what_a_page_can() -> None:
    page = (ROOT / "frontend" / "index.html").read_text()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"', page)
    said = directives(policy)
    # a page cannot say who may frame it, and this one is built before its addresses are known
    assert {**said, "connect-src": "", "frame-ancestors": "'none'"} == {**HERE, "connect-src": ""}
    assert page.index(policy) < page.index("<script")
