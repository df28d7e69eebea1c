"""Value types shared by all models: camelCase on the wire, money as exact decimal strings."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel


def decimal_text(value: Decimal) -> str:
    """The number in full precision, never in exponent form: the wire carries money as such a string."""
    return format(value, "f")


Number = Annotated[Decimal, PlainSerializer(decimal_text, return_type=str)]
"""An exact decimal: a string on the wire, accepted as a string or an int, never made of a float."""


class WireModel(BaseModel):
    """A model whose fields are camelCase on the wire and snake_case in Python; unknown fields are ignored."""

    # an error names the field, not what it held: that may be a question
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True)


class EarlierWireModel(BaseModel):
    """A model whose own field names are the earlier system's snake_case, on the wire too."""

    model_config = ConfigDict(populate_by_name=True, hide_input_in_errors=True)
