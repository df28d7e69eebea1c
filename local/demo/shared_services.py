"""The demo organisation's lines beside its workloads: managed services, security, the new and the gone."""

from collections.abc import Iterator

from local.demo import rate_card as rates
from local.demo.components import DAYS_A_MONTH
from local.demo.estate import ANALYTICS, BUSINESS, SHOPPERS, STORED, Demand, Placement, Resource, UsageLine

WAREHOUSE = Placement("data-platform", "eu-central-1", "data", "prod", "warehouse")
EVENTS = Placement("data-platform", "eu-west-1", "data", "prod", "events")
CLUSTERS = Placement("checkout-prod", "eu-west-1", "platform", "prod", "clusters")
EDGE = Placement("checkout-prod", "global", "checkout", "prod", "storefront")
ASSISTANT = Placement("checkout-prod", "us-east-1", "checkout", "prod", "assistant")
SECURITY = Placement("security", "us-east-1", "security", "prod")
ORGANISATION = Placement("organisation", "us-east-1")

# days before today
BEDROCK_APPEARED = 47
STEP_FUNCTIONS_APPEARED = 128
KAFKA_ENDED = 152


def shared_services() -> Iterator[UsageLine]:
    """Every such line, in an order that never changes."""
    yield from _analytics()
    yield from _edge()
    yield from _platform()
    yield from _security()
    yield from _new()
    yield from _gone()


def _analytics() -> Iterator[UsageLine]:
    cluster = _resource("redshift", WAREHOUSE, "cluster:warehouse", "Cluster")
    domain = _resource("es", WAREHOUSE, "domain/catalogue-search", "Domain")
    yield UsageLine(rates.REDSHIFT_HOURS, WAREHOUSE, 72, resource=cluster)
    yield UsageLine(rates.REDSHIFT_STORAGE, WAREHOUSE, 9000 / DAYS_A_MONTH, STORED, cluster)
    yield UsageLine(rates.SEARCH_HOURS, WAREHOUSE, 72, resource=domain)
    yield UsageLine(rates.SEARCH_STORAGE, WAREHOUSE, 900 / DAYS_A_MONTH, resource=domain)
    yield UsageLine(rates.GLUE_JOBS, WAREHOUSE, 95, ANALYTICS)
    yield UsageLine(rates.GLUE_CRAWLERS, WAREHOUSE, 6, ANALYTICS)


def _edge() -> Iterator[UsageLine]:
    distribution = Resource(
        f"arn:aws:cloudfront::{EDGE.account_id}:distribution/EDFDVBD6EXAMPLE", "Distribution", "storefront"
    )
    for area, gigabytes, price in (("US", 420, "0.085"), ("EU", 690, "0.085"), ("AU", 75, "0.114")):
        yield UsageLine(rates.edge_transfer(area, price), EDGE, gigabytes, SHOPPERS, distribution)
        yield UsageLine(rates.edge_requests(area), EDGE, gigabytes * 22_000, SHOPPERS, distribution)
    yield UsageLine(rates.HOSTED_ZONES, EDGE, 34 / DAYS_A_MONTH)
    yield UsageLine(rates.DNS_QUERIES, EDGE, 9_000_000, SHOPPERS)


def _platform() -> Iterator[UsageLine]:
    for name in ("blue", "green"):
        cluster = _resource("eks", CLUSTERS, f"cluster/{name}", "Cluster")
        yield UsageLine(rates.CLUSTER_HOURS, CLUSTERS, 24, resource=cluster)
    yield UsageLine(rates.QUEUE_REQUESTS, EVENTS, 41_000_000, BUSINESS)
    yield UsageLine(rates.SECRETS_KEPT, CLUSTERS, 260 / DAYS_A_MONTH)
    yield UsageLine(rates.SECRET_REQUESTS, CLUSTERS, 700_000, BUSINESS)
    yield UsageLine(rates.ENDPOINT_HOURS, CLUSTERS, 24 * 9)


def _security() -> Iterator[UsageLine]:
    audit_log = Resource("meridian-audit-log", "Bucket", "audit-log")
    yield UsageLine(rates.EVENTS_ANALYZED, SECURITY, 7_500_000, BUSINESS)
    yield UsageLine(rates.EVENTS_RECORDED, SECURITY, 900_000, BUSINESS)
    yield UsageLine(rates.S3_STORAGE, SECURITY, 14_000 / DAYS_A_MONTH, STORED, audit_log)
    yield UsageLine(rates.KEYS_KEPT, SECURITY, 17 / DAYS_A_MONTH)
    yield UsageLine(rates.COST_REQUESTS, ORGANISATION, 42, Demand(weekend=0.1, noise=0.4))


def _new() -> Iterator[UsageLine]:
    tokens = Demand(weekend=0.8, growth=0.9, noise=0.15, appeared=BEDROCK_APPEARED)
    yield UsageLine(rates.INPUT_TOKENS, ASSISTANT, 14_000, tokens)
    yield UsageLine(rates.OUTPUT_TOKENS, ASSISTANT, 3_400, tokens)
    workflows = Demand(weekend=0.6, noise=0.1, appeared=STEP_FUNCTIONS_APPEARED)
    yield UsageLine(rates.TRANSITIONS, EVENTS, 310_000, workflows)


def _gone() -> Iterator[UsageLine]:
    cluster = _resource("kafka", EVENTS, "cluster/events", "Cluster")
    yield UsageLine(rates.BROKER_HOURS, EVENTS, 72, Demand(ended=KAFKA_ENDED), cluster)


def _resource(service: str, place: Placement, path: str, kind: str) -> Resource:
    return Resource(f"arn:aws:{service}:{place.region}:{place.account_id}:{path}", kind, path)
