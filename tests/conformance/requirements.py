"""The requirements for reliability and security: given what, the system does what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Requirement:
    """`number` is two digits; a test holds it when its name says so: `test_r07_...`."""

    number: str
    given: str
    system: str


REQUIREMENTS = [
    Requirement(*row)
    for row in (
        (
            "01",
            "50 submits at once with one requestId",
            "starts 1 execution, answers one jobId; another question under that id is refused",
        ),
        (
            "02",
            "a crash between job item and StartExecution",
            "starts it within 120 s; no orphans",
        ),
        (
            "03",
            "a new execution of the same job under a new name",
            "completes as attempt + 1; no cached result turns it into nothing",
        ),
        ("04", "synthesis fails and is redriven", "runs cost and advisor 0 more times"),
        (
            "05",
            "a redrive 1 hour or 13 days after the client left",
            "brings the result to the owner's connection of that moment; the input holds no connection id",
        ),
        (
            "06",
            "two redrives with one clientToken; day 15; SUCCEEDED",
            "redriveCount 1; a named refusal that offers a new run",
        ),
        (
            "07",
            "a step's output of 262,143, 262,144, 262,145 bytes and 2 MB",
            "passes by reference what is large; no States.DataLimitExceeded",
        ),
        (
            "08",
            "1,000 random reorderings with duplicates",
            "leaves the client in the same final state; progress never falls",
        ),
        ("09", "500 random disconnects", "resumes with 0 gaps, 0 duplicates"),
        (
            "10",
            "a cursor older than what is kept, or beyond the last",
            "says `recovered: false` and sends everything; no silent gap",
        ),
        (
            "11",
            "410; 429",
            "forgets the connection and goes on; backs off with jitter for at most 5 s, then leaves it to "
            "the journal; fails no step",
        ),
        (
            "12",
            "results of 32 KiB ± 1, 128 KiB ± 1, 1 MiB, 10 MiB",
            "delivers equal bytes; no post over 131,072; no 413",
        ),
        ("13", "any `$connect`", "posts nothing inside it"),
        (
            "14",
            "every `$disconnect` lost",
            "posts at most once a Lambda to each dead connection; rows over 2 h old count for nothing even "
            "before TTL",
        ),
        (
            "15",
            "10 minutes idle; the 2-hour cut",
            "heartbeats under 9.5 min; reconnects with jitter within 5 s; loses no event",
        ),
        ("16", "each step's Lambda invoked twice", "keeps each event once"),
        ("17", "a kill at every write boundary", "the retry goes on; no stuck job"),
        (
            "18",
            "no support plan, access denied, not enrolled, no opt-in",
            "completes, degraded, with reason and fix",
        ),
        (
            "19",
            "a question; its repeat within the cache's life",
            "stays in its request budget, price stated; 0 requests",
        ),
        (
            "20",
            "exclusive End, pages, credits, grouped Total, Estimated, failing forecast",
            "equals the answer key to the cent; a missing forecast fails nothing",
        ),
        ("21", "20 or more mutated tokens; 100 unknown kids", "lets 0 in; at most 1 JWKS fetch in 10 s"),
        (
            "22",
            "look-alike, `null`, suffix Origins",
            "403 before there is a connection; writes no row",
        ),
        (
            "23",
            "no authentication in 30 s; expiry while connected",
            "delivers no event after; closed within 120 s",
        ),
        ("24", "another user's job, 1,000 guessed ids", "answers as for an unknown job; leaks no byte"),
        ("25", "a flood from one user", "refuses it; a benchmark shows another user's p95"),
        (
            "26",
            "a canary token, e-mail and account id through good and failing runs",
            "none of them in logs, metrics, traces",
        ),
        (
            "27",
            "hostile names, tags, questions",
            "runs no script, fetches nothing; every figure a model wrote is in the data",
        ),
        (
            "28",
            "the translated template",
            "no wildcard action; ManageConnections on this API and stage; each `*` resource justified",
        ),
        (
            "29",
            "the local runtime",
            "behaves as documented for redrive, 410, 413, 1001, 1009, frames, names, 262,144 bytes: see "
            "[conformance.md](conformance.md)",
        ),
        (
            "30",
            "a cold import (module import, no client made)",
            "at most 300 ms, socket functions 200; `finops up` ready in 3 s: shown by `make bench`",
        ),
    )
]
