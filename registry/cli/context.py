"""What every command stands on: settings, database, law book, clock, who acts; and how errors become exit codes."""

import asyncio
import getpass
import socket
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

import click

from registry.answers.judgements import Judge
from registry.clock import Clock
from registry.domain.errors import InvalidInput, RegistryError, Unavailable, UnreadableFile
from registry.domain.law.book import LawBook
from registry.domain.register.access import Actor
from registry.reference.law_book import load_law_book
from registry.services.adopt_law_book import adopt_law_book
from registry.services.prepare_register import prepare_register
from registry.settings import BadSettings, Settings, load_settings
from registry.storage.database import open_engine, use
from registry.storage.migrations.runner import migrate

FAILED, UNREADABLE = 2, 3
"""Exit codes: the command was refused or could not do all of it; a file cannot be read at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An open register, for the length of a command."""

    settings: Settings
    clock: Clock
    law: LawBook
    judge: Judge
    actor: Actor


def command_actor() -> Actor:
    """Who acts on the command line: `cli:USER@HOST`."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return Actor(id=f"cli:{user}@{socket.gethostname()}"[:120], is_command=True)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[House]:
    """The register with its database at the tables of today and its law book adopted."""
    clock = Clock(zone=settings.zone, shift=settings.shift)
    law = load_law_book()
    engine = use(open_engine(settings.database_url))
    try:
        await migrate()
        await adopt_law_book(law=law, now=clock.now())
        host = urlsplit(settings.base_url).hostname or "localhost"
        await prepare_register(domain=host, today=clock.today(), now=clock.now())
        yield House(settings=settings, clock=clock, law=law, judge=Judge(law), actor=command_actor())
    finally:
        await engine.close()


def settings_or_exit(failed: int = FAILED) -> Settings:
    """The settings, with the default base URL where none is set; wrong ones end the process with a sentence."""
    try:
        return load_settings().at("127.0.0.1", 8000)
    except BadSettings as error:
        fail(str(error), failed)


def run(work: Callable[[House], Awaitable[int | None]], *, failed: int = FAILED) -> NoReturn:
    """Open the register, do the work, leave with its exit code; with `failed` when it cannot be done."""
    settings = settings_or_exit(failed)

    async def main() -> int:
        async with opened(settings) as house:
            return await work(house) or 0

    run_main(main, failed=failed)


def run_main(
    main: Callable[[], Coroutine[None, None, int]],
    *,
    failed: int = FAILED,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> NoReturn:
    """Run it and leave with its exit code; an error on purpose is a sentence on standard error."""
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            code = runner.run(main())
    except UnreadableFile as error:
        fail(said(error), UNREADABLE)
    except Unavailable as error:
        sentence, why = said(error), str(error.__cause__ or "")
        fail(sentence if why in sentence else f"{sentence} ({why})", failed)
    except RegistryError as error:
        fail(said(error), failed)
    except OSError as error:
        fail(f"The database cannot be reached: {error}", failed)
    sys.exit(code)


def said(error: RegistryError) -> str:
    """The error with the fields it names."""
    lines = [str(error)]
    if isinstance(error, InvalidInput):
        lines += [f"  {item.field}: {item.message}" for item in error.errors if item.message != lines[0]]
    return "\n".join(lines)


def fail(sentence: str, code: int = FAILED) -> NoReturn:
    """Say it on standard error and leave."""
    click.echo(sentence, err=True)
    sys.exit(code)
