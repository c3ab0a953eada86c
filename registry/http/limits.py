"""How much a request may carry, so that nobody fills the memory."""

FORM_BYTES = 256 * 1024
"""The limit of every request unless its handler says otherwise (`request_max_body_size=`)."""
UPLOAD_BYTES = 20 * 1024 * 1024
"""For the handlers that take a file."""
FORM_FIELDS = 2_000
"""Fields of one form."""
KEPT_QUERY = 512
"""Bytes of a query above which an answer is not kept ready."""
KEPT_BODY = 8 * 1024 * 1024
"""Bytes of an answer above which it is not kept ready."""
KEPT_TOTAL = 64 * 1024 * 1024
"""Bytes of all answers kept ready, both codings counted."""
