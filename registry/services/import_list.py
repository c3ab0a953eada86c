"""Import published lists: every new or changed row becomes a draft; nothing is published."""

from collections.abc import Sequence
from datetime import date, datetime

from registry.domain.register.access import Action, Actor, require
from registry.services.importing_run import Imported, ListFile, run_import


async def import_list(
    *,
    actor: Actor,
    files: Sequence[ListFile],
    now: datetime,
    today: date,
    is_complete: bool = False,
    is_dry: bool = False,
) -> Imported:
    """Import the files, all of them or none. `is_complete`: rows that are gone from a list are proposed as removals.

    `is_dry` writes nothing and answers what would change. The same files again change nothing. Raises
    `UnreadableFile`, `InvalidInput`, `Conflict`, `NotPermitted`.
    """
    require(actor, Action.IMPORT_LIST)
    return await run_import(files, actor=actor, now=now, today=today, is_complete=is_complete, is_dry=is_dry)
