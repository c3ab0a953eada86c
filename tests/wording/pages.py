"""Every page with its sample context."""

from typing import Any

from tests.wording import samples as s
from tests.wording import samples_desk as d
from tests.wording import samples_more as m

Page = tuple[str, dict[str, Any]]
PUBLIC = {"site": s.SITE}
MANAGE = {"site": s.SITE, "desk": s.DESK}
VENDOR_FEEDS = s.feeds("processors/cumulus-hosting", "Changes of Cumulus Hosting")


def public(template: str, **context: object) -> Page:
    return template, {**PUBLIC, **context}


def desk(template: str, **context: object) -> Page:
    return template, {**MANAGE, **context}


PAGES: dict[str, Page] = {
    "list": public("processors/list.html", page=s.list_page()),
    "list-empty": public("processors/list.html", page=s.EMPTY_LIST),
    "processor": public("processors/detail.html", processor=m.PROCESSOR, feeds=VENDOR_FEEDS),
    "processor-gone": public("processors/detail.html", processor=m.GONE, feeds=VENDOR_FEEDS),
    "changes": public("changes/list.html", page=m.CHANGES),
    "changes-empty": public("changes/list.html", page=m.NO_CHANGES),
    "change": public("changes/detail.html", change=m.CHANGE),
    "change-withdrawn": public("changes/detail.html", change=m.CHANGE_WITHDRAWN),
    "notice": public("notices/detail.html", notice=m.NOTICE),
    "notice-withdrawn": public("notices/detail.html", notice=m.WITHDRAWN),
    "services": public("services/list.html", services=m.SERVICES),
    "services-empty": public("services/list.html", services=[]),
    "subscribe": public("subscriptions/ask.html", form=m.ASK),
    "subscribe-wrong": public("subscriptions/ask.html", form=m.ASK_WRONG),
    "subscribe-sent": public("subscriptions/sent.html"),
    "confirm": public("subscriptions/confirm.html", subscription=m.SUBSCRIPTION, action="/subscribe/confirm/token"),
    "confirmed": public("subscriptions/confirmed.html", subscription=m.SUBSCRIPTION),
    "unsubscribe": public("subscriptions/unsubscribe.html", action="/unsubscribe/token", held="/subscriptions/token"),
    "unsubscribed": public("subscriptions/unsubscribed.html", held="/subscriptions/token"),
    "held": public("subscriptions/held.html", held=m.HELD, action="/subscriptions/token"),
    "held-ended": public("subscriptions/held.html", held=m.HELD_ENDED, action="/subscriptions/token"),
    "explained": public(
        "subscriptions/explained.html", heading="This link was used", explanation="You are subscribed."
    ),
    "dashboard": desk("manage/dashboard.html", page=m.DASHBOARD),
    "dashboard-empty": desk("manage/dashboard.html", page=m.NOTHING_DUE),
    "desk-vendors": desk("manage/vendors.html", page=m.VENDORS),
    "desk-vendor": desk("manage/vendor.html", vendor=d.DESK_VENDOR),
    "desk-vendor-new": desk("manage/vendor.html", vendor=d.DESK_VENDOR_NEW),
    "desk-form": desk("manage/engagement_form.html", page=d.NEW_PAGE, form=d.NEW_FORM),
    "desk-form-wrong": desk("manage/engagement_form.html", page=d.WRONG_PAGE, form=d.EDIT_FORM),
    "desk-form-correction": desk("manage/engagement_form.html", page=d.CORRECTION_PAGE, form=d.EDIT_FORM),
    "desk-vendor-form": desk("manage/vendor_form.html", page=d.VENDOR_PAGE, form=d.VENDOR_FORM),
    "desk-ending": desk("manage/ending_form.html", form=d.ENDING),
    "desk-audit": desk("manage/audit.html", page=m.AUDIT),
    "desk-audit-broken": desk("manage/audit.html", page=m.AUDIT_BROKEN),
    "desk-audit-whole": desk("manage/audit.html", page=m.AUDIT_WHOLE),
    "desk-changes": desk("manage/changes.html", page=m.DESK_CHANGES),
    "desk-change": desk("manage/change.html", change=m.DESK_CHANGE, errors=[]),
    "desk-announce": desk(
        "manage/change.html", change=m.DESK_ANNOUNCE, errors=[("effective_on", "Choose a later day")]
    ),
    **{f"desk-{name}": desk(f"manage/{name}.html", page=m.desk_list(name)) for name in m.ROWS_OF},
    **{f"desk-{name}-empty": desk(f"manage/{name}.html", page=m.EMPTY_DESK_LIST) for name in m.ROWS_OF},
    **{
        f"error-{status}": public(f"errors/{status}.html", error=m.ERROR)
        for status in (400, 401, 403, 404, 405, 409, 410, 412, 422, 429, 500, 503)
    },
    "error-page": public("errors/page.html", error=m.ERROR),
}
