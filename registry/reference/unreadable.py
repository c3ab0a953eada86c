"""Why a file cannot be read, in words for the person who named it."""


def why(error: Exception) -> str:
    """The reason, without numbers of errors and names of codecs."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeError):
        return "it is not written in UTF-8"
    return str(error)
