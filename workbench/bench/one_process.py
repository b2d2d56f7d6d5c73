"""One process of ``bench speed``: a function's code, started as Lambda starts it. Reads events, writes figures.

Run as a script, with the folder of the function as the current one. The first line that it writes tells that the first
answer is there, and the time on the CPU that it took; the second holds the times of the turns after it, in
milliseconds, and the peak of its memory. A turn waits for nothing, so its time on the CPU is its time, and other
programs on the machine don't disturb the figure. Nothing is imported here that would be part of what is measured.
"""
# ruff: noqa: PTH123

import json
import sys
import time

sys.path[0] = ""  # the function's folder in place of this file's

from lambda_function import lambda_handler  # noqa: E402

with open(f"{sys.argv[1]}/first.json") as file:
    lambda_handler(json.load(file), None)
print(time.process_time() * 1000, flush=True)

with open(f"{sys.argv[1]}/turns.json") as file:
    turns = json.load(file)
times: dict[str, list[float]] = {kind: [] for kind in turns}
for kind, events in turns.items():
    for event in events:
        began = time.process_time()
        lambda_handler(event, None)
        times[kind].append((time.process_time() - began) * 1000)
with open("/proc/self/status") as file:
    peak = next(line.split()[1] for line in file if line.startswith("VmHWM"))
print(json.dumps({"times": times, "peak_mb": int(peak) / 1000}), flush=True)
