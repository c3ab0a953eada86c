"""Published words read as places, mechanisms and vendors: general rules over known names, nothing invented."""

from registry.reference.reading.locations import LocationReading, PlaceReading, read_location
from registry.reference.reading.mechanisms import MechanismReading, read_mechanism

__all__ = ["LocationReading", "MechanismReading", "PlaceReading", "read_location", "read_mechanism"]
