"""`registry check`: may we use X for Y? Exit codes: 0 approved, 1 not, 2 unclear, 3 error."""

from collections.abc import Iterator
from datetime import date

import click
import msgspec

from registry.answers.checks import check as answer
from registry.answers.standpoint import standpoint
from registry.api.schemas.checks import CheckAnswer, check_answer
from registry.cli.context import House, run
from registry.domain.law.book import LawBook
from registry.domain.register.checks import Decision
from registry.http.as_of import parse_moment
from registry.wording.labels import DECISIONS, word

ERROR = 3
EXIT_CODES = {
    Decision.APPROVED: 0,
    Decision.APPROVED_WITH_CONDITIONS: 0,
    Decision.ANNOUNCED: 1,
    Decision.NOT_APPROVED: 1,
    Decision.ENDED: 1,
    Decision.UNDER_REVIEW: 2,
    Decision.UNKNOWN: 2,
    Decision.AMBIGUOUS: 2,
}


class _Command(click.Command):
    """Leaves with 3 when it is called wrongly, as 2 means unclear here."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.show()
            raise click.exceptions.Exit(ERROR) from error


async def checked(
    name: str,
    *,
    service: str | None,
    as_of: str | None = None,
    known_at: str | None = None,
    law: LawBook,
    today: date,
    time_zone: str,
) -> CheckAnswer:
    """The answer the API gives too. Raises `InvalidInput`, or `NotFound` before set-up."""
    moment = parse_moment(as_of, known_at, today=today, time_zone=time_zone)
    point = await standpoint(law, today=today, as_of=moment.as_of, known_at=moment.known_at)
    return check_answer(await answer(name, point, service=service))


def said(found: CheckAnswer) -> Iterator[str]:
    """The answer in lines for people."""
    who = found.processor.name if found.processor else found.vendor
    yield f"{word(DECISIONS, found.decision)}: {who}{f' for {found.service}' if found.service else ''}"
    yield from (f"  {reason.text}{f' [{reason.citation}]' if reason.citation else ''}" for reason in found.reasons)
    if found.missing:
        yield "Still to be shown:"
        yield from (f"  {reason.text}" for reason in found.missing)
    if found.candidates:
        yield "Perhaps you mean:"
        yield from (f"  {candidate.name}" for candidate in found.candidates)
    yield found.basis


@click.command("check", cls=_Command)
@click.argument("name")
@click.option("--service", help="What it is to be used for: a service's slug or name.")
@click.option("--as-of", help="The day asked about, such as 2026-11-24; today unless given.")
@click.option("--known-at", help="What had been recorded by then: a day, or an instant with its offset.")
@click.option("--json", "as_json", is_flag=True, help="The answer of /api/v1/checks.")
def check(name: str, service: str | None, as_of: str | None, known_at: str | None, as_json: bool) -> None:  # noqa: FBT001 - click gives it by name
    """Say whether the vendor NAME may be used, and why.

    Exit codes: 0 approved (with conditions, too), 1 not, 2 unclear, 3 error.
    """

    async def work(house: House) -> int:
        found = await checked(
            name,
            service=service,
            as_of=as_of,
            known_at=known_at,
            law=house.law,
            today=house.clock.today(),
            time_zone=house.settings.time_zone,
        )
        if as_json:
            click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        else:
            click.echo("\n".join(said(found)))
        return EXIT_CODES[found.decision]

    run(work, failed=ERROR)
