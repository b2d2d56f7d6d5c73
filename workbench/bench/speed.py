"""``back-guide bench speed``: how fast the bundle starts and answers, beside Amazon's Hello World.

Four functions, on the same Python, turn about in fresh processes: a bare handler; Hello World as it is usually
deployed, without bytecode; the same compiled; and our bundle. "Cold" is from the start of the process to the first
answer, "warm" each turn after that. PYTHONDONTWRITEBYTECODE stands for Lambda's read-only folder.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.bench import turns
from workbench.bundle.archive import pack
from workbench.bundle.build import build, compile_all, installed
from workbench.bundle.interpreter import find, function_version

ROUNDS = 21
ONE_PROCESS = Path(__file__).with_name("one_process.py")
HELLO_WORLD = Path(__file__).with_name("hello_world.py")
BARE = 'def lambda_handler(event, context):\n    return {"version": "1.0", "response": {"shouldEndSession": True}}\n'
NAMES = {
    "bare": "a bare handler",
    "hello": "Hello World, as usually deployed",
    "compiled": "Hello World, compiled",
    "ours": "Upper Back Guide",
}


@dataclass
class Function:
    """A function that is measured: where its code and its events are, and what was found. Times in milliseconds."""

    folder: Path
    events: Path
    cold: list[float] = field(default_factory=list)
    cold_cpu: list[float] = field(default_factory=list)
    warm: dict[str, list[float]] = field(default_factory=dict)
    peak_mb: list[float] = field(default_factory=list)


def main(as_json: bool) -> int:
    """Measures, and prints a table or JSON, with whether each target is met."""
    python = find(function_version()) or sys.executable
    with tempfile.TemporaryDirectory() as folder:
        functions, zip_mb = _prepare(Path(folder), python)
        for _ in range(ROUNDS):
            for function in functions.values():
                _run(function, python)
    figures = _figures(functions, zip_mb, python)
    if as_json:
        print(json.dumps(figures, indent=1))
    else:
        _print(figures)
    return 0


def _prepare(folder: Path, python: str) -> tuple[dict[str, Function], float]:
    """The four functions, ready to run, and the size of our zip file in MB."""
    build(folder / "ours", python)
    pack(folder / "ours", folder / "ours.zip")
    (folder / "bare").mkdir()
    (folder / "bare" / "lambda_function.py").write_text(BARE)
    shutil.copytree(installed(python), folder / "hello")
    shutil.copyfile(HELLO_WORLD, folder / "hello" / "lambda_function.py")
    shutil.copytree(folder / "hello", folder / "compiled")
    compile_all(folder / "compiled", python)
    hello = _written(turns.hello_world(), folder / "hello-events")
    ours = _written(turns.ours(), folder / "our-events")
    functions = {name: Function(folder / name, ours if name == "ours" else hello) for name in NAMES}
    return functions, (folder / "ours.zip").stat().st_size / 1e6


def _written(events: dict[str, list[turns.Event]], folder: Path) -> Path:
    """A folder with the first event of all, and with every one."""
    folder.mkdir()
    (folder / "first.json").write_text(json.dumps(next(iter(events.values()))[0]))
    (folder / "turns.json").write_text(json.dumps(events))
    return folder


def _run(function: Function, python: str) -> None:
    """One fresh process: a cold start, then each of its turns once."""
    command = [python, "-S", "-W", "ignore", str(ONE_PROCESS), str(function.events)]
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=function.folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101 - asked for above
        answered = process.stdout.readline()
        function.cold.append((time.perf_counter() - began) * 1000)
        function.cold_cpu.append(float(answered))
        found = json.loads(process.stdout.readline())
    for kind, times in found["times"].items():
        function.warm.setdefault(kind, []).extend(times)
    function.peak_mb.append(found["peak_mb"])


def _figures(functions: dict[str, Function], zip_mb: float, python: str) -> dict[str, Any]:
    found = {name: _figures_of(function) for name, function in functions.items()}
    targets = _targets(functions, found, zip_mb)
    return {
        "python": subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout.strip(),
        "rounds": ROUNDS,
        "functions": found,
        "zip_mb": zip_mb,
        "targets": [{"what": what, "found": value, "at_most": most} for what, value, most in targets],
    }


def _figures_of(function: Function) -> dict[str, Any]:
    return {
        "cold_ms": _spread(function.cold),
        "cold_cpu_ms": _spread(function.cold_cpu),
        "warm_ms": {kind: {**_spread(times), "p99": _p99(times)} for kind, times in function.warm.items()},
        "peak_mb": _spread(function.peak_mb),
    }


def _targets(
    functions: dict[str, Function], found: dict[str, Any], zip_mb: float
) -> Iterator[tuple[str, float, float]]:
    """What is to be reached: a name, what was found, and the most that it may be."""
    yield "cold start ÷ Hello World, as usually deployed", _times_as_long(functions, "hello"), 0.5
    yield "cold start ÷ Hello World, compiled", _times_as_long(functions, "compiled"), 1.4
    hello = found["compiled"]["warm_ms"]["hello"]["median"]
    for kind, times in found["ours"]["warm_ms"].items():
        yield f"{kind} turn, median ÷ Hello World's", times["median"] / hello, 5
        yield f"{kind} turn, 99th percentile in ms", times["p99"], 5
    peak = {name: figures["peak_mb"]["median"] for name, figures in found.items()}
    yield "peak memory ÷ Hello World, compiled", peak["ours"] / peak["compiled"], 1.5
    yield "zip file in MB", zip_mb, 8


def _times_as_long(functions: dict[str, Function], other: str) -> float:
    """Our cold start in the other's, pair by pair: what slows the machine down for a while slows down both."""
    return statistics.median(a / b for a, b in zip(functions["ours"].cold, functions[other].cold, strict=True))


def _print(figures: dict[str, Any]) -> None:
    print(f"{figures['python']}, {figures['rounds']} rounds; median (quartiles)\n")
    print(f"{'':34}{'cold start, ms':>20}{'of it CPU':>20}{'peak memory, MB':>18}")
    for name, found in figures["functions"].items():
        cold, cpu, peak = (_shown(found[key], 0) for key in ("cold_ms", "cold_cpu_ms", "peak_mb"))
        print(f"{NAMES[name]:34}{cold:>20}{cpu:>20}{peak:>18}")
    print(f"\n{'warm turn':34}{'ms':>20}{'99th percentile':>20}")
    for name, found in figures["functions"].items():
        for kind, times in found["warm_ms"].items():
            print(f"{f'{NAMES[name]}: {kind}':34.34}{_shown(times, 2):>20}{times['p99']:20.2f}")
    print()
    for target in figures["targets"]:
        verdict = "met" if target["found"] <= target["at_most"] else "NOT MET"
        print(f"{target['what']:50}{target['found']:8.2f}  at most {target['at_most']:<5}{verdict}")


def _spread(values: list[float]) -> dict[str, float]:
    low, middle, high = statistics.quantiles(values, n=4)
    return {"median": middle, "low": low, "high": high}


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def _shown(spread: dict[str, float], digits: int) -> str:
    return f"{spread['median']:.{digits}f} ({spread['low']:.{digits}f}–{spread['high']:.{digits}f})"
