"""Which vendor the name in a row means, for a whole run: known ones by rules and names, new ones made once."""

from dataclasses import dataclass, field
from uuid import uuid4

from registry.reference.reading import VendorIndex, name_key
from registry.services.importing_state import Register
from registry.storage.repositories.vendors import Vendor, free_slug

LONGEST_NAME = 200


@dataclass(slots=True, kw_only=True)
class VendorNames:
    """Finds vendors by name. `made` are the new ones of the run, `spelt` new names of known ones (id, key, name)."""

    register: Register
    made: dict[str, Vendor] = field(default_factory=dict)
    spelt: dict[tuple[str, str], str] = field(default_factory=dict)
    _index: VendorIndex = field(default_factory=VendorIndex.load)
    _by_key: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    _slugs: set[str] = field(default_factory=set)
    _into: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know the register's vendors by all their names."""
        self._slugs = set(self.register.slugs)
        self._into = {vendor.id: vendor.merged_into for vendor in self.register.vendors if vendor.merged_into}
        for vendor in self.register.vendors:
            for key, name in ({name_key(vendor.name): vendor.name} | vendor.names).items():
                self._by_key.setdefault(key, self.today(vendor.id))
                self._index.add(name, self.today(vendor.id))

    def today(self, vendor_id: str) -> str:
        """The id of the vendor it is today, when it was merged into another."""
        seen = {vendor_id}
        while (target := self._into.get(vendor_id)) and target not in seen:
            seen.add(target)
            vendor_id = target
        return vendor_id

    def find(self, name: str) -> tuple[str, str]:
        """The id of the vendor, and why it is to be clarified; a vendor that is not known is made."""
        if name not in self._asked:
            self._asked[name] = self._find(name)
        return self._asked[name]

    def _find(self, name: str) -> tuple[str, str]:
        match = self._index.match(name, propose=True)
        doubt = match.why if match.kind in {"two", "proposed"} else ""
        vendor_id = match.vendor or (self._by_key.get(name_key(name)) if match.kind == "two" else None)
        if vendor_id is None:
            vendor_id = self._make(name if match.kind == "two" else match.canonical or name)
        if name_key(name) not in self._by_key:
            self._by_key[name_key(name)] = vendor_id
            self._spell(vendor_id, name)
        self._index.add(name, vendor_id)
        return vendor_id, doubt

    def _make(self, name: str) -> str:
        called = " ".join(name.split())[:LONGEST_NAME]
        vendor_id = str(uuid4())
        self.made[vendor_id] = Vendor(id=vendor_id, slug=free_slug(called, self._slugs), name=called)
        self._by_key.setdefault(name_key(called), vendor_id)
        self.made[vendor_id].names[name_key(called)] = called
        return vendor_id

    def _spell(self, vendor_id: str, name: str) -> None:
        made = self.made.get(vendor_id)
        if made is not None:
            made.names.setdefault(name_key(name), name)
        else:
            self.spelt[vendor_id, name_key(name)] = name
