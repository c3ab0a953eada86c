"""How transfer mechanisms are called in the languages of published lists, as patterns over folded text."""

import re

from registry.reference.reading.text import word_set

_SCC = r"""
\be?u?-?sccs?\b(?!\w)|\bstandard[- ]?(?:eu )?(?:contractual|contract|data[- ]protection|data transfer)[- ](?:clauses?|
terms)|\bmodel (?:contract(?:ual)? )?clauses?|
\bcontractual clauses\b|\bstandar[dt]?[- ]?vertragsklausel\w*|\bstandar[dt]?[- ]?daten\w*klausel\w*|
\bstandardklausel\w*|\bmustervertragsklausel\w*|
\bsdk\b|\bsvk\b|\bmodel ?contract(?:s?bepaling\w*|en\b|uele?)|\bmodelclausules?|
\bmodelcontract\b|\bstandardbestemmelse\w*|
\bstandaard ?contract\w*[- ]?(?:bepaling\w*|clausules?)?|\bstandaardbepalingen|\bstandaardclausules|
\bclauses? contractuelles?(?: types?| standards?)?|\bclauses? types?\b|\bccts?\b|
\bclausulas? contractual(?:es)? (?:tipo|estandar|modelo|normalizad\w+)|
\bclausulas tipo|\bccs\b|\bclausol[ae] (?:contrattual[ei] )?(?:standard|tipo)|\bclausulas? contratua(?:l|
is)[- ](?:padrao|tipo|modelo|standard|normalizad\w+)|\bclausulas[- ]tipo|\bclausulas[- ]padrao|
\bstandard(?:avtals|kontrakts?|avtale)\w*(?:klausul\w*|bestemmel\w*|vilkar\w*)|\bstandardkontrakt(?:er|
sklausul\w*)?\b|\bstandardavtalsklausul\w*|
\bvakiosopimuslauseke\w*|\bvakiosopimuslausekk\w*|\bvakiolausek\w*|\bmalli(?:sopimus)?lausek\w*|\bstandart (?:sozlesme|
veri koruma)(?: \w*(?:hukum|madde|kloz|sart)\w*)?|
\bklausula? kontra(?:k|ktual)(?:tual)? standar|\bklausul standar|\bstandardow\w+ klauzul\w*(?: umown\w*)?|\bsku\b|
\bstandardni\w* (?:smluvni\w* )?doloz\w+|
\bstandardn\w+ zmluvn\w+ doloz\w+|\bclauze contractuale (?:standard|tip)|\baltalanos szerzodesi (?:feltetel|
klauzula)\w*|\bstandardne ugovorne klauzule|
\b2021/914\b|\b2010/87\b|\b2001/497\b|\b2004/915\b|46 ?\(?2\)? ?\(?c\)|标准合同条款|標準契約条項|типов\w+ договорн\w+|
стандартн\w+ договорн\w+
"""
_DPF = r"""
\b(?:data )?privacy framework|\bdata protection framework|\bdpf\b|\beu-?us-?dpf|\bdata bridge|
\bdatenschutz-?rahmen(?:werk\w*|abkommen\w*|s)?\b|\bdatenschutzrahmen\w*|
\bdata privacy-?(?:kader|ramverk\w*|framework)|\bgegevens(?:beschermings|privacy)kader|\bdataprivacykader|
\bprivacykader|\bkader (?:voor|inzake) gegevensbescherming|
\bcadre (?:ue\S* )?(?:de (?:la )?(?:protection|confidentialite) des donnees|transatlantique)|\bcadre de confidentialite|
\bmarco (?:ue\S* )?(?:de|para la) (?:privacidad|proteccion)(?: de (?:los )?datos)?|
\bquadro (?:ue\S* )?(?:per la|sulla|di|per) (?:la )?(?:privacy|protezione)(?: dei dati)?|\b(?:quadro|
estrutura) de privacidade(?: de dados)?|\bquadro de protecao de dados|
\bram(?:verk|en)\w* for (?:data|dataskydd|integritet)\w*|\bdataskyddsram\w*|\bdataskydds-?ramverk\w*|
\bdatabeskyttelsesramme\w*|\brammeverk\w* for (?:person|data)\w*|\brammen for databeskyttelse|
\bram\w* ochrony (?:danych|prywatnosci)\w*|\btarcz\w+ dpf|\bveri gizliligi cercevesi\w*|\bveri koruma cercevesi|
\bgizlilik cercevesi|\bkerangka(?: kerja)? (?:privasi|pelindungan|perlindungan) data|\btietosuojake\w+|
\bramec\w* ochrany (?:osobnich )?(?:udaju|soukromi)|\b2023/1795\b|データプライバシーフレームワーク
"""
_BCR_C = (
    r"\bbcrs?[- ]?\(?c\)?\b|\bcontroller[- ](?:bcrs?|binding corporate rules)|\b(?:bcrs?|"
    r"binding corporate rules)[ ,:–-]*(?:\(bcrs?\) ?)?\(?(?:for |as )?(?:data )?controllers?"
    r"|\bcontrollers? ?(?:and|&|/|und) ?processors?[- ](?:bcrs?|binding corporate rules)"
)
_BCR_P = (
    r"\bbcrs?[- ]?\(?p\)?\b|\bprocessor[- ](?:bcrs?|binding corporate rules)|\b(?:bcrs?|"
    r"binding corporate rules)[ ,:–-]*(?:\(bcrs?\) ?)?\(?(?:for |as )?(?:(?:data )?controllers? (?:and|&|"
    r"/) (?:for )?)?(?:data )?processors?|\bbcrs?-?c ?(?:/|&|and|und|en|et) ?-?p\b"
)
_BCR = r"""
\bbcrs?\b|\bbinding corporate rules?|\bverbindliche\w* (?:interne\w* |unternehmens\w* ?)?(?:datenschutz\w*|
unternehmens\w*|vorschriften|regeln|regelungen)(?:vorschriften)?|
\bbindende (?:bedrijfs|onderneming\w*|virksomheds|konsern|interne)\w*(?: \w*regels| \w*voorschriften)?|
\bregles (?:d'entreprise|internes) contraignantes|\brec\b|
\bnormas corporativas vinculantes|\breglas corporativas vinculantes|\bnorme vincolanti d'impresa|
\bregole aziendali vincolanti|\bregras (?:corporativas|empresariais|vinculativas)(?: vinculativas| aplicaveis)?|
\bnormas corporativas globais|\bbindande (?:foretags|koncern)\w*|\bbaglayici (?:kurumsal|sirket) kural\w*|
\baturan perusahaan yang mengikat|\b(?:peraturan|aturan) korporat\w* yang mengikat|
\bwiazac\w+ regul\w+ korporacyjn\w+|\bsitova\w* (?:yritys|konserni)?saanno\w+|\byrityst\w+ koskev\w+ sitov\w+|
\bzavazn\w+ podnikov\w+ pravid\w+|46 ?\(?2\)? ?\(?b\)|\bart(?:icle|ikel|icolo|iculo|igo)?\.? ?47\b
"""
_CONTROLLER = (
    r"verantwortliche[nr]?|responsables? du traitement|responsables? del tratamiento|titolar[ei]|"
    r"verwerkingsverantwoordelijken?|personuppgiftsansvarig\w*|dataansvarlig\w*|behandlingsansvarlig\w*"
)
_PROCESSOR = (
    r"auftragsverarbeiter[ns]?|sous-traitants?|encargad[oa]s?|verwerkers?|responsabil[ei] del trattamento|"
    r"personuppgiftsbitrade\w*|databehandlere?"
)
_BESIDE = (
    r"[ ,:(–-]*(?:\(?bcrs?\)?[ ,:(–-]*)?(?:(?:fur|pour|para|per|voor|for|des?|del|dei|als|som) )?(?:(?:les?|los|die) )?"
)
BCR_PARTIES: dict[str, re.Pattern[str]] = {
    "bcr-c": re.compile(rf"{_BESIDE}(?:{_CONTROLLER})\b"),
    "bcr-p": re.compile(rf"{_BESIDE}(?:(?:{_CONTROLLER}) (?:und|et|y|e|en|och|og) )?(?:{_PROCESSOR})\b"),
}
"""Whose rules they are, said right after them."""
_IDTA = r"\bidtas?\b(?![- ]addendum)|\binternational data transfer agreement"
_ADDENDUM = r"""
\buk[- ](?:\w+[- ]){0,3}addendum(?: to the (?:eu )?(?:sccs?|standard contractual clauses))?|\bidta[- ]addendum|
\binternational data transfer addendum(?: to the (?:\w+ ){0,3}(?:sccs?|standard contractual clauses))?|
\bico(?:'s)?[- ](?:\w+[- ]){0,3}addendum|\baddendum (?:\w+ ){0,3}(?:uk|
du royaume-uni|del reino unido|britannique)\b|
\bbritish addendum|\bbritische\w* addendum|\bbritse addendum|\b(?:avenant|addenda|adenda|addendum|tillagg|nachtrag|
zusatz) (?:\w+ ){0,2}(?:uk|royaume-uni|britannique|reino unido|regno unito|storbritannien)|\bvk-addendum|
\buk[- ]zusatz|\bvereinigtes konigreich[- ]addendum|\baddendum to the (?:eu )?(?:sccs?|
standard contractual clauses)|\bingiltere (?:eki|zeyilname\w*)|\b(?:united kingdom|england) addendum|
\buk-(?:nachtrag|tillagg|tillegg|bijlage)|\buk bijlage
"""
_ADEQUACY = r"""
\badequacy\b|\badequate (?:level|country|countries|jurisdiction|protection|third)|\bangemessenheits\w+|
\bangemessene[sn]? (?:daten)?schutzniveau|\badequaatheid\w*|\bpassend beschermingsniveau|
\b(?:decisions? d')?adequation\b|\bniveau de protection adequat|\badecuacion\b|\bnivel (?:de proteccion )?adecuado|
\badeguatezza\b|\badequacao\b|\badekvans\w*|\badekvat\w* skydd\w*|
\bbeslut\w* om adekvat\w*|\bbeslut om (?:tillracklig )?skydd\w*|\btilstrekkelig\w*|\btilstraekkelig\w*|
\bvastaavuuspaat\w+|\briittavyys\w*|\btietosuojan? riittavy\w+|\byeterlilik karar\w*|\byeterli koruma|
\bkecukupan\b|\bkelayakan\b|\badekwatnosc\w*|\bodpowiedni\w* (?:stop\w+|poziom\w*) ochrony|
\bodpovidajici\w* (?:urov\w+ )?ochran\w*|\bart(?:icle|ikel|icolo|iculo|igo)?\.? ?45\b|\bmadde 45\b|十分性認定|充分性
"""
_DEROGATION = r"""
\bderogat\w+|\bderog(?:acion|acao|a|hi|he)\b|\bausnahme(?:tatbestand|regelung|n)?\b|\bafwijking\w*|
\bderogations?\b|\bart(?:icle|ikel|icolo|iculo|igo|ykul)?\.? ?49\b|\bmadde 49\b|\bexplicit consent|
\bconsents?\b(?! mode)|
\beinwilligung\w*|\btoestemming|\bconsentement|\bconsentimiento|\bconsenso\b|\bconsentimento|\bsamtycke\w*|
\bsamtykke\w*|\bsuostumu\w+|\bacik riza\w*|\bpersetujuan\b|\bzgod[ay]\b|\bsouhlas\w*|
\b(?:necessary for|necessity (?:of|for)) (?:the )?(?:performance|execution|conclusion|contract)|
\bperformance of (?:a|the) contract|\bvertragserfullung|\bundantag\w*\b|\bistisna\w*
"""
_SHIELD = (
    r"\bprivacy[- ]?shield\b|\bdatenschutzschild|\bbouclier de protection|\bescudo de privacidad\w*|"
    r"\bscudo per la privacy|\btarcz\w+ prywatnosci|\bprivacyschild"
)
_HARBOUR = r"\bsafe[- ]?harbou?r\b"
_OLD = r"\b2010/87\b|\b2001/497\b|\b2004/915\b"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("".join(line.strip() for line in text.strip().splitlines()))


