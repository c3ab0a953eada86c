"""The addresses of the API with what each takes and gives: what the documentation is made of."""

from dataclasses import dataclass

import msgspec

from registry.api import changes, checks, processors
from registry.api.parameters import TIMES, Parameter
from registry.api.schemas.changes import ChangeList
from registry.api.schemas.checks import CheckAnswer
from registry.api.schemas.processors import ProcessorDetail, ProcessorList


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One GET. `answer` None: a table (CSV). `example` is a query to try; `comes_in_pages`: with the header Link."""

    id: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    answer: type[msgspec.Struct] | None
    path_parameters: tuple[Parameter, ...] = ()
    example: str = ""
    comes_in_pages: bool = False

    @property
    def name(self) -> str:
        """What the answer's schema is called."""
        return self.answer.__name__ if self.answer else ""


_SLUG = Parameter(name="slug", description="The processor's slug, as in its page's address.", is_required=True)
ENDPOINTS = (
    Endpoint(
        id="list_processors",
        path=processors.PATH,
        summary="Approved processors",
        description="The list as of a day, as known at an instant, a page of processors by slug.",
        parameters=processors.LIST,
        answer=ProcessorList,
        example="limit=5",
        comes_in_pages=True,
    ),
    Endpoint(
        id="get_processor",
        path=f"{processors.PATH}/{{slug}}",
        summary="One processor",
        description=(
            "Its engagements with the reasons for each verdict, what is announced, and its history. One that was "
            "merged into another answers 308."
        ),
        parameters=TIMES,
        answer=ProcessorDetail,
        path_parameters=(_SLUG,),
    ),
    Endpoint(
        id="list_changes",
        path=changes.PATH,
        summary="Changes",
        description="What was published about the list, newest first: notices, effects, withdrawals, corrections.",
        parameters=changes.LIST,
        answer=ChangeList,
        example="limit=5",
        comes_in_pages=True,
    ),
    Endpoint(
        id="get_check",
        path=checks.PATH,
        summary="May we use X for Y?",
        description=(
            "A decision about a vendor, found by any of its names, with ordered reasons: approved, "
            "approved_with_conditions, announced (with the day), under_review, not_approved, ended, unknown or "
            "ambiguous."
        ),
        parameters=checks.CHECKS,
        answer=CheckAnswer,
        example="vendor=AWS&service=sms",
    ),
    Endpoint(
        id="download_json",
        path="/processors.json",
        summary="The whole list as JSON",
        description="As the list of approved processors, all of it at once.",
        parameters=processors.DOWNLOAD,
        answer=ProcessorList,
    ),
    Endpoint(
        id="download_csv",
        path="/processors.csv",
        summary="The whole list as a table",
        description=(
            "UTF-8, a line for each engagement; the first columns are those a list is imported by. A cell that a "
            "spreadsheet would take for a formula begins with an apostrophe."
        ),
        parameters=processors.DOWNLOAD,
        answer=None,
    ),
)
