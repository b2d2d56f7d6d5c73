"""Amazon's adapter for Flask, imported past its own certificate check.

That check stands on a library that can't be imported where OpenSSL's patch number has two digits (Debian 12, Ubuntu
24.04), and that is no longer kept. The door verifies by itself, so stand-ins for it are enough.
"""

from __future__ import annotations

import sys
from types import ModuleType


def _stand_in(name: str, **members: type) -> None:
    module = ModuleType(name)
    vars(module).update(members)
    sys.modules[name] = module


_stand_in("certvalidator", CertificateValidator=object)
_stand_in("certvalidator.errors", ValidationError=Exception, PathError=Exception)

from ask_sdk_webservice_support.verifier import AbstractVerifier, VerificationException  # noqa: E402
from flask_ask_sdk.skill_adapter import (  # noqa: E402
    VERIFY_SIGNATURE_APP_CONFIG,
    VERIFY_TIMESTAMP_APP_CONFIG,
    SkillAdapter,
)

__all__ = [
    "VERIFY_SIGNATURE_APP_CONFIG",
    "VERIFY_TIMESTAMP_APP_CONFIG",
    "AbstractVerifier",
    "SkillAdapter",
    "VerificationException",
]
