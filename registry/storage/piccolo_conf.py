"""For Piccolo: the engine in use, or for its own commands the one the settings name.

`PICCOLO_CONF=registry.storage.piccolo_conf piccolo …`
"""

from typing import Any

from piccolo.conf.apps import AppRegistry

from registry.settings import load_settings
from registry.storage.database import current, open_engine, use

APP_REGISTRY = AppRegistry(apps=["registry.storage.piccolo_app"])


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attribute
    """`DB` is looked up when asked for, so that importing opens nothing."""
    if name != "DB":
        raise AttributeError(name)
    try:
        return current()
    except LookupError:
        return use(open_engine(load_settings().database_url))
