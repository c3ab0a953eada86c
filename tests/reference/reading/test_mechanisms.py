"""Published transfer mechanisms are read in many languages, and what is denied is no claim."""

import pytest

from registry.reference.reading import read_mechanism


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Standard Contractual Clauses", "scc"), ("EU SCC 2021/914 Module Two", "scc-m2"), ("SCC P2P", "scc-m3"),
        ("Standardvertragsklauseln, Modul 2 und 3", "scc-m2 scc-m3"), ("modelcontractbepalingen", "scc"),
        ("clauses contractuelles types (module 3)", "scc-m3"), ("Cláusulas contractuales tipo", "scc"),
        ("Standardavtalsklausuler", "scc"), ("Klausul Kontrak Standar", "scc"),
        ("Clausole contrattuali standard", "scc"),
        ("EU-US-Datenschutzrahmen", "dpf"), ("Art. 45 (DPF)", "dpf"), ("Adequacy (UK); DPF", "adequacy dpf"),
        ("BCR-C and BCR-P", "bcr-c bcr-p"), ("Bindende bedrijfsvoorschriften", "bcr"), ("SCCs, UK IDTA", "scc uk-idta"),
        ("UK Addendum to the EU SCCs", "uk-addendum"), ("Decisión de adecuación", "adequacy"),
        ("Explicit consent (Art. 49)", "derogation"), ("geen doorgifte", "none-needed"),
        ("Hosted in the EU", "none-needed"),
        ("Pas de transfert hors UE", "none-needed"), ("No SCCs needed", "none-needed"), ("EU region, SCCs", "scc"),
        ("Standard-Contractual-Clauses", "scc"), ("Zertifiziert nach EU-US DPF", "dpf"),
        ("DPA", "unknown"), ("N/A", "unknown"), ("", "unknown"), ("ISO 27001", "unknown"),
    ],
)  # fmt: skip
def test_reads_what_is_claimed(text: str, tokens: str) -> None:
    assert " ".join(read_mechanism(text).tokens) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("not the Data Privacy Framework", "unknown"), ("SCCs, not the DPF", "scc"), ("SCCs instead of the DPF", "scc"),
        ("kein DPF, sondern SCC", "scc"), ("geen DPF maar SCC's", "scc"), ("pas de DPF mais des CCT", "scc"),
        ("No SCCs, BCRs or DPF", "unknown"), ("DPF not relied on; SCCs Module Two", "scc-m2"),
        ("DPF pending", "unknown"),
        ("The vendor is not DPF certified and relies on SCCs", "scc"), ("No transfer without SCCs", "scc"),
        ("SCCs in negotiation", "unknown"), ("SCCs to be signed", "unknown"), ("DPF: inactive", "unknown"),
        ("BCR ✓, DPF ✗", "bcr"), ("✗ DPF", "unknown"), ("SCCs? No.", "unknown"), ("Are BCRs used? No", "unknown"),
        ("The DPF certification does not cover it; BCR", "bcr"), ("rather than the DPF we use SCCs", "scc"),
    ],
)  # fmt: skip
def test_a_denied_mechanism_is_no_claim(text: str, tokens: str) -> None:
    assert " ".join(read_mechanism(text).tokens) == tokens


def test_dead_grounds_are_told_apart() -> None:
    assert (read_mechanism("Privacy Shield").tokens, read_mechanism("Privacy Shield").ended) == (
        ("unknown",),
        ("privacy-shield",),
    )


@pytest.mark.parametrize("text", ["\0" * 1_000_000, "no " * 1_300, "scc " * 900, "(" * 3_000, "\u202eSCC", "🔒" * 900])
def test_hostile_text_is_read(text: str) -> None:
    assert read_mechanism(text).tokens
