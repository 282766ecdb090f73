"""Geocoders with geopy's interface: an offline one, and a chain that may ask online services after it."""

from geodata.geocoder.cache import Answer, AnswerCache, SqliteAnswerCache
from geodata.geocoder.chain import GeocoderChain, Pace
from geodata.geocoder.offline import OfflineGeocoder

__all__ = ["Answer", "AnswerCache", "GeocoderChain", "OfflineGeocoder", "Pace", "SqliteAnswerCache"]