PATTERNS: dict[str, re.Pattern[str]] = {
    "uk-addendum": _pattern(_ADDENDUM),
    "dpf": _pattern(_DPF),
    "scc": _pattern(_SCC),
    "bcr-c": _pattern(_BCR_C),
    "bcr-p": _pattern(_BCR_P),
    "bcr": _pattern(_BCR),
    "uk-idta": _pattern(_IDTA),
    "adequacy": _pattern(_ADEQUACY),
    "derogation": _pattern(_DEROGATION),
}
ENDED: dict[str, re.Pattern[str]] = {
    "privacy-shield": _pattern(_SHIELD), "safe-harbour": _pattern(_HARBOUR), "old-scc": _pattern(_OLD),
}  # fmt: skip
MODULES = re.compile(
    r"\b(?:modul(?:e|es|en|er|o|os|i|y|u|uu|et|li|ul)?|m)\.? ?(?:no\.? |nr\.? |n° ?)?"
    r"((?:one|two|three|four|iv|i{1,3}|[1-4]|eins|zwei|drei|vier|een|twee|drie|un|deux|trois|quatre|uno|dos|tres|cuatro|"
    r"due|tre|quattro|dois|quatro|bir|iki|uc|dort|satu|dua|tiga|empat|jeden|dwa|trzy|cztery|ett|tva|fyra)"
    r"(?:(?: ?[,/&+] ?| (?:and|und|et|en|y|e|och|og|or|oder|ou|o|of|ve|dan|i|bzw\.?) )(?:modul\w* )?"
    r"(?:one|two|three|four|iv|i{1,3}|[1-4]|eins|zwei|drei|vier|twee|drie|deux|trois|quatre|dos|tres|due|tre))*)\b"
    r"|\b(?:([123])(?:st|nd|rd)|(first|second|third|fourth)|([1-4])\.) modul\w*"
)
NUMBERS = {
    word: number
    for number, group in enumerate(
        ("one i 1 eins een un uno bir satu jeden ett first",
         "two ii 2 zwei twee deux dos due dois iki dua dwa tva second",
         "three iii 3 drei drie trois tres tre uc tiga trzy third",
         "four iv 4 vier quatre cuatro quattro quatro dort empat cztery fyra fourth"),
        1,
    )
    for word in group.split()
}  # fmt: skip
ROLES: dict[str, re.Pattern[str]] = {
    "scc-m1": re.compile(r"\bc2c\b|\bcontroller(?:s)?[- ]?(?:to|2|->|→|–)[- ]?controllers?\b"),
    "scc-m2": re.compile(r"\bc2p\b|\bcontroller(?:s)?[- ]?(?:to|2|->|→|–)[- ]?processors?\b"),
    "scc-m3": re.compile(r"\bp2p\b|\bp2sp\b|\bprocessor(?:s)?[- ]?(?:to|2|->|→|–)[- ]?(?:sub-?)?processors?\b"),
    "scc-m4": re.compile(r"\bp2c\b|\bprocessor(?:s)?[- ]?(?:to|2|->|→|–)[- ]?controllers?\b"),
}
_EU = (
    r"(?:eu|e\.u\.|eea|ewr|eer|ue|eee|ees|eos|eog|aea|european union|european economic area|"
    r"europaische[nr]? union|europese unie|union europeenne|union europea|unione europea|uniao europeia|eu/eea|"
    r"eu/ewr|eu/eer|eea/eu|ue/eee|uni eropa|unii europejskiej)"
)
EEA = word_set("""AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK AX GP GF MQ
    RE YT MF""")
