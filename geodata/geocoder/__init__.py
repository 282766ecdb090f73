"""Geocoders with geopy's interface: an offline one, and a chain that may ask online services after it."""

from geodata.geocoder.cache import Answer, AnswerCache, SqliteAnswerCache
from geodata.geocoder.chain import GeocoderChain, SlowAsking
from geodata.geocoder.locating import locate, read_point, to_place
from geodata.geocoder.offline import OfflineGeocoder
from geodata.geocoder.services import SERVICES, chain_of

__all__ = [
    "SERVICES",
    "Answer",
    "AnswerCache",
    "GeocoderChain",
    "OfflineGeocoder",
    "SlowAsking",
    "SqliteAnswerCache",
    "chain_of",
    "locate",
    "read_point",
    "to_place",
]
