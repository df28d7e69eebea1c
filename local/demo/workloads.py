"""What the demo organisation runs: every line of usage it is billed for."""

from collections.abc import Iterator

from local.demo.components import (
    bucket,
    cache,
    container_service,
    data_transfer,
    database,
    function,
    idle_address,
    instance,
    keys,
    load_balancer,
    monitoring,
    nat_gateway,
    snapshots,
    table,
    volume,
)
from local.demo.estate import ANALYTICS, BUSINESS, SHOPPERS, WORKDAYS, Demand, Placement, UsageLine
from local.demo.shared_services import shared_services
from local.demo.story import DATABASE_RESERVATION, INSTANCE_PLAN, INSTANCE_RESERVATION

PAYMENTS = Placement("payments-prod", "us-east-1", "payments", "prod", "ledger")
PAYMENTS_OHIO = Placement("payments-prod", "us-east-2", "payments", "prod", "ledger")
PAYMENTS_STAGING = Placement("payments-dev", "us-east-2", "payments", "staging", "ledger")
PAYMENTS_DEV = Placement("payments-dev", "us-east-2", "payments", "dev", "ledger")
CHECKOUT = Placement("checkout-prod", "eu-west-1", "checkout", "prod", "storefront")
CHECKOUT_US = Placement("checkout-prod", "us-east-1", "checkout", "prod", "storefront")
# the same team, misspelt by whoever tagged it
CHECKOUT_MISSPELT = Placement("checkout-prod", "eu-west-1", "chekout", "prod", "storefront")
DATA = Placement("data-platform", "eu-central-1", "data", "prod", "warehouse")
DATA_IRELAND = Placement("data-platform", "eu-west-1", "data", "prod", "events")
DATA_UNTAGGED = Placement("data-platform", "eu-central-1")
SYDNEY = Placement("checkout-prod", "ap-southeast-2", "checkout", None, "storefront")
SANDBOX = Placement("sandbox", "us-east-1")
SANDBOX_DEV = Placement("sandbox", "eu-west-1", None, "dev")


def usage_lines() -> list[UsageLine]:
    """Every line, in an order that never changes."""
    return [
        *_payments(),
        *_payments_before_production(),
        *_checkout(),
        *_data_platform(),
        *_sandbox(),
        *shared_services(),
    ]


def _payments() -> Iterator[UsageLine]:
    for number in range(4):
        yield instance(
            PAYMENTS,
            f"ledger-api-{number}",
            "m5.xlarge",
            zone="abcd"[number],
            savings_plan=None,
            reservation=INSTANCE_RESERVATION,
        )
    yield instance(PAYMENTS, "ledger-batch", "m5.2xlarge")
    yield instance(PAYMENTS, "ledger-risk", "r5.xlarge", zone="b")
    yield instance(PAYMENTS, "ledger-workers", "c6i.xlarge", BUSINESS, hours=110)
    yield volume(PAYMENTS, "ledger-data", "gp3", 2400)
    yield volume(PAYMENTS, "ledger-archive", "gp2", 1800)
    yield snapshots(PAYMENTS, "ledger-snapshots", 5200)
    yield from nat_gateway(PAYMENTS, "ledger-nat", 310, BUSINESS)
    yield from load_balancer(PAYMENTS, "ledger", 190, BUSINESS)
    yield from data_transfer(PAYMENTS, internet=85, between_zones=640, demand=BUSINESS)
    yield from bucket(PAYMENTS, "meridian-ledger-exports", 21_000, 1_400_000, BUSINESS)
    for number in range(3):
        yield from database(
            PAYMENTS, f"ledger-{number}", "db.r6g.large", 600, reservation=DATABASE_RESERVATION
        )
    # retired, and its reservation goes unused since
    yield from database(
        PAYMENTS, "ledger-reports", "db.r6g.large", 300, Demand(ended=75), reservation=DATABASE_RESERVATION
    )
    yield cache(PAYMENTS, "ledger-sessions", "cache.r6g.large", 3)
    yield from table(PAYMENTS, "idempotency", 38_000_000, 21_000_000, 900, BUSINESS)
    yield from function(PAYMENTS, "settlement", 1_300_000, 6_800_000, BUSINESS)
    yield from monitoring(PAYMENTS, metrics=1300, log_gigabytes=62, demand=BUSINESS)
    yield from keys(PAYMENTS, kept=48, requests=9_000_000, demand=BUSINESS)
    yield instance(PAYMENTS_OHIO, "ledger-standby", "m5.xlarge")
    yield from nat_gateway(PAYMENTS_OHIO, "ledger-standby-nat", 40, BUSINESS)
    yield from database(PAYMENTS_OHIO, "ledger-replica", "db.r6g.large", 600)
    yield from bucket(PAYMENTS_OHIO, "meridian-ledger-replica", 16_500, 220_000, BUSINESS)