"""Countries that may stand beside the word EU and explain it; which the EEA has on a day is said by the law book."""
LEAVE = r"(?:leav(?:es?|ing)|quitt\w+|salen?|lascia\w*|saem|sai|verla(?:at|ten)|verlass(?:en|t)|lamnar|forla[dt]er)"
_STAYS = (
    r"\b(?:not|never|[a-z]+n't|no|nao|non|nunca|ne|niet|nooit|nicht|nie|inte|ikke|aldrig?)\b[^.;,]{0,25}?"
    rf"\b{LEAVE}\b[^.;,]{{0,20}}?\b{_EU}\b"
    rf"|\b{LEAVE} (?:inte|ikke|aldrig?|nooit|nie(?:mals)?|mai) [^.;,]{{0,15}}?\b{_EU}\b"
    rf"|\b{LEAVE} [^.;,]{{0,15}}?\b{_EU}(?: \w+)? (?:niet|nicht|inte|ikke)\b"
)
"""Data do not leave the EU: with the denial, for without it they do."""
NO_TRANSFER = _pattern(
    r"""
\b(?:no|not?|without|never|kein\w*|geen|niet|aucun\w*|pas de|sans|ningun\w*|sin|nessun\w*|senza|nenhum\w*|sem|nao|
ingen|inga|ikke|inte|zadn\w+|brak|bez|nie|tidak ada|tanpa|ei)\b(?! (?:onward|
personal data|restriction|limit))(?:[ /-][\w/-]+){0,4}?[ -]
(?:(?:third[- ]country |international |cross-border |restricted |data |drittland-?|
drittstaaten-?)*(?:transfers?(?:red|ts?)?\b|transfert?s?|transferencias?|transferenc\w+|trasferiment[oi]|
transferencias?|doorgift\w*|overdracht|ubermittlung\w*|datentransfer\w*|datenubermittlung\w*|drittland\w*|
\w*overfor(?:ing|sel)\w*|siirto\w*|siirret\w*|przekazyw\w+|transferu?|predavan\w+))|
\bdritt(?:land|staat)\w*[-: ]+(?:nein|keine?|entfallt|nicht)|\btransfer\w*[: -]+(?:none|no|nein|nee|non|
n/?a)\b(?! (?:personal|adequate))|\bdoorgifte[: -]+(?:nee|geen)|\b(?:third[- ]country|
international) transfers?[^.;]{0,20}(?:none|not applicable|n/a|not (?:take place|occur|expected))|
\b(?:veri )?aktar(?:im|ilma)\w* (?:yok\w*|yapilma\w*|bulunma\w*|gerek\w*)|
"""
    + _STAYS
    + r"""|\bdata (?:stays?|remains?|kept|
is stored only|stored only)[^.;]{0,30}\b(?:eu|eea)\b|
\btransfer\w* (?:\w+ ){0,2}(?:not (?:applicable|required|needed|occur)|does not (?:occur|take place)|entfallt|
findet nicht statt|finden nicht statt|n'a pas lieu|no se realiz\w+)|\b\w*(?:ubermittlung|transfer|
weitergabe)\w* (?:\w+ ){0,3}find\w+ nicht statt|\bnot transferred (?:outside|out of|to (?:a )?third)|
\bniet doorgegeven|\bnepreda\w+|\bneni (?:\w+ )?predav\w+|\bnicht (?:\w+ ){0,3}ubermittelt
"""
)
NOT_NEEDED = _pattern(r"""
\b(?:no|not?|none|nothing|kein\w*|nicht|geen|niet|aucun\w*|pas|non|ningun\w*|no es|nessun\w*|nao|ingen|inga|inte|
ikke|tidak|ei)\b[^.;()]{0,50}?(?:\b(?:required|needed|necessary|requis\w*|necessaire\w*|erforderlich|notwendig|
notig|benotigt|nodig|vereist|necesari\w+|requerid\w+|richiest\w+|necessari\w+|kravs|behovs|nodvendig\w*|pakrevd|
diperlukan|dibutuhkan|tarvita|wymagan\w+)\b)|
\bmekanizma\w* gerek\w*|\bgerekmez\b|\bgerekli degil\w*|\bgerekmemektedir|\bnie (?:jest )?wymagan\w+|
\bnie dotyczy \((?:eog|ue|eu)
""")
INSIDE_WEAK = _pattern(rf"""
\b{_EU}[-/ ](?:\w+[- /]){{0,2}}(?:hosting|hosted|region\w*|storage|residency|boundary|data ?cent(?:er|re)s?|
rechenzentr\w+|server\w*|serverstandort|only|processing|gehostet|opslag|infrastructure|hostad|lagring|verarbeitung|
verwerking|locat\w+|standort\w*|exclusively|resident|stored|processed|data)\b|
\b(?:hosting|hosted|stored|storage|processed|processing|data|region\w*|server\w*|hebergement|hebergees?|
hebergement|alojamiento|alojad\w+|hospedagem|gehostet|\w*verarbeitung|\w*verwerking|opslag|opgeslagen|barindirma|
stockage|serverstandort\w*|standort\w*|located|datacenter|datacentre)(?: \w+){{0,4}}? (?:in|in the|within|
within the|inside|inside the|innerhalb der|innerhalb des|in der|im|en|dans l'|au sein de l'|in de|binnen de|nella|
nell'|na|inom|i|di|w)? ?{_EU}\b|
\b(?:intra|within|inside|innerhalb|binnen|au sein de l'|dentro de la|dentro de|dentro da|all'interno del\w*|inom|
innenfor|inden for)[- ](?:the |der |des |de |la |el |do |den )?{_EU}\b|\b{_EU}[-/ ]?(?:intern\w*|ici(?:nde)?|
icinde)\b|\b{_EU} sinirlari icinde|^{_EU}$
""")
INSIDE = _pattern(rf"""
\b{_EU}[-/ ](?:entity|entities|based|company|established|undertaking|ansassig|gevestigd|unternehmen|onderneming|
vendor|provider|anbieter|aanbieder|firma|foretag|only)\b|\b(?:based|established|ansassig|gevestigd|etabli\w*|
establecid\w+|sitz)(?: \w+){{0,1}} (?:in|in the|within the|en|dans l'|in der|in de|im|nella|nell'|na)? ?{_EU}\b|
\bsitz in (?:der )?{_EU}\b|
\b(?:not applicable|non applicable|nicht anwendbar|niet van toepassing|no aplica|non applicabile|nao aplicavel|
ej tillampligt|ikke relevant|tidak berlaku|uygulanmaz)[^.;]{{0,12}}\b{_EU}\b|
\bn/?\.?a\b\.?[^.;]{{0,12}}\b{_EU}\b|
\b(?:entfallt|sans objet|no procede|nvt|ej aktuellt|ikke aktuelt|nie dotyczy|none|keine?[rn]?|geen|aucune?|brak|
nessuno|ninguno|ingen|inga)\b ?[-–—:,(]{{0,2}} ?(?:within |in |in der |im )?\b{_EU}\)?(?:$|[.;,])
""")
HEDGE = re.compile(
    r"\bexpected\b|\bto verify\b|\bunverified\b|\bto be (?:verified|confirmed)\b|\btb[cd]\b|\bassumed\b|"
    r"\bvoraussichtlich\b|\bnoch zu (?:prufen|klaren)|\bnog te\b|\ba (?:confirmer|verifier)\b|\bpending\b|"
    r"\bunder review\b|\bin progress\b|\bin prufung\b"
)
