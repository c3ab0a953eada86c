"""What each mechanism relied on comes to: the right rule for its kind, on the day, under the act that governs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from registry.domain.errors import InvalidInput
from registry.domain.law.citations import msgid
from registry.domain.law.coverage import ended_before, judge_decision
from registry.domain.law.derogations import judge_derogation
from registry.domain.law.grounds import Case, Ground, refused
from registry.domain.law.mechanisms import CLAIMS, UNKNOWN_CLAIM, VAGUE_CLAIMS, Kind, Mechanism
from registry.domain.law.periods import last_ended, row_on
from registry.domain.law.safeguards import judge_safeguard
from registry.domain.law.transfers import Reliance
from registry.domain.law.verdicts import Verdict

_NOT_THIS_REGIME = msgid("{mechanism} is no ground under this regime ({instrument}).")
_NOT_YET = msgid("{mechanism} did not exist on {day_on}: it begins on {since_on}.")
_PLANNED = msgid("{mechanism} has been announced but not adopted.")
_COUNTED = msgid("{mechanism} ended: contracts made under it counted until {last_on}.")
_ENDED = msgid("{mechanism} ended on {ended_on}.")
_ENDED_BY = msgid("{mechanism} ended on {ended_on}: {ended_by}.")
_NO_DECISION = msgid("Adequacy is claimed, but no adequacy decision covers {place_code} on {day_on}.")
_OTHER_PLACE = msgid("{mechanism} covers the United States only, not {place_code}.")
_IS_TRANSFER = msgid(
    "“{mechanism}” is claimed, but {place_code} is outside the EEA on {day_on} and somebody else receives the data "
    "there."
)
_NOT_HELD = msgid("{mechanism} is claimed, but the law book holds no such ground.")
_NO_TOOL = msgid("{mechanism}: this allows no transfer by itself.")
_WRAPPER = msgid("{mechanism}: this is only a wrapper; the tool inside it is not named.")
_VAGUE = {
    "scc": msgid("Standard contractual clauses are claimed; the text does not say which."),
    "bcr": msgid("Binding corporate rules are claimed; the text does not say which."),
    "derogation": msgid("A derogation is claimed; the text does not say which."),
}
_ASK_VAGUE = {
    "scc": msgid(
        "Which standard contractual clauses and module, when they were signed, and a transfer impact assessment."
    ),
    "bcr": msgid(
        "Which binding corporate rules (controller or processor), their approval, whether the importer is a member, "
        "and a "
        "transfer impact assessment."
    ),
    "derogation": msgid(
        "Which letter of Art. 49(1), whose contract or consent, why it is necessary, and that it is occasional."
    ),
}
_NONE_FITS = msgid(
    "Standard contractual clauses are claimed, but none fits the roles {exporter_role} to {importer_role}."
)
_UNKNOWN = msgid("Which mechanism the transfer relies on is not clear from what was published.")
_ASK_UNKNOWN = msgid("The mechanism relied on, with its evidence.")


def judge_claim(case: Case, reliance: Reliance) -> Ground:
    """What one mechanism relied on comes to; raises InvalidInput naming an id the law book does not know."""
    name = CLAIMS.get(reliance.mechanism, reliance.mechanism)
    if name == UNKNOWN_CLAIM:
        return unknown_ground(case)
    if name in VAGUE_CLAIMS:
        return _vague(case, name)
    rows = case.law.mechanisms.get(name)
    if rows is None and reliance.mechanism in CLAIMS:
        cited = f"{case.regime.adequacy_article}; {case.regime.safeguards_article}"
        return refused(case.say(_NOT_HELD, case.regime, cited, mechanism=reliance.mechanism))
    if rows is None:
        raise InvalidInput(msgid("{mechanism} is not a mechanism in the law book."), mechanism=reliance.mechanism)
    mechanism = _current(case, rows)
    if isinstance(mechanism, Ground):
        return mechanism
    return _KINDS[mechanism.kind](case, mechanism, reliance)


def unknown_ground(case: Case) -> Ground:
    """That nobody knows which mechanism is relied on."""
    cited = f"{case.regime.adequacy_article}; {case.regime.safeguards_article}"
    return Ground(
        verdict=Verdict.INCOMPLETE,
        reasons=(case.say(_UNKNOWN, case.regime, cited),),
        missing=(case.say(_ASK_UNKNOWN, case.regime, cited),),
    )


def _current(case: Case, rows: tuple[Mechanism, ...]) -> Mechanism | Ground:
    """The row that governs on the day, or why there is none."""
    regime = case.regime
    last = rows[-1]
    label = last.label
    if case.transfer.regime not in last.regimes:
        cited = regime.safeguards_article
        return refused(case.say(_NOT_THIS_REGIME, last, cited, mechanism=label, instrument=regime.instrument))
    if not last.is_adopted:
        return refused(case.say(_PLANNED, last, last.basis, mechanism=label))
    current = row_on(rows, case.on)
    if current is not None:
        return current
    for row in rows:
        if row.contracts_until is not None and row.from_ <= case.on < row.contracts_until:
            return row
    ended = last_ended(rows, case.on)
    if ended is None:
        article = regime.adequacy_article if last.kind is Kind.ADEQUACY else regime.safeguards_article
        since = rows[0].from_
        return refused(case.say(_NOT_YET, rows[0], article, mechanism=label, day_on=case.on, since_on=since))
    return _ended(case, ended)


def _ended(case: Case, ended: Mechanism) -> Ground:
    article = case.regime.adequacy_article if ended.kind is Kind.ADEQUACY else case.regime.safeguards_article
    label = ended.label
    if ended.contracts_until is not None:
        last_on = ended.contracts_until - timedelta(days=1)
        cited = f"{article}; {ended.ended_by}"
        return refused(case.say(_COUNTED, ended, cited, mechanism=label, last_on=last_on))
    if not ended.ended_by:
        return refused(case.say(_ENDED, ended, article, mechanism=label, ended_on=ended.until))
    cited = f"{article}; {ended.ended_by}"
    said = case.say(_ENDED_BY, ended, cited, mechanism=label, ended_on=ended.until, ended_by=ended.ended_by)
    return refused(said)


def _adequacy(case: Case, mechanism: Mechanism, _reliance: Reliance) -> Ground:
    decisions = case.law.decisions_for("eu", case.place.code)
    if mechanism.decision:
        for decision in decisions:
            if decision.id == mechanism.decision:
                return judge_decision(case, decision)
        cited = case.regime.adequacy_article
        if mechanism.decision not in case.law.decision_by_id:
            return refused(case.say(_NOT_HELD, mechanism, cited, mechanism=mechanism.label))
        return refused(case.say(_OTHER_PLACE, mechanism, cited, mechanism=mechanism.label, place_code=case.place.code))
    current = row_on(decisions, case.on)
    if current is not None:
        return judge_decision(case, current)
    said = case.say(_NO_DECISION, mechanism, case.regime.adequacy_article, place_code=case.place.code, day_on=case.on)
    ended = ended_before(case, decisions)
    return refused(said, ended) if ended is not None else refused(said)


def _no_transfer(case: Case, mechanism: Mechanism, _reliance: Reliance) -> Ground:
    return refused(
        case.say(
            _IS_TRANSFER, mechanism, f"{case.regime.transfer_article}; {mechanism.basis}", mechanism=mechanism.label,
            place_code=case.place.code, day_on=case.on,
        )
    )  # fmt: skip


def _no_tool(case: Case, mechanism: Mechanism, _reliance: Reliance) -> Ground:
    return refused(case.say(_NO_TOOL, mechanism, mechanism.basis, mechanism=mechanism.label))


def _wrapper(case: Case, mechanism: Mechanism, reliance: Reliance) -> Ground:
    if not reliance.with_ or reliance.with_ == reliance.mechanism:
        cited = f"{case.regime.safeguards_article}; {mechanism.basis}"
        return refused(case.say(_WRAPPER, mechanism, cited, mechanism=mechanism.label))
    return judge_claim(case, replace(reliance, mechanism=reliance.with_, with_=None))


def _vague(case: Case, claim: str) -> Ground:
    regime = case.regime
    cited = regime.derogations_article if claim == "derogation" else regime.safeguards_article
    exporter, importer = case.transfer.exporter.role, case.transfer.importer.role
    if claim == "scc" and exporter and importer and not _some_clauses_fit(case, exporter, importer):
        said = case.say(_NONE_FITS, regime, cited, exporter_role=str(exporter), importer_role=str(importer))
        return refused(said)
    return Ground(
        verdict=Verdict.INCOMPLETE,
        reasons=(case.say(_VAGUE[claim], regime, cited),),
        missing=(case.say(_ASK_VAGUE[claim], regime, cited),),
    )


def _some_clauses_fit(case: Case, exporter: str, importer: str) -> bool:
    other = case.transfer.importer.is_exporters_controller is False
    for name, rows in case.law.mechanisms.items():
        if not name.startswith(VAGUE_CLAIMS["scc"]):
            continue
        for row in rows:
            ends = row.contracts_until or row.until
            alive = row.is_adopted and row.from_ <= case.on and (ends is None or case.on < ends)
            if alive and row.fits(exporter, importer) and not (row.only_own_controller and other):
                return True
    return False


_KINDS: Mapping[Kind, Callable[[Case, Mechanism, Reliance], Ground]] = MappingProxyType({
    Kind.ADEQUACY: _adequacy,
    Kind.SAFEGUARD: judge_safeguard,
    Kind.DEROGATION: judge_derogation,
    Kind.WRAPPER: _wrapper,
    Kind.NO_TRANSFER: _no_transfer,
    Kind.NO_TOOL: _no_tool,
})  # fmt: skip
