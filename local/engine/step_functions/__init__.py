"""Step Functions on moto's interpreter of the Amazon States Language, with redrive and AWS's rules."""

from local.engine.step_functions.batch_integration import leave_out_batch

leave_out_batch()
