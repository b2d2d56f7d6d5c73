"""Lets the packages of the SDK's model import their names at first use, not all at start.

``ask_sdk_core`` needs some twenty classes of ``ask_sdk_model``, and gets 229 modules: each package's ``__init__``
imports all that is in it. In the bundle such an ``__init__`` says only where each name is at home (PEP 562). Its names,
and what they are, stay the same. One that does anything else beside is left as it is.
"""

from __future__ import annotations

import ast
from pathlib import Path

LATE = '''\
"""The names of this package of Amazon's ASK SDK (Apache-2.0), each imported at its first use.

Written by workbench/bundle/late_imports.py in place of the SDK's own file, which imports all of them at once.
"""

from importlib import import_module as _import_module

_HOMES = {homes}
__all__ = list(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError("module {{!r}} has no attribute {{!r}}".format(__name__, name))
    value = globals()[name] = getattr(_import_module(__name__ + "." + _HOMES[name]), name)
    return value


def __dir__():
    return sorted({{*globals(), *_HOMES}})
'''


def make_late(package: Path) -> int:
    """Rewrites the package's and its subpackages' ``__init__`` in place, and says how many."""
    rewritten = 0
    for path in sorted(package.rglob("__init__.py")):
        homes = _homes(ast.parse(path.read_bytes()))
        if homes:
            path.write_text(LATE.format(homes=repr(homes)), encoding="utf-8")
            rewritten += 1
    return rewritten


def _homes(module: ast.Module) -> dict[str, str]:
    """The submodule of each name, where a module does nothing but ``from .submodule import Name``; else nothing."""
    homes: dict[str, str] = {}
    for statement in module.body:
        if not isinstance(statement, ast.ImportFrom):
            return {}
        if statement.module == "__future__":
            continue
        if statement.level != 1 or not statement.module:
            return {}
        homes |= {name.asname or name.name: statement.module for name in statement.names if not name.asname}
        if any(name.asname or name.name == "*" for name in statement.names):
            return {}
    return homes
