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


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Data leaves the EEA", "unknown"), ("Data never leaves the EEA", "none-needed"),
        ("Daten verlassen die EU", "unknown"), ("Daten verlassen die EU nicht", "none-needed"),
        ("Datat lämnar inte EU/EES", "none-needed"), ("Les données ne quittent pas l'UE", "none-needed"),
        ("SCCs if data leaves the EEA", "scc"), ("There is no restriction on transfers", "unknown"),
        ("Hébergement hors UE", "unknown"), ("Verarbeitung außerhalb der EU", "unknown"), ("non-EU hosting", "unknown"),
        ("Hosting not in the EU", "unknown"), ("Data partly in the EU", "unknown"),
        ("Hosting in the EU and India", "unknown"), ("EU region, backup in Singapore", "unknown"),
        ("EU hosting (Frankfurt)", "none-needed"), ("Hébergement UE (Gravelines, France)", "none-needed"),
        ("N/A - see DPA", "unknown"), ("N/A (Sinch AB)", "unknown"), ("processing: see annex 2", "unknown"),
        ("Server in SEE", "none-needed"), ("AB içinde barındırma", "none-needed"),
        ("none (EEA)", "none-needed"), ("entfällt (EU)", "none-needed"), ("Sans objet (UE)", "none-needed"),
        ("None (EU SCCs pending)", "unknown"), ("n.v.t.", "unknown"), ("entfällt", "unknown"),
    ],
)  # fmt: skip
def test_where_data_are_needs_no_ground_only_where_it_is_all_inside(text: str, tokens: str) -> None:
    assert " ".join(read_mechanism(text).tokens) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Ingen overførsel til tredjelande", "none-needed"), ("Ingen tredjelandsoverførsel", "none-needed"),
        ("Dane nie są przekazywane poza EOG", "none-needed"), ("Nepředává se mimo EU", "none-needed"),
        ("Não há transferência internacional", "none-needed"), ("Mallisopimuslausekkeet", "scc"),
        ("EU-modelcontract", "scc"), ("Kommissionens standardbestemmelser", "scc"),
        ("Quadro UE-USA per la protezione dei dati", "dpf"), ("Controller and Processor BCRs", "bcr-c bcr-p"),
        ("BCR (Auftragsverarbeiter), DPF", "bcr-p dpf"), ("BCR sous-traitant", "bcr-p"),
        ("BCR für Verantwortliche und Auftragsverarbeiter", "bcr-c bcr-p"),
        ("BCR, Auftragsverarbeitungsvertrag", "bcr"), ("Normas corporativas vinculantes del encargado", "bcr-p"),
    ],
)  # fmt: skip
def test_more_words_for_the_same(text: str, tokens: str) -> None:
    assert " ".join(read_mechanism(text).tokens) == tokens


@pytest.mark.parametrize("text", ["\0" * 1_000_000, "no " * 1_300, "scc " * 900, "(" * 3_000, "\u202eSCC", "🔒" * 900])
def test_hostile_text_is_read(text: str) -> None:
    assert read_mechanism(text).tokens
