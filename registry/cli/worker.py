"""`registry worker`: deliver what is to be told, as a process of its own."""

import asyncio
import logging
import signal
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import click

from registry.cli.context import House, run
from registry.delivery.channels import Mailing
from registry.delivery.worker import run_worker
from registry.settings import Settings


@click.command("worker")
def worker() -> None:
    """Deliver mails and let changes take effect on their day, until stopped; on SQLite one worker at a time."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    run(_until_stopped)


async def _until_stopped(house: House) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    click.echo(said(house.settings), err=True)
    await work_on(house, stop)
    return 0


async def work_on(house: House, stop: asyncio.Event, *, once: bool = False) -> None:
    """Work as this installation is set, until stopped; with `once`, until nothing is left to do now."""
    await run_worker(
        mailing=mailing_of(house.settings),
        clock=house.clock,
        judge=house.judge,
        base_url=house.settings.base_url,
        mail_from=house.settings.mail_from,
        bounce_domain=house.settings.bounce_domain,
        stop=stop,
        once=once,
    )


def mailing_of(settings: Settings) -> Mailing:
    """How mail leaves this installation."""
    return Mailing(smtp_url=settings.smtp_url, var=settings.var, local_hostname=_greeting(settings.base_url))


def said(settings: Settings) -> str:
    """Where mails go, in a sentence for whoever starts the worker; without the password."""
    if not settings.smtp_url:
        return f"No mail server is set: mails are written as files under {settings.var / 'mail'}."
    server = urlsplit(settings.smtp_url)
    return f"Mails go to {server.hostname}{f':{server.port}' if server.port else ''}."


def _greeting(base_url: str) -> str:
    """How a mail server is greeted: our name, or our address in brackets (RFC 5321 4.1.3)."""
    host = urlsplit(base_url).hostname or "localhost"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return f"[IPv6:{address}]" if isinstance(address, IPv6Address) else f"[{address}]"
