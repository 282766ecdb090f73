"""Passwords of database addresses stay out of every message."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from dashboard import cli
from dashboard.console import messages
from geodata.store import Store, StoreError, without_passwords

SECRET = "p4ss/w@rd"
ADDRESSES = [
    f"postgresql://me:{SECRET}@127.0.0.1:1/none",
    f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/none?connect_timeout=1",
    f"postgresql://me@127.0.0.1:1/none?password={SECRET}",
    f"postgres://:{SECRET}@/none",
    f"nonsense://me:{SECRET.replace('/', '')}@host/name",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_store_that_cannot_be_opened_does_not_tell_its_password(address: str) -> None:
    with pytest.raises(StoreError) as raised:
        Store(address)
    assert "w@rd" not in str(raised.value)
    assert "p4ss" not in str(raised.value)


def test_a_password_that_ends_too_early_is_refused_before_its_rest_is_taken_for_the_host() -> None:
    for secret in ("hu/n@ter2", "a@ter2", "b?ter2", "c#ter2"):
        with pytest.raises(StoreError, match="cannot be read: write @ in it as %40") as raised:
            Store(f"postgresql://me:{secret}@127.0.0.1:1/none")
        assert "ter2" not in str(raised.value)


def test_a_password_with_its_signs_written_out_is_taken() -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with pytest.raises(StoreError, match="Connection refused"):
        Store("postgresql://me:hunter%40@127.0.0.1:1/none")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("command", [["dashboard"], ["ingest", "x.txt"], ["export", "-o", "x.csv"]])
def test_no_command_prints_it(command: list[str], address: str) -> None:
    result = CliRunner().invoke(cli.app, [*command, "--db", address])
    assert result.exit_code == cli.CANNOT_GO_ON, result.output
    assert "p4ss" not in result.output


def test_messages_leave_it_out() -> None:
    with messages.capture() as capture:
        messages.print(f"stored in {ADDRESSES[0]}", markup=False, soft_wrap=True)
    assert capture.get() == "stored in postgresql://me:***@127.0.0.1:1/none\n"


@pytest.mark.parametrize(
    "text",
    [
        "events.db",
        "postgresql://me@host/name",
        "https://news.example:80/c@d?page=2",
        "see https://a.b/c: d@e",
    ],
)
def test_what_holds_no_password_is_left_alone(text: str) -> None:
    assert without_passwords(text) == text
