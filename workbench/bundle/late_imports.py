"""Lets the packages of the SDK's model import their names at first use, not all at start.

``ask_sdk_core`` needs some twenty classes of ``ask_sdk_model``, and gets 229 modules: each package's ``__init__``
imports all that is in it. In the bundle such an ``__init__`` says only where each name is at home (PEP 562). Its names,
and what they are, stay the same. One that does anything else beside is left as it is.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TypeGuard

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
    statements = [each for each in module.body if not _is_future(each)]
    homes = {name.name: str(each.module) for each in statements if _is_plain(each) for name in each.names}
    return homes if all(map(_is_plain, statements)) else {}


def _is_plain(statement: ast.stmt) -> TypeGuard[ast.ImportFrom]:
    return (
        isinstance(statement, ast.ImportFrom)
        and statement.level == 1
        and bool(statement.module)
        and all(name.asname is None and name.name != "*" for name in statement.names)
    )


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
