"""The order in which everything starts and ends."""

import contextlib
import gc
import logging
from collections.abc import Iterator
from pathlib import Path

from local.events.event_bus import EventBus
from local.gateway.aws_apis import AwsApis
from local.gateway.connections import Connections
from local.gateway.page import ClientConfig, Page
from local.gateway.server import GatewayServer
from local.gateway.web_socket import WebSocketGateway
from local.lambdas.failure_injection import FailureInjection, UnknownStep
from local.lambdas.function import LambdaFunction
from local.lambdas.service import LambdaService
from local.runtime.addresses import Addresses
from local.runtime.bill_source import BillLoading, BillSource
from local.runtime.engine_client import EngineClient
from local.runtime.event_loop import EventLoopThread
from local.runtime.function_environment import FunctionEnvironment, public_addresses
from local.runtime.listener import bind_loopback
from local.runtime.log_file import LogFile, default_log_file
from local.runtime.options import RuntimeOptions, StartRefused
from local.runtime.resources import create_resources
from local.runtime.user_pool import UserPool, create_user_pool
from local.template.application import Application
from local.template.errors import TemplateError
from local.template.translation import TranslatedTemplate, Translation

log = logging.getLogger(__name__)


class Runtime:
    """template.yaml, running in this process and its sandboxes. One at a time in a process."""

    def __init__(self, options: RuntimeOptions) -> None:
        self._options = options
        self._ends = contextlib.ExitStack()

    def start(self) -> Addresses:
        """Start everything. Raises StartRefused, with nothing left running, when it cannot."""
        try:
            with contextlib.ExitStack() as ends:
                addresses = self._start(ends)
                self._ends = ends.pop_all()
                return addresses
        except (TemplateError, UnknownStep) as error:
            raise StartRefused(str(error)) from error

    def stop(self) -> None:
        """End everything, in the order opposite to the start. Does nothing the second time."""
        self._ends.close()

    def _start(self, ends: contextlib.ExitStack) -> Addresses:
        options = self._options
        listener = ends.enter_context(contextlib.closing(bind_loopback(options.port)))
        port = listener.getsockname()[1]
        # the translation and the bill take a second each: both run beside the engine's import
        translation = Translation(options.template)
        ends.callback(translation.abandon)
        loading = BillLoading(options.data, options.today, options.without)
        ends.callback(loading.wait)
        from local.engine import Engine, StateInUse
        from local.runtime.signing_key import signing_key, signs_tokens_of

        template = translation.result()
        _refuse_unknown_parameters(template, options)
        application = Application(template, {**_parameters(port), **options.parameters})
        failures = _failure_injection(application, options)
        source = loading.result()
        ends.callback(source.bill.close)
        log_file = ends.enter_context(contextlib.closing(_open_log(options.log_file, port)))
        log.info("the bill asked is %s", source.summary.described())

        events = EventLoopThread("gateway")
        ends.callback(events.stop)
        lambdas = LambdaService(events.loop, failures)
        ends.callback(lambda: events.call(lambdas.close()))
        bus = EventBus(
            application.rules(), lambdas.invoke, events.loop, schedule_seconds=options.schedule_seconds
        )
        try:
            engine = Engine(lambdas.invoke_task, bus.put, options.state)
            ends.callback(engine.stop)
            key = signing_key(options.state)
        except StateInUse as error:
            raise StartRefused(f"{error} Choose another folder with --state, or --ephemeral.") from error
        except OSError as error:
            raise StartRefused(
                f"The folder {options.state} cannot be used: {error.strerror}. "
                "Choose another with --state, or --ephemeral."
            ) from error
        engine.start()
        ends.callback(lambda: events.run(bus.stop))

        client = EngineClient(engine.endpoint)
        pool = create_user_pool(application, client)
        ends.enter_context(signs_tokens_of(pool.pool_id, key))
        create_resources(application, client)
        api = application.web_socket_api()
        gateway = f"http://127.0.0.1:{port}"
        environment = FunctionEnvironment(
            engine.endpoint,
            gateway,
            public_addresses(api.api_id, gateway, engine.endpoint),
            source.bill_id,
            options.today,
        )
        functions = application.functions()
        for function in functions:
            lambdas.add(function.name, LambdaFunction(function, environment.of(function), log_file.stream))
        events.run(lambda: lambdas.prewarm(function.name for function in functions))
        engine.restore()
        server = events.call(
            _build_server(application, lambdas, source, engine.endpoint, pool, port, options)
        )
        ends.callback(lambda: events.call(server.stop()))
        events.call(server.start(listener))
        events.run(bus.start_schedules)
        # what is there now stays to the end: the garbage collector need not look at it again
        gc.freeze()
        ends.callback(gc.unfreeze)
        return Addresses(port, api.stage, pool.username, pool.password, log_file.path, source.summary)


@contextlib.contextmanager
def running(options: RuntimeOptions) -> Iterator[Addresses]:
    """The application, running while the context lasts. Raises StartRefused when it cannot start."""
    runtime = Runtime(options)
    addresses = runtime.start()
    try:
        yield addresses
    finally:
        runtime.stop()


async def _build_server(
    application: Application,
    lambdas: LambdaService,
    source: BillSource,
    engine_endpoint: str,
    pool: UserPool,
    port: int,
    options: RuntimeOptions,
) -> GatewayServer:
    api = application.web_socket_api()
    connections = Connections()
    web_socket = WebSocketGateway(api, f"127.0.0.1:{port}", lambdas.invoke, connections, options.limits)
    state_machine = next((machine.arn for machine in application.state_machines()), None)
    config = ClientConfig(
        stage=api.stage,
        user_pool_id=pool.pool_id,
        client_id=pool.client_id,
        tenant_claim=_tenant_claim(application),
        demo_username=pool.username,
        demo_password=pool.password,
        state_machine_arn=state_machine,
        bill=source.summary.introduced(),
    )
    aws_apis = AwsApis(engine_endpoint, source.cost_apis)
    return GatewayServer(api.stage, web_socket, connections, aws_apis, Page(options.page, config))


def _open_log(path: Path | None, port: int) -> LogFile:
    try:
        return LogFile(path or default_log_file(port))
    except OSError as error:
        raise StartRefused(
            f"The log {error.filename} cannot be written: {error.strerror}. "
            "Mend that, or set XDG_STATE_HOME to another folder."
        ) from error


def _tenant_claim(application: Application) -> str:
    """The claim the functions take a user's tenant from; empty where none does."""
    claims = (function.environment.get("TENANT_CLAIM") for function in application.functions())
    return next((claim for claim in claims if claim), "")


def _failure_injection(application: Application, options: RuntimeOptions) -> FailureInjection:
    definitions = [machine.definition for machine in application.state_machines()]
    return FailureInjection(options.failures, definitions)


def _refuse_unknown_parameters(template: TranslatedTemplate, options: RuntimeOptions) -> None:
    unknown = sorted(options.parameters.keys() - template.parameters.keys())
    if unknown:
        there_are = ", ".join(sorted(template.parameters))
        raise StartRefused(f"The template has no parameter {unknown[0]}. It has {there_are}.")


def _parameters(port: int) -> dict[str, str]:
    """The template's parameters that have another value here.

    The page's origins are this port's loopback names; and requests that cost nothing need no cap a day.
    """
    return {
        "AllowedOrigins": f"http://127.0.0.1:{port},http://localhost:{port},http://[::1]:{port}",
        "MaxRequestsPerUserPerDay": "1000000000",
    }
