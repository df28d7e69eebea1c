"""Models are built when they are first used, by whichever thread comes first."""

import time
from threading import Event, Thread
from typing import Any

from pydantic_core import CoreSchema, core_schema

from protocol.values import WireModel


def test_a_model_is_not_built_before_it_is_used() -> None:
    class Unused(WireModel):
        some_name: str

    assert not Unused.__pydantic_complete__
    assert Unused.model_validate({"someName": "a"}).some_name == "a"
    assert Unused.__pydantic_complete__


def test_a_second_thread_waits_for_the_first_to_build_the_model() -> None:
    building, builds = Event(), []

    class Slow:
        @classmethod
        def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
            builds.append(source)
            building.set()
            time.sleep(0.1)
            return core_schema.any_schema()

    class SlowToBuild(WireModel):
        slow: Slow

    read: list[Any] = []

    def use() -> None:
        read.append(SlowToBuild.model_validate({"slow": 1}).slow)

    first, second = Thread(target=use), Thread(target=use)
    first.start()
    assert building.wait(5)
    second.start()
    first.join()
    second.join()

    assert read == [1, 1]
    assert len(builds) == 1
