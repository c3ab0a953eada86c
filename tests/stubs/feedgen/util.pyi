# ruff: noqa: ANN401 - lxml comes without types
from typing import Any

def xml_elem(name: str, parent: Any = ..., **kwargs: str) -> Any: ...
