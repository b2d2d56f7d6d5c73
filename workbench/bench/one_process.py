"""One process of ``bench speed``: a function's code, started as Lambda starts it. Reads events, writes figures.

Run as a script, with the folder of the function as the current one. The first line that it writes tells that the first
answer is there; the second holds the times of the turns after it, in milliseconds, and the peak of its memory. A turn
waits for nothing, so its time on the CPU is its time, and other programs on the machine don't disturb the figure.
"""

import json
import sys
import time
from pathlib import Path

sys.path[0] = ""  # the function's folder in place of this file's

from lambda_function import lambda_handler  # noqa: E402

events = json.loads(Path(sys.argv[1]).read_bytes())
first = next(iter(events.values()))[0]
lambda_handler(first, None)
print(time.process_time() * 1000, flush=True)

times: dict[str, list[float]] = {kind: [] for kind in events}
for kind, each in events.items():
    for event in each:
        began = time.process_time()
        lambda_handler(event, None)
        times[kind].append((time.process_time() - began) * 1000)
peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps({"times": times, "peak_mb": int(peak) / 1000}), flush=True)
