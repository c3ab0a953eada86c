"""Art. 46: whether a safeguard is in force, made for these roles, proved, and backed by an impact assessment."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from registry.domain.law.citations import Reason, msgid
from registry.domain.law.grounds import Case, Ground, refused
from registry.domain.law.impact import read_impact
from registry.domain.law.mechanisms import Mechanism, Proof
from registry.domain.law.transfers import Reliance
from registry.domain.law.verdicts import Verdict

_FITS = msgid("{mechanism}, in force since {since_on}, fits {exporter_role} to {importer_role}.")
_FITS_UNTIL = msgid("{mechanism}, in force from {since_on} to {last_on}, fits {exporter_role} to {importer_role}.")
_VALID = msgid("{mechanism}, in force since {since_on}.")
_MISFIT = msgid("{mechanism} does not fit the roles {exporter_role} to {importer_role}.")
_OTHERS_CONTROLLER = msgid(
    "{mechanism} is only for a processor that sends data back to its own controller; this importer is another "
    "controller, which no module fits."
)
_ASK_ROLES = msgid("{mechanism}: the roles of exporter and importer.")
_ASK_OWN = msgid("{mechanism}: whether the importer is the exporter's own controller.")
_ASK_CONTRACT = msgid("{mechanism}: when it was signed, accepted or acceded to.")
_ONLY_STATED = msgid(
    "{mechanism}: a copy or our own signature; the vendor's statement of {stated_on} proves only a leg we are no "
    "party to."
)
_LATER_CONTRACT = msgid("{mechanism}: it was concluded only on {signed_on}, after {day_on}.")
_TOO_EARLY = msgid("{mechanism}: the day it was concluded; {signed_on} lies before it existed ({since_on}).")
_TOO_LATE = msgid("{mechanism} could be concluded only until {last_on}; this was concluded on {signed_on}.")
_OLD_CONTRACT = msgid(
    "{mechanism}: concluded on {signed_on}, before its repeal; such contracts counted until {counted_on} if the "
    "processing stayed unchanged, which is presumed."
)
_STATED = msgid("{mechanism}: the vendor stated on {stated_on} that it has it for this onward leg.")
_CONCLUDED = msgid("{mechanism}: concluded on {signed_on}.")
_ASK_APPROVAL = msgid("{mechanism}: when the supervisory authority approved it.")
_LATER_APPROVAL = msgid("{mechanism}: it was approved only on {approved_on}, after {day_on}.")
_ASK_MEMBER = msgid("{mechanism}: whether the importer is on the list of members bound by the rules.")
_NO_MEMBER = msgid("{mechanism}: the importer is not on the list of members bound by the rules.")
_APPROVED = msgid("{mechanism}: approved on {approved_on}.")
_ASK_PUBLIC = msgid("{mechanism}: that exporter and importer are both public authorities or bodies.")
_BOUND = msgid(
    "{mechanism} is made for importers whose processing is not subject to the GDPR; this importer is bound by "
    "{bound_by}. "
    "Whether the clauses may be used all the same is open and needs a signed position."
)
_PRESUMED_UNBOUND = msgid(
    "{mechanism} is made for importers whose processing is not subject to the GDPR; nothing recorded says that it is."
)
_CLAIMED = msgid("{mechanism} is claimed; what proves it is not all there.")
_SCOPE_ARTICLE = "(EU) 2021/914 Art. 1(1), recital 7"

Shown = tuple[tuple[Reason, ...], tuple[Reason, ...]]
"""What the evidence shows, and what is missing."""


def judge_safeguard(case: Case, mechanism: Mechanism, reliance: Reliance) -> Ground:
    """What an Art. 46 tool comes to; the day lies within the tool's life or that of contracts made under it."""
    against = _disproof(case, mechanism, reliance)
    if against is not None:
        return against
    impact = read_impact(case, mechanism)
    if impact.verdict is Verdict.NOT_ALLOWED:
        return refused(*impact.reasons)
    shown, missing = _PROOFS[mechanism.proof](case, mechanism, reliance)
    missing = _ask_roles(case, mechanism) + missing + impact.missing
    if missing:
        claimed = case.say(_CLAIMED, mechanism, mechanism.basis, mechanism=mechanism.label)
        return Ground(verdict=Verdict.INCOMPLETE, reasons=(claimed, *shown, *impact.reasons), missing=missing)
    presumed: tuple[Reason, ...] = ()
    if mechanism.not_if_bound_by:
        presumed = (case.say(_PRESUMED_UNBOUND, mechanism, _SCOPE_ARTICLE, mechanism=mechanism.label),)
        if case.transfer.importer.subject_to is not None:
            presumed = ()
    return Ground(verdict=impact.verdict, reasons=(_fits(case, mechanism), *shown, *impact.reasons, *presumed))


def _disproof(case: Case, mechanism: Mechanism, reliance: Reliance) -> Ground | None:
    """A recorded fact that rules the tool out, or leaves the law open."""
    exporter, importer = case.transfer.exporter.role, case.transfer.importer.role
    say, label, basis = case.say, mechanism.label, mechanism.basis
    if (mechanism.exporter_roles and exporter and exporter not in mechanism.exporter_roles) or (
        mechanism.importer_roles and importer and importer not in mechanism.importer_roles
    ):
        pair = {"exporter_role": exporter or "?", "importer_role": importer or "?"}
        return refused(say(_MISFIT, mechanism, basis, mechanism=label, **pair))
    if mechanism.only_own_controller and case.transfer.importer.is_exporters_controller is False:
        return refused(say(_OTHERS_CONTROLLER, mechanism, basis, mechanism=label))
    concluded = _concluded_on(reliance)
    if mechanism.proof is Proof.CONTRACT and concluded and mechanism.until and concluded >= mechanism.until:
        last_on = mechanism.last_on
        return refused(say(_TOO_LATE, mechanism, basis, mechanism=label, last_on=last_on, signed_on=concluded))
    if mechanism.proof is Proof.GROUP_RULES and reliance.importer_is_member is False:
        return refused(say(_NO_MEMBER, mechanism, basis, mechanism=label))
    bound = case.transfer.importer.subject_to or ()
    if mechanism.not_if_bound_by and mechanism.not_if_bound_by in bound:
        said = say(_BOUND, mechanism, _SCOPE_ARTICLE, mechanism=label, bound_by=mechanism.not_if_bound_by)
        return Ground(verdict=Verdict.UNDETERMINED, reasons=(said,))
    return None


