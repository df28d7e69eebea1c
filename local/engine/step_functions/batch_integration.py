"""Leaves out moto's integration of AWS Batch, which alone imports its EC2: a second of each start."""

import sys
from types import ModuleType

_MODULE = "moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_batch"


class StateTaskServiceBatch:
    """Stands where moto's class would, and refuses the definition that asks for it."""

    def __init__(self) -> None:
        raise ValueError("AWS Batch tasks are not emulated on one machine.")


def leave_out_batch() -> None:
    """To be called before moto's interpreter is imported."""
    stand_in = ModuleType(_MODULE)
    setattr(stand_in, StateTaskServiceBatch.__name__, StateTaskServiceBatch)
    sys.modules.setdefault(_MODULE, stand_in)
