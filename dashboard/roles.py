"""The three roles of visitors, and the sign-in file that gives them to people."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

_AUTH_KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


class Role(IntEnum):
    """What a visitor may do; each role includes those before it."""

    NONE = 0
    READ = 1
    CORRECT = 2
    ADMINISTER = 3


class AccessError(RuntimeError):
    """Something was asked for that the visitor's role does not allow, or a sign-in file is not one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How visitors come to their roles.

    ``everyone`` is the role of whoever gets in; with ``roles`` (role name to patterns of e-mail addresses)
    visitors have to sign in, and those whom no pattern names get nothing.
    """

    everyone: Role = Role.ADMINISTER
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, email: str) -> Role:
        """The highest role a signed-in person's address has; patterns as in ``*@example.org``."""
        named = [
            Role[name.upper()]
            for name, patterns in self.roles.items()
            if any(fnmatchcase(email.lower(), pattern.lower()) for pattern in patterns)
        ]
        return max(named, default=Role.NONE)


def read_sign_in(path: Path) -> tuple[dict[str, Any], Access]:
    """Return Streamlit's ``[auth]`` settings and the roles of a sign-in file (TOML); raises AccessError."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AccessError(f"{path} is no sign-in file: {error}") from error
    auth, roles = told.get("auth"), told.get("roles")
    if not isinstance(auth, dict) or not isinstance(roles, dict):
        raise AccessError(f"{path} needs a table [auth], as in Streamlit's secrets.toml, and one [roles]")
    missing = [key for key in _AUTH_KEYS if not isinstance(auth.get(key), str) or not auth[key]]
    if missing:
        raise AccessError(f"{path}: [auth] lacks {', '.join(missing)}")
    known = [role.name.lower() for role in Role if role]
    for name, patterns in roles.items():
        if (
            name not in known
            or not isinstance(patterns, list)
            or not all(isinstance(p, str) for p in patterns)
        ):
            raise AccessError(f"{path}: [roles] gives lists of e-mail addresses to {', '.join(known)}")
    if not any(roles.values()):
        raise AccessError(f'{path}: [roles] lets nobody in; write, say, read = ["*@example.org"]')
    return auth, Access(everyone=Role.NONE, roles={name: tuple(patterns) for name, patterns in roles.items()})
