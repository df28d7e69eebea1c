"""Bedrock's Converse API behind one method: a text for an instruction and data, or nothing."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from aws_lambda_powertools import Logger

if TYPE_CHECKING:
    from mypy_boto3_bedrock_runtime import BedrockRuntimeClient

MAX_TOKENS = 1000
MAX_CHARACTERS = 8000
"""A longer answer than the tokens allow is junk, whatever serves it."""

logger = Logger(child=True)


class LanguageModel(Protocol):
    """Answers an instruction about some data. Never raises; None when it has no usable answer."""

    def complete(self, instruction: str, data: str) -> str | None:
        """The model's text. `data` is material, and nothing in it is an instruction."""
        ...


def configured_model() -> LanguageModel | None:
    """The model named by BEDROCK_MODEL_ID; None, and nothing imported, where that is empty."""
    model_id = os.environ.get("BEDROCK_MODEL_ID", "")
    return BedrockModel(model_id) if model_id else None


class BedrockModel:
    """A model in Bedrock. It is given no tools, one try and fifteen seconds."""

    def __init__(self, model_id: str) -> None:
        self._model_id = model_id

    def complete(self, instruction: str, data: str) -> str | None:
        """See LanguageModel."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer = _client().converse(
                modelId=self._model_id,
                system=[{"text": instruction}],
                messages=[{"role": "user", "content": [{"text": data}]}],
                inferenceConfig={"maxTokens": MAX_TOKENS},
            )
        except ClientError as error:
            _log_unusable(str(error.response.get("Error", {}).get("Code", "ClientError")))
        except (BotoCoreError, AttributeError, KeyError, TypeError, ValueError) as error:
            # the latter are botocore's parser over a body of another shape than Converse's
            _log_unusable(type(error).__name__)
        else:
            return _text_of(answer)
        return None


def _text_of(answer: Any) -> str | None:
    """The text of a finished answer; None for one cut short, filtered, or of another shape."""
    if answer.get("stopReason") not in ("end_turn", "stop_sequence"):
        _log_unusable("stopped early")
        return None
    blocks = (answer.get("output") or {}).get("message", {}).get("content") or []
    words = "".join(block["text"] for block in blocks if isinstance(block.get("text"), str)).strip()
    if words and len(words) <= MAX_CHARACTERS:
        return words
    _log_unusable("too long" if words else "empty")
    return None


def _log_unusable(reason: str) -> None:
    """Logged without a word of the question or the answer."""
    logger.warning("language model gave no usable answer", reason=reason)


@cache
def _client() -> BedrockRuntimeClient:
    import boto3
    from botocore.config import Config

    timeouts = Config(connect_timeout=2, read_timeout=_seconds(), retries={"total_max_attempts": 1})
    return boto3.client("bedrock-runtime", config=timeouts)


def _seconds() -> float:
    """How long an answer may take; a step's own timeout must leave room for it."""
    return float(os.environ.get("BEDROCK_TIMEOUT_SECONDS", "15"))
