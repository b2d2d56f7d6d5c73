"""The traps of the SDK's web and storage adapters (PLATFORM.md, "SDK traps" 1, 2 and 8), in processes of their own.

They show what our own doors must not fall into; when a test here fails, a release has mended the trap.
"""

import ctypes
import ctypes.util
import os
import re
import subprocess
import sys

STAND_INS = """
import sys, types
stand_in, errors = types.ModuleType("certvalidator"), types.ModuleType("certvalidator.errors")
stand_in.CertificateValidator = object
errors.ValidationError = errors.PathError = Exception
sys.modules.update({"certvalidator": stand_in, "certvalidator.errors": errors})
"""
POST_BROKEN_JSON = """
from ask_sdk_core.skill_builder import SkillBuilder
from flask import Flask
from flask_ask_sdk.skill_adapter import SkillAdapter
app = Flask("trap")
adapter = SkillAdapter(SkillBuilder().create(), "amzn1.ask.skill.trap", app)
app.add_url_rule("/", view_func=adapter.dispatch_request, methods=["POST"])
print(app.test_client().post("/", data=b"{", content_type="application/json").status_code)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Runs Python code as a fresh process that knows no AWS region."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment["AWS_CONFIG_FILE"] = os.devnull
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def patch_number_of_openssl() -> str:
    library = ctypes.CDLL(ctypes.util.find_library("crypto"))
    library.OpenSSL_version.restype = ctypes.c_char_p
    found = re.search(r"\d+\.\d+\.(\d+)", library.OpenSSL_version(0).decode())
    assert found
    return found[1]


def test_the_web_adapter_cant_be_imported_where_openssls_patch_number_has_two_digits() -> None:
    result = run("import flask_ask_sdk.skill_adapter")
    assert (result.returncode != 0) is (len(patch_number_of_openssl()) > 1), result.stderr


def test_the_web_adapter_answers_500_to_broken_json() -> None:
    assert run(STAND_INS + POST_BROKEN_JSON).stdout.strip().endswith("500")


def test_the_storage_adapter_cant_be_imported_without_a_region() -> None:
    assert "NoRegionError" in run("import ask_sdk_dynamodb.adapter").stderr
