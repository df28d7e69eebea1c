"""The rules of API Gateway's WebSocket APIs and @connections that the project relies on."""

from conformance.rule import Rule

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
_LIMITS = _GUIDE + "apigateway-execution-service-websocket-limits-table.html"
_ROUTES = _GUIDE + "websocket-api-develop-routes.html"
_LIFECYCLE = _GUIDE + "apigateway-websocket-api-route-keys-connect-disconnect.html"
_CONNECTIONS = _GUIDE + "apigateway-how-to-call-websocket-api-connections.html"
_SUBPROTOCOL = _GUIDE + "websocket-connect-route-subprotocol.html"
_ERRORS = (
    "https://docs.aws.amazon.com/apigatewaymanagementapi/latest/api/API_connections__connectionId_-POST.html"
)
_TESTS = "tests/end_to_end/test_web_socket_gateway.py::"

CONFORMANCE: list[Rule] = [
    Rule(
        "A message goes to the route its selection expression names; anything else to $default.",
        _ROUTES,
        _TESTS + "test_r29_message_of_any_kind_reaches_the_default_route",
        "Only expressions of the form $request.body.FIELD are known.",
    ),
    Rule(
        "No message can select $connect, $disconnect or $default by name.",
        _ROUTES,
        "tests/unit/gateway/test_routes.py::test_route_of_a_message",
    ),
    Rule(
        "A connection exists once $connect has returned: a post from inside it answers 410.",
        _LIFECYCLE,
        _TESTS + "test_r13_r29_nothing_can_be_posted_inside_connect",
    ),
    Rule(
        "A $connect that does not answer 2xx opens no connection; the client gets its status.",
        _LIFECYCLE,
        _TESTS + "test_r29_connect_that_is_refused_opens_nothing",
    ),
    Rule(
        "A subprotocol is agreed when $connect answers with Sec-WebSocket-Protocol.",
        _SUBPROTOCOL,
        _TESTS + "test_r29_subprotocol_that_connect_answers_is_echoed",
    ),
    Rule(
        "$disconnect is called with the close code, after the connection is closed.",
        _LIFECYCLE,
        _TESTS + "test_r29_disconnect_tells_the_close_code",
        "AWS calls it at best effort; here it is always called while the server runs.",
    ),
    Rule(
        "A client that vanishes without a close frame is a disconnect with 1006.",
        _LIFECYCLE,
        _TESTS + "test_r29_disconnect_of_a_client_that_vanishes_is_1006",
    ),
    Rule(
        "A frame over 32 KB closes the connection with 1009.",
        _LIMITS,
        _TESTS + "test_r29_message_over_32_kb_closes_with_1009",
        "The limit holds for a message: one of several smaller frames passes on AWS up to 128 KB.",
    ),
    Rule(
        "A frame of exactly 32 KB passes.",
        _LIMITS,
        _TESTS + "test_r29_message_of_32_kb_passes",
    ),
    Rule(
        "A binary frame closes the connection with 1003.",
        _GUIDE + "websocket-api-develop-binary-media-types.html",
        _TESTS + "test_r29_binary_frame_closes_with_1003",
    ),
    Rule(
        "A connection is cut with 1001 after 10 minutes idle, and after 2 hours in any case.",
        _LIMITS,
        _TESTS + "test_r15_r29_idle_connection_is_cut_with_1001",
    ),
    Rule(
        "An integration that fails or takes over 29 seconds gets the client an error message; "
        "the connection stays.",
        _LIMITS,
        _TESTS + "test_r29_function_that_fails_is_told_and_the_connection_goes_on",
    ),
    Rule(
        "A post to, or a look at, a connection that is closed answers 410 GoneException.",
        _ERRORS,
        _TESTS + "test_r11_r29_post_to_a_closed_connection_is_gone",
    ),
    Rule(
        "A post of 131,072 bytes is delivered; one byte more answers 413 PayloadTooLargeException.",
        _LIMITS,
        _TESTS + "test_r12_r29_post_over_128_kb_is_refused_with_413",
    ),
    Rule(
        "Posts beyond the client's buffer answer 429 LimitExceededException.",
        _ERRORS,
        _TESTS + "test_r11_r29_posts_to_a_client_that_does_not_read_are_limited_with_429",
        "AWS does not publish the buffer's size; here it is 1 MiB. Rates are not limited.",
    ),
    Rule(
        "GET describes a connection, DELETE closes it.",
        _CONNECTIONS,
        _TESTS + "test_r29_connection_can_be_looked_at_and_closed",
    ),
    Rule(
        "An unsigned @connections request answers 403.",
        _CONNECTIONS,
        "tests/end_to_end/test_gateway_port.py::test_r29_unsigned_post_is_forbidden",
        "Signatures are not verified, only asked for: there are no real credentials on one machine.",
    ),
    Rule(
        "Each message invokes its integration as it comes, beside the connection's others.",
        _LIMITS,
        "tests/unit/lambdas/test_turns.py::test_r29_messages_of_a_connection_are_handled_in_order_one_at_a_time",
        "One after the other here, in order; on AWS in no certain order.",
    ),
]
