"""Art. 49: a derogation carries only an occasional transfer whose facts are shown, never a standing flow."""

from registry.domain.law.citations import msgid
from registry.domain.law.grounds import Case, Ground, refused
from registry.domain.law.mechanisms import Mechanism
from registry.domain.law.transfers import DerogationFacts, Reliance
from registry.domain.law.verdicts import Verdict

_NEEDS_PERSON = frozenset({"art49-1-a", "art49-1-b", "art49-1-c"})
_LAST_RESORT = "art49-1-sub2"

_STANDING = msgid("{mechanism}: a standing flow cannot rest on a derogation, which is for occasional transfers only.")
_CARRIES = msgid("{mechanism}: the occasional transfer rests on this derogation.")
_ASK_OCCASIONAL = msgid("{mechanism}: whether the transfer is only occasional.")
_ASK_NECESSITY = msgid("{mechanism}: why the transfer is necessary for it.")
_ASK_PERSON = msgid("{mechanism}: whose contract or consent it rests on.")
_ASK_NO_SAFEGUARD = msgid("{mechanism}: why neither a safeguard nor another derogation was possible.")
_NOT_SHOWN = msgid("{mechanism} is claimed, but its facts are not shown.")


def judge_derogation(case: Case, mechanism: Mechanism, reliance: Reliance) -> Ground:
    """What the derogation comes to with the facts recorded for it."""
    facts = reliance.derogation or DerogationFacts()
    cited = mechanism.basis
    label = mechanism.label
    if facts.occasional is False:
        return refused(case.say(_STANDING, mechanism, cited, mechanism=label))
    wanted = []
    if facts.occasional is None:
        wanted.append(_ASK_OCCASIONAL)
    if not facts.necessity:
        wanted.append(_ASK_NECESSITY)
    if mechanism.mechanism in _NEEDS_PERSON and not facts.contract_with:
        wanted.append(_ASK_PERSON)
    if mechanism.mechanism == _LAST_RESORT and not facts.why_no_safeguard:
        wanted.append(_ASK_NO_SAFEGUARD)
    if wanted:
        missing = tuple(case.say(template, mechanism, cited, mechanism=label) for template in wanted)
        claimed = case.say(_NOT_SHOWN, mechanism, cited, mechanism=label)
        return Ground(verdict=Verdict.INCOMPLETE, reasons=(claimed,), missing=missing)
    return Ground(verdict=Verdict.DEROGATION, reasons=(case.say(_CARRIES, mechanism, cited, mechanism=label),))
