"""Published words read as places, mechanisms and vendors: general rules over known names, nothing invented."""

from registry.reference.reading.locations import LocationReading, PlaceReading, read_location

__all__ = ["LocationReading", "PlaceReading", "read_location"]
