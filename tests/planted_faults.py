"""Plants small faults one by one in a copy of the project and says which of them the tests notice.

    python tests/planted_faults.py [NAME…]      # all, or those whose name contains one of the words

Each row is a slip somebody could make: a file, a piece of it that occurs once, what stands there instead,
and the test files that should fail: they must pass before it is planted. A fault that survives means that
a test is missing; one that breaks the code so that no test runs to its end shows nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 900


@dataclass(frozen=True, slots=True)
class Fault:
    """A slip: ``old`` occurs exactly once in ``file`` and becomes ``new``; one of ``tests`` should fail."""

    name: str
    file: str
    old: str
    new: str
    tests: str


FAULTS = (
    Fault("blur to half the square", "geodata/export/policy.py", "step = km / KM_PER_DEGREE",
          "step = km / KM_PER_DEGREE / 2", "test_small_faults"),
    Fault("blur radius is the side", "geodata/export/policy.py", "km * math.sqrt(0.5)", "km",
          "test_small_faults"),
    Fault("starts in: an open start passes always", "geodata/query/period.py",
          "({start} IS NULL AND {end} >= ?)", "({start} IS NULL AND ({end} >= ? OR TRUE))",
          "test_small_faults"),
    Fault("starts in: an open end never passes", "geodata/query/period.py",
          "({end} IS NULL AND {start} <= ?)", "({end} IS NULL AND {start} <= ? AND FALSE)",
          "test_small_faults"),
    Fault("certainly within takes what ends later", "geodata/query/period.py",
          "(ends <= day_number(wanted.date_to))", "(starts <= day_number(wanted.date_to))",
          "test_small_faults"),
    Fault("the longer mark hides the earlier one", "dashboard/mentions.py",
          "span.start >= kept[-1].end", "span.start > kept[-1].start", "test_small_faults test_mentions"),
    Fault("marks that touch count as overlapping", "dashboard/mentions.py",
          "span.start >= kept[-1].end", "span.start > kept[-1].end", "test_small_faults test_mentions"),
    Fault("a click on one event opens a list", "dashboard/overview.py", "if len(ids) == 1:",
          "if len(ids) == 0:",
          "test_small_faults"),
    Fault("the injured are the dead", "geodata/export/columns.py", "c.event.lead.toll.injured",
          "c.event.lead.toll.fatalities", "test_small_faults"),
    Fault("any host name is answered", "dashboard/guard.py",
          "return name is not None and (name in self.names or is_loopback(name))", "return name is not None",
          "test_guard"),
    Fault("an origin on another port is let in", "dashboard/guard.py", "if netloc != hosts[0] and",
          "if host_name(netloc) != host_name(hosts[0]) and", "test_guard"),
    Fault("the key is compared by its beginning", "dashboard/guard.py",
          "hmac.compare_digest(told.encode(), self.key.encode())", "told.startswith(self.key)", "test_guard"),
    Fault("a name ending alike is loopback", "dashboard/guard.py", 'name == "localhost"',
          '"localhost" in name', "test_guard"),
    Fault("correcting needs no role", "dashboard/access.py", "return role() >= wanted",
          "return role() >= Role.READ", "test_access"),
    Fault("a role's pattern matches a part", "dashboard/roles.py",
          "fnmatchcase(email.lower(), pattern.lower())", "fnmatchcase(email.lower(), pattern.lower() + '*')",
          "test_access"),
    Fault("beyond this machine without being told", "dashboard/serving.py",
          "if is_loopback(host) or sign_in is not None or without_sign_in:", "if True:",
          "test_serving test_cli"),
    Fault("a password stays in the address", "geodata/store/opening.py",
          "super().__init__(without_passwords(message))", "super().__init__(message)", "test_addresses"),
    Fault("reverse geocoding gives the farthest", "geodata/geocoder/offline.py",
          "near[: limit or DEFAULT_LIMIT]", "near[::-1][: limit or DEFAULT_LIMIT]",
          "test_geocoder test_geocode_command"),
    Fault("a service is asked without a country", "geodata/geocoder/chain.py",
          "if found is None and self.services and country_codes:", "if found is None and self.services:",
          "test_geocoder"),
    Fault("services are asked at once", "geodata/geocoder/chain.py",
          "min_delay_seconds=MIN_PAUSE_SECONDS", "min_delay_seconds=0.0", "test_geocoder"),
    Fault("articles without a date count as dated", "geodata/query/account.py",
          "article.published.is_not(None), article.language", "article.published.is_(None), article.language",
          "test_account"),
    Fault("an event that lasts is told by its first day", "geodata/query/selection.py",
          "(lasts > firsts)", "(lasts >= firsts)", "test_small_faults"),
    Fault("a delay of one day too few", "geodata/export/policy.py", "timedelta(days=self.delay_days)",
          "timedelta(days=self.delay_days - 1)", "test_export"),
    Fault("the earliest toll is the best", "geodata/joining/building.py", "reverse=True)", "reverse=False)",
          "test_small_faults"),
    Fault("what is ten times as far is close by", "geodata/joining/rule.py", "CLOSE_KM = 10.0",
          "CLOSE_KM = 100.0", "test_small_faults"),
    Fault("an undated report reaches back two months", "geodata/joining/profile.py",
          "UNDATED_WINDOW_DAYS = 10", "UNDATED_WINDOW_DAYS = 55", "test_small_faults"),
    Fault("a claim is not compared with older ones there", "articles/reading/happenings.py",
          "{*range(max(0, k - LATEST), k), *here[name][-LATEST_HERE:]}", "{*range(max(0, k - LATEST), k)}",
          "test_small_faults"),
    Fault("a claim is compared with all before", "articles/reading/happenings.py",
          "max(0, k - LATEST)", "0", "test_small_faults"),
    Fault("slivers along a border count", "geodata/query/spatial.py", "SLIVER = 0.01", "SLIVER = 0.0",
          "test_small_faults"),
    Fault("an area without an outline lies nowhere", "geodata/query/spatial.py",
          "return _outline_less(locations, index, region)", "return 0", "test_small_faults"),
    Fault("days of any war count from the same day", "articles/times/wars.py",
          "date(2023, 10, 7)", "date(2022, 2, 24)", "test_times_in_frames"),
    Fault("the war begins a day early", "articles/times/wars.py", "date(2022, 2, 24)", "date(2022, 2, 23)",
          "test_times"),
    # The nine things that are changed most often, each where the table "Change" of its room sends you.
    Fault("yesterday is two days ago", "articles/times/lexicon.py", '"yesterday": (-1, "")',
          '"yesterday": (-2, "")', "test_times"),
    Fault("Zaliznychne lies in another oblast", "geodata/data/settlements.tsv",
          "\t49.7273\t36.8663\t0\tUA\tUA.07\t", "\t49.7273\t36.8663\t0\tUA\tUA.18\t", "test_own_towns"),
    Fault("battles have the colour of attacks on civilians", "geodata/looks.py", 'color="#cb1919"',
          'color="#b052aa"', "test_palette"),
    Fault("a format is no longer read", "articles/sources/formats.py", 'suffixes=(".eml",)',
          'suffixes=(".email",)', "test_source_formats test_readme"),
    Fault("what reaches into a region lies in it", "geodata/query/belonging.py",
          "(within == self._sizes)", "(within > 0)", "test_belonging"),
    Fault("a card speaks otherwise of what is near a place", "dashboard/wording.py", "near here, within",
          "around here, within", "test_excerpts test_view test_same_selection"),
    Fault("an air strike is shelling", "articles/triggers/rules.tsv",
          "AIR_STRIKE\t8\t@airstrike\t", "SHELLING\t8\t@airstrike\t", "test_triggers"),
    Fault("layers of the reader's own are forgotten", "dashboard/map_view.py",
          "overlays=overlays,\n        summary", "overlays=(),\n        summary", "test_shades"),
    Fault("a column of the export has another name", "geodata/export/columns.py", '"sub_event_type", str',
          '"sub_type", str', "test_export"),
    Fault("a column of the export holds another's value", "geodata/export/columns.py",
          'c.event.fatalities_high)', 'c.event.fatalities_low)', "test_export_columns"),
    Fault("a place of an event is called background", "geodata/model/mentions.py",
          "PlaceRole.EVENT if (m.start, m.end) in told else", "", "test_mentions"),
    Fault("a store that could not be opened stays open", "geodata/store/opening.py",
          "        engine.dispose()\n        if isinstance", "        if isinstance", "test_closing"),
    Fault("a degree of longitude is as wide everywhere", "geodata/globe.py",
          "max(_LEAST_NARROWING, math.cos(math.radians(latitude)))", "1.0", "test_small_faults"),
    Fault("an interval across New Year has one year", "articles/times/joined.py",
          "following.year - (_is_later_in_year(first, following) and not following.era)", "following.year",
          "test_small_faults"),
)  # fmt: skip


class Outcome(StrEnum):
    """What became of a planted fault."""

    NOTICED = "noticed"
    SURVIVED = "SURVIVED"
    BROKEN = "BROKEN: the tests did not run to an end"


def run_tests(names: Iterable[str], copy: Path) -> int | None:
    """Run files of tests in the copy until one fails; return pytest's exit code, None where time ran out."""
    tests = [f"tests/{name}.py" for name in sorted(set(names))]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        ended = subprocess.run(
            command,
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy)},
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None
    return ended.returncode


