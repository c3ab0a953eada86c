"""A change as the desk's page shows it: title, steps, log, whose turn it is, what may be done, what would be told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from registry.answers.desk import ChangeLine, DeskChange, Turn
from registry.answers.judgements import Judgement
from registry.answers.standpoint import Standpoint
from registry.domain.errors import RegistryError
from registry.domain.law.citations import Reason
from registry.domain.register.access import Actor
from registry.domain.register.changes import (
    NOT_ALLOWED,
    VERDICTS_NEEDING_REASON,
    ChangeKind,
    ChangeState,
    Step,
    take,
)
from registry.domain.register.facts import ALL_SERVICES, ListGroup
from registry.domain.register.revisions import Operation
from registry.services.preview_announcement import Announcement
from registry.web.shown import service_words
from registry.wording import sentences
from registry.wording.dates import short_day
from registry.wording.labels import STATES, STEPS, USER_ROLES, word
from registry.wording.labels import actor as actor_word
from registry.wording.languages import say
from registry.wording.publications import one_line
from registry.wording.steps import named

_PATH = (
    ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.APPROVED, ChangeState.ANNOUNCED, ChangeState.EFFECTIVE,
)  # fmt: skip
_OFFERED = (Step.EDIT, Step.SUBMIT, Step.RETURN, Step.REJECT, Step.APPROVE, Step.ANNOUNCE, Step.WITHDRAW)
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShown:
    """A state on the way: `state` is done, now or ahead."""

    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogShown:
    """One line of who did what."""

    at: datetime
    text: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldShown:
    """What announcing would tell."""

    subject: str
    effective_on: date
    object_by: date | None
    has_window: bool
    services: Sequence[str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """What the template is given. `wished` is the day to announce for as typed, `hindrance` why it cannot go on."""

    id: str
    number: int
    title: str
    kind: ChangeKind
    state: ChangeState
    is_editorial: bool
    version: int
    drafted_by: str
    drafted_at: datetime
    effective_on: date | None
    object_by: date | None
    vendor_slug: str
    vendor_name: str
    notice_href: str | None
    notice_number: str | None
    public_href: str | None
    reason: str
    operations: Sequence[Operation]
    verdict: str | None
    reasons: Sequence[Reason]
    missing: Sequence[Reason]
    contract: str | None
    contract_missing: Sequence[Reason]
    steps: Sequence[StepShown]
    log: Sequence[LogShown]
    turn: str
    may: frozenset[str]
    needs_reason: bool
    hindrance: str
    earliest_day: date | None
    wished: str
    typed_reason: str
    told: ToldShown | None
    edit_href: str | None


def change_page(
    found: DeskChange,
    announcement: Announcement | None,
    *,
    actor: Actor,
    point: Standpoint,
    typed: Callable[[str], str],
) -> ChangePage:
    """The page for the actor; `typed` gives what was typed in a form that was refused."""
    services = service_words(point.publisher)
    change, judged, notice = found.change, found.proposed.judgement, found.notice
    verdict = judged.verdict.value if judged else change.verdict
    return ChangePage(
        id=change.id,
        number=change.number,
        title=_title(found, services),
        kind=change.kind,
        state=change.state,
        is_editorial=change.is_editorial,
        version=change.version,
        effective_on=change.effective_on,
        object_by=notice.object_by if notice and change.announced_at else None,
        vendor_slug=found.vendor.slug,
        vendor_name=found.vendor.name,
        **_addresses(found),
        reason=str(change.data.get("public_reason", "")),
        operations=named(change.operations, services),
        verdict=verdict,
        **_judged(judged),
        steps=_steps(found),
        **_logged(found),
        turn=_turn_sentence(found.turn, actor.id),
        may=_may(found, actor, point.today),
        needs_reason=change.state is ChangeState.SUBMITTED and verdict in VERDICTS_NEEDING_REASON,
        hindrance=_hindrance(found, verdict),
        earliest_day=announcement.earliest_on if announcement else None,
        wished=typed("effective_on") or (change.effective_on.isoformat() if change.effective_on else ""),
        typed_reason=typed("reason"),
        told=_told(announcement) if announcement else None,
    )


def _logged(found: DeskChange) -> dict[str, Any]:
    """Who did what to it and when, as the page's fields."""
    return {
        "drafted_by": next((actor_word(line.who) for line in found.log), found.change.drafted_by),
        "drafted_at": found.change.drafted_at,
        "log": [LogShown(at=e.at, text=word(STEPS, e.step), who=actor_word(e.who), why=e.reason) for e in found.log],
    }


def _judged(judgement: Judgement | None) -> dict[str, Any]:
    """What the law says of it, as the page's fields."""
    return {
        "reasons": judgement.reasons if judgement else (),
        "missing": judgement.missing if judgement else (),
        "contract": judgement.contract.value if judgement and judgement.contract else None,
        "contract_missing": judgement.contract_missing if judgement else (),
    }


