"""What a call over HTTP costs beside a bare loop: an experiment against a local server, and aiohttp alone.

    python benchmarks/http_calls.py [--calls 2000] [--latency 0 100] [--repeats 3]

The server speaks the OpenAI protocol, in a process of its own, and takes its time for each answer. `bare` posts the
same bodies with one aiohttp session and reads the answers; Dikast judges as many questions under `direct`, with journal
and records. CPU is that of the client's process for a call, imports and start-up not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ANSWER = {
    "id": "0", "object": "chat.completion", "created": 0, "model": "fake",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Answer: A"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 300, "completion_tokens": 3, "total_tokens": 303},
}  # fmt: skip
BODY = {
    "model": "fake", "temperature": 0,
    "messages": [{"role": "system", "content": "You judge. " * 60},
                 {"role": "user", "content": "How many eggs? " * 40}],
}  # fmt: skip


def serve(latency_s: float) -> None:
    """The server. Prints its port."""
    from aiohttp import web

    async def complete(request: web.Request) -> web.Response:
        await request.json()
        await asyncio.sleep(latency_s)
        return web.json_response(ANSWER)

    async def run() -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", complete)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


@contextmanager
def served(latency_s: float) -> Iterator[str]:
    """The base URL of a server that is up while the block runs."""
    command = [sys.executable, __file__, "--serve", str(latency_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.kill()


async def bare(base: str, calls: int, in_flight: int) -> dict[str, float]:
    """aiohttp alone: so many posts, so many at once."""
    import aiohttp

    todo = iter(range(calls))
    connector = aiohttp.TCPConnector(limit=in_flight)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def work() -> None:
            for _ in todo:
                async with session.post(f"{base}/chat/completions", json=BODY) as response:
                    await response.json()

        async def all_of_them() -> None:
            async with asyncio.TaskGroup() as group:
                for _ in range(in_flight):
                    group.create_task(work())

        return await _timed(all_of_them, calls)


async def dikast(base: str, calls: int, in_flight: int) -> dict[str, float]:
    """As many questions, each judged by one call."""
    from dikast.experiments import load_experiment, prepare, run_experiment

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [{"id": str(i), "question": f"How many eggs on day {i}?", "choices": ["17", "18"]} for i in range(calls)]
        (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
        judge = {"model": "endpoint/fake", "api_base": base, "temperature": 0}
        experiment = {
            "name": "http", "questions": {"file": "questions.jsonl"}, "protocols": ["direct"],
            "agents": {"judge": judge}, "limits": {"concurrency": in_flight},
        }  # fmt: skip
        (folder / "http.yaml").write_text(json.dumps(experiment))
        # The first call of a process imports what calls need.
        warm = load_experiment(folder / "http.yaml", ["questions.limit=1"])
        await run_experiment(prepare(*warm, folder / "warm"))
        run = prepare(*load_experiment(folder / "http.yaml"), folder / "run")
        return await _timed(lambda: run_experiment(run), calls)


async def _timed(run: Callable[[], Awaitable[Any]], calls: int) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    await run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"calls_per_s": calls / wall, "cpu_ms": 1000 * cpu / calls}


def measured(client: str, latency_s: float, calls: int, in_flight: int) -> dict[str, float]:
    """One row, in a process of its own."""
    with served(latency_s) as base:
        row = [client, base, str(calls), str(in_flight)]
        done = subprocess.run([sys.executable, __file__, "--row", *row], capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def ratios(calls: int = 400, repeats: int = 3) -> dict[str, float]:
    """CPU of a call, as a multiple of the bare loop's. The least of several: other work only adds to it."""
    least: dict[str, float] = {}
    for _ in range(repeats):
        for client in ("bare", "dikast"):
            cpu = measured(client, 0, calls, 100)["cpu_ms"]
            least[client] = min(cpu, least.get(client, cpu))
    return {"a call over HTTP: CPU, times a bare loop's": least["dikast"] / least["bare"]}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--latency", type=float, nargs="+", default=[0, 100], help="milliseconds")
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--row", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        serve(options.serve)
        return
    if options.row:
        client, base, calls, in_flight = options.row
        run = bare if client == "bare" else dikast
        print(json.dumps(asyncio.run(run(base, int(calls), int(in_flight)))))
        return
    print(f"{'client':8}{'latency':>9}{'in flight':>11}{'calls/s':>10}{'of bare':>9}{'CPU ms/call':>13}")
    for latency in options.latency:
        rows: dict[str, list[dict[str, float]]] = {"bare": [], "dikast": []}
        for _ in range(options.repeats):
            for client, found in rows.items():
                found.append(measured(client, latency / 1000, options.calls, options.in_flight))
        bare_calls = statistics.median(row["calls_per_s"] for row in rows["bare"])
        for client, found in rows.items():
            calls_s, cpu = (statistics.median(row[key] for row in found) for key in ("calls_per_s", "cpu_ms"))
            share = calls_s / bare_calls
            print(f"{client:8}{latency:>6.0f} ms{options.in_flight:>11}{calls_s:>10.0f}{share:>9.2f}{cpu:>13.2f}")


if __name__ == "__main__":
    main()
