"""Where the folder of facts lies: packaged as registry/_data, or data/ beside the checkout's registry/."""

from pathlib import Path

from registry.domain.errors import BrokenData


def data_folder() -> Path:
    """The folder of facts of this installation; raises BrokenData where there is none."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_data", package.parent / "data"):
        if folder.is_dir():
            return folder
    raise BrokenData("The folder of facts is missing: neither {packaged} nor {checkout} exists.",
                     packaged=str(package / "_data"), checkout=str(package.parent / "data"))  # fmt: skip