def _addresses(found: DeskChange) -> dict[str, Any]:
    """Where the change, its notice and its form are, as the page's fields."""
    change, notice = found.change, found.notice
    return {
        "notice_href": f"/notices/{notice.id}" if notice else None,
        "notice_number": notice.number if notice else None,
        "public_href": f"/changes/{change.id}" if change.announced_at is not None else None,
        "edit_href": f"/manage/changes/{change.id}/edit",
    }


def title_of_line(line: ChangeLine) -> str:
    """Cumulus Hosting, or with the name on the list where it is another."""
    name, listed_as = line.vendor_name, line.listed_as
    return one_line(f"{name}: {listed_as}" if listed_as and listed_as != name else name)


def turn_words(turn: Turn, actor: str) -> str:
    """Whose turn it is, for a list; empty when nobody's."""
    if actor in turn.names:
        return say("You")
    names = list(turn.names.values())
    if names:
        return ", ".join(names[:_MOST_NAMES])
    return word(USER_ROLES, turn.role) if turn.role else ""


def _turn_sentence(turn: Turn, actor: str) -> str:
    if actor in turn.names:
        return say("It is your turn.")
    if turn.names:
        return say("Whose turn: {names}.", names=turn_words(turn, actor))
    if turn.role:
        return say("It waits for somebody with the role {role}.", role=word(USER_ROLES, turn.role))
    return ""


def _title(found: DeskChange, services: Mapping[str, str]) -> str:
    engagement, change = found.proposed.engagement, found.change
    name = engagement.legal_entity or engagement.listed_as if engagement else found.vendor.name
    slugs = engagement.services if engagement and ALL_SERVICES not in engagement.services else ()
    return one_line(
        sentences.title(
            kind="correction" if change.kind is ChangeKind.CORRECTED else "notice",
            change_kind=change.kind.value,
            name=name or found.vendor.name,
            country=engagement.entity_country if engagement else None,
            group=engagement.group if engagement else ListGroup.SUB_PROCESSORS,
            services=[services.get(slug, slug) for slug in slugs],
        )
    )


def _steps(found: DeskChange) -> list[StepShown]:
    """The way to be in effect; where it left the way, that end stands last."""
    change = found.change
    reached = {line.state: line for line in found.log}
    stays = change.state in _PATH
    now = _PATH.index(change.state) if stays else -1
    shown = []
    for index, state in enumerate(_PATH):
        line = reached.get(state)
        is_done = index < now if stays else line is not None
        if not stays and not is_done:
            continue
        note = f"{actor_word(line.who)}, {short_day(line.at)}" if line and (is_done or index == now) else ""
        shown.append(
            StepShown(
                label=word(STATES, state), note=note, state="now" if index == now else "done" if is_done else "ahead"
            )
        )
    if not stays:
        line = reached.get(change.state)
        note = f"{actor_word(line.who)}, {short_day(line.at)}" if line else ""
        shown.append(StepShown(label=word(STATES, change.state), note=note, state="now"))
    return shown


def _may(found: DeskChange, actor: Actor, today: date) -> frozenset[str]:
    """The steps that the rules let this person take now."""
    change = found.change
    may = {step.value for step in _OFFERED if _allows(found, step, actor)}
    if change.state is ChangeState.ANNOUNCED and change.effective_on and change.effective_on <= today:
        may.discard(Step.WITHDRAW.value)
    if found.proposed.clash:
        may -= {Step.SUBMIT.value, Step.APPROVE.value, Step.ANNOUNCE.value}
    verdict = found.proposed.judgement.verdict.value if found.proposed.judgement else None
    if verdict == NOT_ALLOWED and change.adds_risk:
        may -= {Step.APPROVE.value, Step.ANNOUNCE.value}
    return frozenset(may)


def _allows(found: DeskChange, step: Step, actor: Actor) -> bool:
    try:
        take(found.change, step, actor)
    except RegistryError:
        return False
    return True


def _hindrance(found: DeskChange, verdict: str | None) -> str:
    change = found.change
    if found.proposed.clash:
        return say("{why} Send it back or edit it, so that it starts from what holds now.", why=found.proposed.clash)
    open_states = {ChangeState.SUBMITTED, ChangeState.APPROVED}
    if change.state in open_states and verdict == NOT_ALLOWED and change.adds_risk:
        return say("The verdict is “not allowed”: it can be sent back or refused, not approved.")
    return ""


def _told(announcement: Announcement) -> ToldShown:
    text = announcement.text
    names = [service.name for service in text.services]
    heading = one_line(
        sentences.title(
            kind=announcement.kind.value,
            change_kind=text.change_kind.value,
            name=text.legal_entity or text.vendor_name or text.listed_as,
            country=text.entity_country,
            group=text.group.value,
            services=[] if text.all_services else names,
        )
    )
    kind, effective_on, until = announcement.kind.value, announcement.effective_on, announcement.object_by
    return ToldShown(
        subject=sentences.subject(heading=heading, kind=kind, effective_on=effective_on, object_by=until),
        effective_on=effective_on,
        object_by=until,
        has_window=announcement.has_window,
        services=(ALL_SERVICES,) if text.all_services or not names else names,
        reason=text.reason,
    )
