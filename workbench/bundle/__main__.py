"""``python3 -m workbench.bundle --into FOLDER``: how lambda/Makefile fills the folder that SAM packs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workbench.bundle.command import fill

parser = argparse.ArgumentParser(prog="python3 -m workbench.bundle", description="Fill a folder with what is deployed.")
parser.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="an empty folder, or one to be made")
parser.add_argument("--python", help="the interpreter that compiles (default: the one of template.yaml's Runtime)")
options = parser.parse_args()
sys.exit(fill(options.into, options.python))
