"""Published words read as places, mechanisms and vendors: general rules over known names, nothing invented."""

from registry.reference.reading.interpreting import interpret
from registry.reference.reading.locations import LocationReading, PlaceReading, read_location
from registry.reference.reading.mechanisms import MechanismReading, read_mechanism
from registry.reference.reading.vendor_names import name_key
from registry.reference.reading.vendors import VendorIndex, VendorMatch

__all__ = [
    "LocationReading",
    "MechanismReading",
    "PlaceReading",
    "VendorIndex",
    "VendorMatch",
    "interpret",
    "name_key",
    "read_location",
    "read_mechanism",
]