def _payments_before_production() -> Iterator[UsageLine]:
    for number in range(2):
        yield instance(PAYMENTS_STAGING, f"staging-api-{number}", "m5.large")
    for number in range(4):
        yield instance(PAYMENTS_DEV, f"dev-api-{number}", "m5.large", WORKDAYS, hours=11)
    yield volume(PAYMENTS_STAGING, "staging-data", "gp3", 500)
    yield volume(PAYMENTS_DEV, "dev-left-over", "gp3", 900)
    yield from nat_gateway(PAYMENTS_STAGING, "staging-nat", 22, WORKDAYS)
    yield from load_balancer(PAYMENTS_STAGING, "staging", 12, WORKDAYS)
    yield from load_balancer(PAYMENTS_DEV, "dev-preview", 0, WORKDAYS)
    yield from database(PAYMENTS_STAGING, "staging-ledger", "db.m5.large", 200)
    yield from database(PAYMENTS_DEV, "dev-ledger", "db.t4g.medium", 100)
    yield from function(PAYMENTS_DEV, "settlement-dev", 160_000, 240_000, WORKDAYS)
    yield from table(PAYMENTS_DEV, "idempotency-dev", 900_000, 400_000, 20, WORKDAYS)
    yield from monitoring(PAYMENTS_STAGING, metrics=240, log_gigabytes=7, demand=WORKDAYS)


def _checkout() -> Iterator[UsageLine]:
    for number in range(3):
        yield instance(CHECKOUT, f"storefront-{number}", "m5.large", zone="abc"[number])
    yield instance(CHECKOUT, "storefront-burst", "c6i.xlarge", SHOPPERS, hours=140)
    yield instance(CHECKOUT_US, "storefront-us", "c6i.xlarge", SHOPPERS, hours=90)
    yield instance(CHECKOUT_MISSPELT, "storefront-search", "r5.xlarge")
    yield volume(CHECKOUT, "storefront-media", "gp2", 1500)
    yield snapshots(CHECKOUT, "storefront-snapshots", 1900)
    yield from nat_gateway(CHECKOUT, "storefront-nat", 260, SHOPPERS)
    yield from nat_gateway(CHECKOUT_US, "storefront-us-nat", 150, SHOPPERS)
    yield from load_balancer(CHECKOUT, "storefront", 310, SHOPPERS)
    yield from load_balancer(CHECKOUT_US, "storefront-us", 170, SHOPPERS)
    yield from data_transfer(CHECKOUT, internet=140, between_zones=520, demand=SHOPPERS)
    yield from bucket(CHECKOUT, "meridian-storefront-media", 34_000, 2_600_000, SHOPPERS)
    yield from container_service(CHECKOUT, "cart", 22, 44, SHOPPERS)
    yield from container_service(CHECKOUT_US, "cart-us", 12, 24, SHOPPERS)
    yield from container_service(SYDNEY, "cart-sydney", 6, 12, SHOPPERS)
    yield from nat_gateway(SYDNEY, "storefront-sydney-nat", 35, SHOPPERS)
    yield from table(CHECKOUT, "carts", 96_000_000, 33_000_000, 420, SHOPPERS)
    yield from function(CHECKOUT, "pricing", 2_200_000, 14_000_000, SHOPPERS)
    yield from database(CHECKOUT, "orders", "db.r6g.xlarge", 900)
    yield cache(CHECKOUT, "catalogue", "cache.r6g.large", 2)
    yield from monitoring(CHECKOUT, metrics=900, log_gigabytes=71, demand=SHOPPERS)
    yield from keys(CHECKOUT, kept=21, requests=5_500_000, demand=SHOPPERS)


def _data_platform() -> Iterator[UsageLine]:
    yield instance(DATA, "pipeline-workers", "r5.xlarge", ANALYTICS, hours=170, savings_plan=INSTANCE_PLAN)
    yield instance(DATA_UNTAGGED, "notebook-host", "m5.2xlarge")
    yield volume(DATA, "pipeline-scratch", "gp3", 6000)
    yield volume(DATA_UNTAGGED, "notebook-data", "gp2", 800)
    yield from nat_gateway(DATA, "pipeline-nat", 240, ANALYTICS)
    yield from nat_gateway(DATA_IRELAND, "events-nat", 190, BUSINESS)
    yield from data_transfer(DATA, internet=18, between_zones=900, demand=ANALYTICS)
    yield from bucket(DATA, "meridian-lake", 88_000, 900_000, ANALYTICS)
    yield from bucket(DATA_UNTAGGED, "meridian-lake-staging", 12_000, 60_000, ANALYTICS)
    yield from function(DATA_IRELAND, "event-router", 1_100_000, 22_000_000, BUSINESS)
    yield from monitoring(DATA, metrics=310, log_gigabytes=28, demand=ANALYTICS)


def _sandbox() -> Iterator[UsageLine]:
    yield instance(SANDBOX, "forgotten-experiment", "m5.xlarge")
    yield instance(SANDBOX_DEV, "trial", "t3.medium", WORKDAYS, hours=9)
    yield volume(SANDBOX, "forgotten-data", "gp3", 700)
    yield from database(SANDBOX, "forgotten-database", "db.m5.large", 100)
    yield from nat_gateway(SANDBOX, "forgotten-nat", 0.2, WORKDAYS)
    yield idle_address(SANDBOX, "forgotten-address")
    yield from bucket(SANDBOX, "meridian-sandbox", 900, 12_000, WORKDAYS)
