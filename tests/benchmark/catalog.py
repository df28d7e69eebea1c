"""What the account of a running server has, read in this process through its cost APIs."""

import contextlib
import io
import os
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from billing.catalog import Catalog


def catalog_at(http: str, today: date) -> "Catalog":
    """The catalog of the server at an address. Later cost API calls of this process go there too."""
    os.environ.update(
        AWS_ENDPOINT_URL=http,
        AWS_DEFAULT_REGION="us-east-1",
        AWS_ACCESS_KEY_ID="local",
        AWS_SECRET_ACCESS_KEY="local",
    )
    from billing.catalog_loader import load_catalog
    from billing.metered_apis import MeteredCostApis

    with contextlib.redirect_stdout(io.StringIO()):
        return load_catalog(MeteredCostApis(today, "benchmark"), today)
