"""`registry serve`: web, API and feeds, and the delivery worker beside them."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import click
import uvicorn

from registry.app import create_app
from registry.cli.context import FAILED, House, fail, opened, run_main
from registry.cli.demo import load_demo_if_empty, one_time_links
from registry.cli.worker import work_on
from registry.http.client_address import TrustedProxies
from registry.http.context import AppContext
from registry.settings import BadSettings, Settings, load_settings
from registry.storage.database import DatabaseFreshness

logger = logging.getLogger("registry.serve")
_PATIENCE = 10
"""Seconds that open requests have to end when the service stops."""
_AGAIN = 5.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen at.")
@click.option("--no-worker", is_flag=True, help="Do not deliver: a `registry worker` elsewhere does.")
@click.option("--demo", is_flag=True, help="Load the demo first when the register is empty.")
def serve(*, host: str, port: int, no_worker: bool, demo: bool) -> None:
    """Serve pages, API and feeds; the port is bound before the database is touched."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with _bound(host, port) as listening:
        try:
            settings = load_settings().at(host, listening.getsockname()[1])
        except BadSettings as error:
            fail(str(error))
        run_main(
            lambda: _serve(settings, listening, with_worker=not no_worker, with_demo=demo),
            loop_factory=uvicorn.Config("").get_loop_factory(),
        )


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=_family(host), backlog=512)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
        fail(f"Port {port} at {host} cannot be used: {why}. Choose another with --port.", FAILED)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


async def _serve(settings: Settings, listening: socket.socket, *, with_worker: bool, with_demo: bool) -> int:
    async with opened(settings) as house:
        if with_demo:
            await load_demo_if_empty(house)
        application = create_app(context_of(house))
        config = uvicorn.Config(
            application.asgi,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE,
        )
        await _greet(house, with_worker=with_worker)
        async with _working(house) if with_worker else contextlib.nullcontext():
            await uvicorn.Server(config).serve(sockets=[listening])
    return 0


def context_of(house: House) -> AppContext:
    """What the application hands to every request."""
    settings = house.settings
    return AppContext(
        clock=house.clock,
        law=house.law,
        base_url=settings.base_url,
        time_zone=settings.time_zone,
        clock_shift=settings.clock or None,
        freshness=DatabaseFreshness(),
        trusted_proxies=TrustedProxies.parse(settings.trusted_proxies),
    )


@asynccontextmanager
async def _working(house: House) -> AsyncGenerator[None]:
    """The worker beside the web; it stops when the web has stopped, what it holds is settled first."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    task = asyncio.create_task(_keep_working(house, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def _keep_working(house: House, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await work_on(house, stop)
        except Exception:
            logger.exception("the delivery worker broke; it starts again in %s seconds", _AGAIN)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _AGAIN)


async def _greet(house: House, *, with_worker: bool) -> None:
    """Say where everything is; on standard output, for the person who started it."""
    settings, base = house.settings, house.settings.base_url
    lines = [
        "",
        f"  Approved processors   {base}/",
        f"  Feeds                 {base}/feeds/changes.rss  .atom  .json",
        f"  API                   {base}/api/docs",
        f"  For your own people   {base}/manage",
        f"  Database              {_without_password(settings.database_url)}",
    ]
    if not settings.smtp_url:
        lines.append(f"  Mails                 no mail server is set: they are written to {settings.var / 'mail'}/")
    if not with_worker:
        lines.append("  Deliveries            by another process: registry worker")
    if settings.clock:
        lines.append(f"  Clock                 shifted by {settings.clock}: today is {house.clock.today()}")
    lines += [f"  Sign in as {name:<10} {link}" for name, link in await one_time_links(house)]
    click.echo("\n".join([*lines, ""]))


def _without_password(url: str) -> str:
    head, at, tail = url.rpartition("@")
    scheme, _, rest = head.partition("://")
    return f"{scheme}://{rest.partition(':')[0]}@{tail}" if at else url