def _ask_roles(case: Case, mechanism: Mechanism) -> tuple[Reason, ...]:
    exporter, importer = case.transfer.exporter.role, case.transfer.importer.role
    if (mechanism.exporter_roles and exporter is None) or (mechanism.importer_roles and importer is None):
        return (case.say(_ASK_ROLES, mechanism, mechanism.basis, mechanism=mechanism.label),)
    if mechanism.only_own_controller and case.transfer.importer.is_exporters_controller is None:
        return (case.say(_ASK_OWN, mechanism, mechanism.basis, mechanism=mechanism.label),)
    return ()


def _fits(case: Case, mechanism: Mechanism) -> Reason:
    params: dict[str, object] = {"mechanism": mechanism.label, "since_on": mechanism.from_}
    if not mechanism.exporter_roles:
        return case.say(_VALID, mechanism, mechanism.basis, **params)
    params |= {"exporter_role": str(case.transfer.exporter.role), "importer_role": str(case.transfer.importer.role)}
    if mechanism.until is None:
        return case.say(_FITS, mechanism, mechanism.basis, **params)
    return case.say(_FITS_UNTIL, mechanism, mechanism.basis, last_on=mechanism.last_on, **params)


def _concluded_on(reliance: Reliance) -> date | None:
    return reliance.signed_on or reliance.accepted_on or reliance.acceded_on


def _contract(case: Case, mechanism: Mechanism, reliance: Reliance) -> Shown:
    label, basis = mechanism.label, mechanism.basis
    concluded = _concluded_on(reliance)
    if concluded is None:
        if reliance.stated_on is not None and reliance.stated_on <= case.on:
            template = _STATED if case.transfer.is_onward else _ONLY_STATED
            said = case.say(template, mechanism, basis, mechanism=label, stated_on=reliance.stated_on)
            return ((said,), ()) if case.transfer.is_onward else ((), (said,))
        return (), (case.say(_ASK_CONTRACT, mechanism, basis, mechanism=label),)
    if concluded > case.on:
        return (), (case.say(_LATER_CONTRACT, mechanism, basis, mechanism=label, signed_on=concluded, day_on=case.on),)
    if concluded < mechanism.from_:
        since = mechanism.from_
        return (), (case.say(_TOO_EARLY, mechanism, basis, mechanism=label, signed_on=concluded, since_on=since),)
    if mechanism.until is not None and case.on >= mechanism.until and mechanism.contracts_until is not None:
        counted = mechanism.contracts_until.fromordinal(mechanism.contracts_until.toordinal() - 1)
        said = case.say(_OLD_CONTRACT, mechanism, basis, mechanism=label, signed_on=concluded, counted_on=counted)
        return (said,), ()
    return (case.say(_CONCLUDED, mechanism, basis, mechanism=label, signed_on=concluded),), ()


def _approval(case: Case, mechanism: Mechanism, reliance: Reliance) -> Shown:
    label, basis = mechanism.label, mechanism.basis
    if reliance.approved_on is None:
        return (), (case.say(_ASK_APPROVAL, mechanism, basis, mechanism=label),)
    if reliance.approved_on > case.on:
        approved = reliance.approved_on
        return (), (case.say(_LATER_APPROVAL, mechanism, basis, mechanism=label, approved_on=approved, day_on=case.on),)
    return (case.say(_APPROVED, mechanism, basis, mechanism=label, approved_on=reliance.approved_on),), ()


def _group_rules(case: Case, mechanism: Mechanism, reliance: Reliance) -> Shown:
    shown, missing = _approval(case, mechanism, reliance)
    if reliance.importer_is_member is None:
        missing = (*missing, case.say(_ASK_MEMBER, mechanism, mechanism.basis, mechanism=mechanism.label))
    return shown, missing


def _approved_contract(case: Case, mechanism: Mechanism, reliance: Reliance) -> Shown:
    shown, missing = _approval(case, mechanism, reliance)
    more_shown, more_missing = _contract(case, mechanism, reliance)
    return shown + more_shown, missing + more_missing


def _public_bodies(case: Case, mechanism: Mechanism, reliance: Reliance) -> Shown:
    shown, missing = _contract(case, mechanism, reliance)
    return shown, (*missing, case.say(_ASK_PUBLIC, mechanism, mechanism.basis, mechanism=mechanism.label))


def _nothing(_case: Case, _mechanism: Mechanism, _reliance: Reliance) -> Shown:
    return (), ()


_PROOFS: Mapping[Proof, Callable[[Case, Mechanism, Reliance], Shown]] = MappingProxyType({
    Proof.NONE: _nothing,
    Proof.CONTRACT: _contract,
    Proof.GROUP_RULES: _group_rules,
    Proof.APPROVED_CONTRACT: _approved_contract,
    Proof.PUBLIC_BODIES: _public_bodies,
})  # fmt: skip
