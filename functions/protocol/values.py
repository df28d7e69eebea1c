"""Value types shared by all models: camelCase on the wire, money as exact decimal strings."""

from decimal import Decimal
from threading import RLock
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel


def decimal_text(value: Decimal) -> str:
    """The number in full precision, never in exponent form: the wire carries money as such a string."""
    return format(value, "f")


Number = Annotated[Decimal, PlainSerializer(decimal_text, return_type=str)]
"""An exact decimal: a string on the wire, accepted as a string or an int, never made of a float."""


_BUILDING = RLock()


class LazilyBuiltModel(BaseModel):
    """A model whose validation is built when it is first used: a cold start builds only what it needs."""

    # an error names the field, not what it held: that may be a question
    model_config = ConfigDict(defer_build=True, populate_by_name=True, hide_input_in_errors=True)

    @classmethod
    def model_rebuild(cls, *, _parent_namespace_depth: int = 2, **options: Any) -> bool | None:
        """Builds the model, one thread at a time: pydantic lets two get into each other's way."""
        with _BUILDING:
            return super().model_rebuild(_parent_namespace_depth=_parent_namespace_depth + 1, **options)


class WireModel(LazilyBuiltModel):
    """A model whose fields are camelCase on the wire and snake_case in Python; unknown fields are ignored."""

    model_config = ConfigDict(alias_generator=to_camel)


class EarlierWireModel(LazilyBuiltModel):
    """A model whose own field names are the earlier system's snake_case, on the wire too."""
