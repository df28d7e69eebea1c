"""The rules of Lambda that the project relies on."""

from conformance.rule import Rule

_GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/"
_LIFECYCLE = _GUIDE + "lambda-runtime-environment.html"
_TESTS = "tests/workflow/test_lambda_sandboxes.py::"

CONFORMANCE: list[Rule] = [
    Rule(
        "A handler is given its event and a context with the time it has left, and its answer is returned.",
        _GUIDE + "python-context.html",
        _TESTS + "test_r29_handler_gets_event_and_deadline",
    ),
    Rule(
        "An exception is a function error with the exception's class name as errorType.",
        _GUIDE + "python-exceptions.html",
        _TESTS + "test_r29_exception_is_a_function_error_by_its_class_name",
    ),
    Rule(
        "A function that runs past its timeout is ended; the next event gets a new environment.",
        _LIFECYCLE,
        _TESTS + "test_r29_timeout_ends_the_sandbox_and_the_next_event_gets_another",
    ),
    Rule(
        "A function whose process ends is a function error, Runtime.ExitError.",
        _LIFECYCLE,
        _TESTS + "test_r17_r29_crash_is_a_function_error_and_the_next_event_gets_another_sandbox",
        "Memory is not limited, so running out of it never ends a function.",
    ),
    Rule(
        "A handler that cannot be loaded is a function error of each invocation.",
        _LIFECYCLE,
        _TESTS + "test_r29_handler_that_cannot_be_loaded_is_a_function_error",
        "Initialisation may take 30 seconds; AWS ends it after 10 and tries again within the invocation.",
    ),
    Rule(
        "An environment is kept for later events, one at a time.",
        _LIFECYCLE,
        _TESTS + "test_r29_sandbox_is_kept_for_later_events",
    ),
    Rule(
        "Events at once run side by side.",
        _GUIDE + "lambda-concurrency.html",
        _TESTS + "test_r29_events_at_once_run_side_by_side_up_to_the_limit",
        "At most 4 of a function run at once; callers beyond wait, where AWS throttles. Another environment "
        "is started for who has waited 0.1 s. Two steps of one user run at once, and who has much more under "
        "way than another user lets that one go first.",
    ),
]
