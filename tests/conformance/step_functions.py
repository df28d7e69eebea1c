"""The rules of Step Functions that the project relies on."""

from conformance.rule import Rule

_GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg/"
_API = "https://docs.aws.amazon.com/step-functions/latest/apireference/"
_REDRIVE = _GUIDE + "redrive-executions.html"
_ERRORS = _GUIDE + "concepts-error-handling.html"
_START = _API + "API_StartExecution.html"
_HISTORY = _API + "API_GetExecutionHistory.html"
_QUOTAS = _GUIDE + "service-quotas.html"

_TESTS = "tests/workflow/engine/"
_IN_REDRIVE = _TESTS + "test_redrive.py::"
_IN_EXECUTIONS = _TESTS + "test_executions.py::"
_IN_ERRORS = _TESTS + "test_task_errors.py::"
_IN_LIMITS = _TESTS + "test_data_limits.py::"
_IN_EVENTS = _TESTS + "test_status_events.py::"

CONFORMANCE: list[Rule] = [
    Rule(
        "StartExecution with the name and input of a running execution answers that execution.",
        _START,
        _IN_EXECUTIONS + "test_r29_the_same_name_and_input_while_it_runs_is_the_same_execution",
    ),
    Rule(
        "StartExecution with another input, or a name whose execution has closed, is refused as "
        "ExecutionAlreadyExists.",
        _START,
        _IN_EXECUTIONS + "test_r29_a_name_stays_taken_once_its_execution_has_closed",
        "A name is free again after 90 days at the next start of the runtime, not at the hour.",
    ),
    Rule(
        "Names have 1 to 80 characters, without white space, brackets, wildcards and special characters.",
        _START,
        _IN_EXECUTIONS + "test_r29_a_name_with_forbidden_characters_is_refused",
    ),
    Rule(
        "The input is JSON; else InvalidExecutionInput.",
        _START,
        _IN_EXECUTIONS + "test_r29_an_input_that_is_not_json_is_refused",
    ),
    Rule(
        "An execution's input has at most 262,144 bytes.",
        _QUOTAS,
        _IN_LIMITS + "test_r07_an_execution_takes_at_most_262144_bytes",
    ),
    Rule(
        "A state's output has at most 262,144 bytes of UTF-8; beyond it the state fails with "
        "States.DataLimitExceeded.",
        _QUOTAS,
        _IN_LIMITS + "test_r07_a_state_returns_at_most_262144_bytes",
        "A task's raw result is some 700 bytes smaller here: Lambda's response headers are not in it.",
    ),
    Rule(
        "States.ALL and States.TaskFailed do not match States.DataLimitExceeded.",
        _ERRORS,
        _IN_ERRORS + "test_r29_data_limit_exceeded_is_caught_by_no_wildcard",
    ),
    Rule(
        "States.Runtime is neither retried nor caught by States.ALL.",
        _ERRORS,
        _IN_EXECUTIONS + "test_r29_a_path_to_nothing_fails_the_state_beyond_retry_and_catch",
    ),
    Rule(
        "A Lambda's exception fails its task under the exception's class name.",
        _ERRORS,
        _IN_ERRORS + "test_r29_the_error_is_the_class_name_of_the_exception",
    ),
    Rule(
        "A Lambda that ran out of memory or was killed is Lambda.Unknown.",
        _GUIDE + "bp-lambda-serviceexception.html",
        _IN_ERRORS + "test_r17_a_sandbox_that_died_is_lambda_unknown",
    ),
    Rule(
        "A Lambda beyond its own timeout is Sandbox.Timedout (Lambda.Unknown in older runtimes).",
        _ERRORS,
        _IN_ERRORS + "test_r17_a_function_beyond_its_timeout_is_sandbox_timedout",
    ),
    Rule(
        "What Lambda itself refuses is named Lambda. and its error code.",
        _GUIDE + "bp-lambda-serviceexception.html",
        _IN_ERRORS + "test_r29_a_lambda_that_cannot_be_invoked_fails_by_its_service_error",
        "Callers beyond a function's concurrency wait here; they are throttled in tests only.",
    ),
    Rule(
        "A task beyond TimeoutSeconds fails with States.Timeout, in a branch too.",
        _ERRORS,
        _IN_ERRORS + "test_r29_a_timeout_in_a_branch_keeps_its_name",
    ),
    Rule(
        "An execution beyond its TimeoutSeconds is TIMED_OUT.",
        _GUIDE + "statemachine-structure.html",
        _IN_ERRORS + "test_r29_an_execution_beyond_its_timeout_is_timed_out",
    ),
    Rule(
        "Retry waits IntervalSeconds, times BackoffRate each time, up to MaxDelaySeconds.",
        _ERRORS,
        _IN_ERRORS + "test_r29_retries_wait_longer_each_time_up_to_their_maximum",
    ),
    Rule(
        "A definite JSONPath gives its one value, an indefinite one a list.",
        _GUIDE + "amazon-states-language-paths.html",
        _IN_EXECUTIONS + "test_r29_a_definite_path_gives_its_value_and_an_indefinite_one_a_list",
    ),
    Rule(
        "StopExecution ends the execution as ABORTED at once, with the error and cause given.",
        _API + "API_StopExecution.html",
        _IN_EXECUTIONS + "test_r29_a_stopped_execution_is_aborted_at_once_with_error_and_cause",
    ),
    Rule(
        "No event follows a terminal event.",
        _HISTORY,
        _IN_EXECUTIONS + "test_r29_the_terminal_event_is_the_last_of_the_history",
    ),
    Rule(
        "The history is read in pages, oldest or newest event first.",
        _HISTORY,
        _IN_EXECUTIONS + "test_r29_the_history_is_read_in_pages_and_backwards",
        "Page tokens do not expire.",
    ),
    Rule(
        "A redrive has the same ARN and definition, and runs only what did not succeed.",
        _REDRIVE,
        _IN_REDRIVE + "test_r04_a_redrive_runs_the_failed_state_and_none_that_finished",
        "A redriven state is entered again in the history.",
    ),
    Rule(
        "A redriven Parallel state runs only its failed or aborted branches.",
        _REDRIVE,
        _IN_REDRIVE + "test_r29_a_redrive_of_a_parallel_state_runs_only_the_branch_that_failed",
        "A Map state runs all its iterations again.",
    ),
    Rule(
        "After States.DataLimitExceeded a redriven Parallel state runs all its branches.",
        _REDRIVE,
        _IN_REDRIVE + "test_r29_after_data_limit_exceeded_all_branches_run_again",
    ),
    Rule(
        "Retries are counted afresh after a redrive.",
        _REDRIVE,
        _IN_REDRIVE + "test_r29_retries_are_counted_afresh_after_a_redrive",
    ),
    Rule(
        "The state machine's timeout begins anew at a redrive.",
        _REDRIVE,
        _IN_REDRIVE + "test_r29_a_timed_out_execution_is_redriven_with_a_fresh_timeout",
    ),
    Rule(
        "An aborted execution can be redriven.",
        _REDRIVE,
        _IN_REDRIVE + "test_r29_an_aborted_execution_is_redriven_from_the_state_it_was_in",
        "Not when the runtime itself was stopped under it: then a new execution is asked for.",
    ),
    Rule(
        "A Fail state fails again when redriven.",
        _REDRIVE,
        _IN_REDRIVE + "test_r29_a_fail_state_fails_again",
    ),
    Rule(
        "The context object tells RedriveCount and RedriveTime.",
        _GUIDE + "input-output-contextobject.html",
        _IN_REDRIVE + "test_r29_a_state_sees_the_redrive_in_its_context",
    ),
    Rule(
        "The history of a redriven execution goes on with ExecutionRedriven.",
        _REDRIVE,
        _IN_REDRIVE + "test_r29_the_history_goes_on_with_execution_redriven",
    ),
    Rule(
        "A client token makes a redrive idempotent for 15 minutes.",
        _API + "API_RedriveExecution.html",
        _IN_REDRIVE + "test_r06_a_redrive_is_counted_once_for_one_client_token",
        "Tokens are forgotten when the runtime stops.",
    ),
    Rule(
        "An execution can be redriven for 14 days after it ended; then ExecutionNotRedrivable.",
        _REDRIVE,
        _IN_REDRIVE + "test_r06_on_day_fifteen_the_redrive_is_refused_by_name",
    ),
    Rule(
        "A succeeded or running execution is refused as ExecutionNotRedrivable.",
        _API + "API_RedriveExecution.html",
        _IN_REDRIVE + "test_r06_a_succeeded_execution_is_refused_by_name",
    ),
    Rule(
        "EventBridge is told each change of status, a redrive's too.",
        _GUIDE + "eventbridge-integration.html",
        _IN_EVENTS + "test_a_redrive_is_running_again_without_the_old_error",
        "Events arrive once and in order; on AWS they are best effort.",
    ),
]
