"""`bihuan witness`: cosign the checkpoints of logs that only grow (C2SP tlog-witness). Needs no database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bihuan.app.clock import real_clock
from bihuan.app.entropy import real_entropy
from bihuan.app.witnessing import Answer, WitnessDesk, open_witness
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import read_key
from bihuan.transparency.witnessing import BODY_BYTES_MOST


def run(argv: Sequence[str]) -> int:
    """Serve until stopped. 1 if a key cannot be read."""
    parser = argparse.ArgumentParser(prog="bihuan witness", description="做见证方 / be a witness of a public log")
    parser.add_argument("--home", type=Path, required=True, help="它记事的文件夹 / the folder of its key and memory")
    parser.add_argument("--name", required=True, help="名称，如 witness.example/office / its name")
    parser.add_argument("--log", action="append", default=[], metavar="VKEY", help="为哪个日志 / key of a log it knows")
    parser.add_argument("--host", default="127.0.0.1", help="地址 / address to listen on")
    parser.add_argument("--port", type=int, default=8090, help="端口 / port")
    parser.add_argument("--key", action="store_true", help="只打印它的公钥 / only print its public key")
    asked = parser.parse_args(argv)
    logs = [read_key(text) for text in asked.log]
    wrong = next((key for key in logs if isinstance(key, Fault)), None)
    known = [key for key in logs if not isinstance(key, Fault)]
    desk = wrong or open_witness(asked.home, asked.name, known, real_clock, real_entropy)
    if isinstance(desk, Fault):
        print(f"{desk.message('zh')} / {desk.message('en')}", file=sys.stderr)
        return 1
    print(desk.witness.key.text, flush=True)
    if asked.key:
        return 0
    with ThreadingHTTPServer((asked.host, asked.port), handler(desk)) as server:
        print(f"http://{asked.host}:{server.server_port}/", flush=True)
        server.serve_forever()
    return 0


def handler(desk: WitnessDesk) -> type[BaseHTTPRequestHandler]:
    """The two addresses of the protocol."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                self.say(Answer(404, "text/plain; charset=utf-8", ""))
            elif not length.isdecimal() or int(length) > BODY_BYTES_MOST:
                self.say(Answer(413, "text/plain; charset=utf-8", ""))
            else:
                self.say(desk.add_checkpoint(self.rfile.read(int(length))))

        def do_GET(self) -> None:
            hash_, _, rest = self.path.lstrip("/").partition("/")
            self.say(desk.checkpoint(hash_ if rest == "checkpoint" else ""))

        def say(self, answer: Answer) -> None:
            data = answer.text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: object) -> None:
            """Who asked is nobody's business."""

    return Handler
