"""Publish lists as customers were last told of them: at once, from the day they were told, with what proves it."""

from collections.abc import Sequence
from datetime import date, datetime

from registry.domain.errors import FieldError, InvalidInput
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.texts import checked
from registry.services.importing_baseline import Baseline
from registry.services.importing_run import Imported, ListFile, run_import


async def publish_baseline(
    *,
    actor: Actor,
    files: Sequence[ListFile],
    told_on: date,
    proof: str,
    now: datetime,
    today: date,
    is_complete: bool = False,
    is_dry: bool = False,
) -> Imported:
    """Publish what was unpublished when the run began; changes of published rows become drafts, as by `import_list`.

    `proof` names what shows that customers were told; it is chained, so no person is named in it. Raises
    `InvalidInput`, `UnreadableFile`, `Conflict`, `NotPermitted`.
    """
    require(actor, Action.PUBLISH_BASELINE)
    kept = checked(proof, field="proof")
    if not kept:
        msg = "Say what proves that customers were told."
        raise InvalidInput(msg, errors=(FieldError(field="proof", message=msg),))
    if told_on > today:
        msg = "Customers cannot have been told on {day}: it lies ahead."
        raise InvalidInput(msg, day=told_on)
    baseline = Baseline(told_on=told_on, proof=kept)
    return await run_import(
        files, actor=actor, now=now, today=today, is_complete=is_complete, is_dry=is_dry, baseline=baseline
    )