def outcome_of(fault: Fault, copy: Path) -> Outcome:
    """Plant the fault in the copy and run its tests; the copy is as before afterwards.

    Only a test that fails notices a fault: code that cannot even be imported is no slip anybody makes.
    """
    file = copy / fault.file
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace(fault.old, fault.new), encoding="utf-8")
    try:
        ended = run_tests(fault.tests.split(), copy)
    finally:
        file.write_text(sound, encoding="utf-8")
    return {0: Outcome.SURVIVED, 1: Outcome.NOTICED}.get(-1 if ended is None else ended, Outcome.BROKEN)


def main(words: list[str]) -> None:
    """Try the faults whose name contains one of the words, or all."""
    chosen = [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache"))
        if run_tests((name for fault in chosen for name in fault.tests.split()), copy) != 0:
            raise SystemExit("these tests fail without any fault planted; mend that first")
        for fault in chosen:
            outcomes.append(outcome_of(fault, copy))
            sys.stdout.write(f"{outcomes[-1]}  {fault.name}\n")
            sys.stdout.flush()
    noticed = outcomes.count(Outcome.NOTICED)
    sys.stdout.write(f"{noticed} of {len(chosen)} noticed\n")
    raise SystemExit(noticed < len(chosen))


if __name__ == "__main__":
    main(sys.argv[1:])
