"""Hosts on the loopback that answer HTTPS for any name: a proxy that takes CONNECT and ends TLS itself, with a
certificate of an authority of its own. What a real client of a far service sends can so be read, and answered."""

from __future__ import annotations

import ipaddress
import json
import socketserver
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import parse_headers
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bihuan.app.clock import real_clock

SILENT, REFUSED = "silent", "refused"
"""Instead of an answer: the request is read and nothing comes back; the proxy reaches nobody."""
Answer = tuple[int, Any] | str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that arrived."""

    host: str
    path: str
    body: Any


@dataclass(slots=True)
class Hosts:
    """What arrived, and what is answered from now on."""

    port: int
    authority: Path
    answer: Answer = (200, {"errcode": 0, "errmsg": "ok"})
    arrived: list[Asked] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """For the client."""
        proxy = f"http://127.0.0.1:{self.port}"
        return {"HTTPS_PROXY": proxy, "https_proxy": proxy, "NO_PROXY": "", "no_proxy": "",
                "REQUESTS_CA_BUNDLE": str(self.authority)}  # fmt: skip


def _certificates(folder: Path, names: Sequence[str]) -> tuple[Path, Path]:
    """The authority alone, and a chain with key for the names."""
    now = real_clock()
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    owner, served = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in ("authority", "hosts"))
    made = []
    for subject, key, extensions in (
        (owner, keys[0], [(x509.BasicConstraints(ca=True, path_length=0), True)]),
        (served, keys[1], [(x509.SubjectAlternativeName([*map(x509.DNSName, names),
                            x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)]),
    ):  # fmt: skip
        builder = x509.CertificateBuilder(
            issuer_name=owner, subject_name=subject, public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - timedelta(days=1), not_valid_after=now + timedelta(days=1),
        )  # fmt: skip
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)  # type: ignore[arg-type]
        made.append(builder.sign(keys[0], hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    key_text = keys[1].private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    authority, chain = folder / "authority.pem", folder / "hosts.pem"
    authority.write_bytes(made[0])
    chain.write_bytes(key_text + made[1])
    return authority, chain


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    hosts: Hosts
    context: ssl.SSLContext


class _Connect(socketserver.StreamRequestHandler):
    server: _Proxy

    def handle(self) -> None:
        host = self.rfile.readline().split(b" ")[1].decode().rpartition(":")[0]
        while self.rfile.readline().strip():
            pass
        if self.server.hosts.answer == REFUSED:
            self.wfile.write(b"HTTP/1.1 502 nobody there\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 connected\r\n\r\n")
        with suppress(OSError), self.server.context.wrap_socket(self.connection, server_side=True) as inner:
            self._answer(host, inner)

    def _answer(self, host: str, inner: ssl.SSLSocket) -> None:
        hosts = self.server.hosts
        with inner.makefile("rb") as came:
            path = came.readline().split(b" ")[1].decode()
            headers = parse_headers(came)
            raw = came.read(int(headers.get("Content-Length", "0")))
            kind = headers.get("Content-Type", "")
            hosts.arrived.append(Asked(host, path, json.loads(raw) if "json" in kind else raw.decode()))
            if isinstance(hosts.answer, str):
                inner.recv(1)  # until the client has had enough
                return
            status, said = hosts.answer
            text = said.encode() if isinstance(said, str) else json.dumps(said).encode()
            inner.sendall(b"HTTP/1.1 %d .\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (status, len(text)))
            inner.sendall(text)


@contextmanager
def hosts(folder: Path, names: Sequence[str]) -> Iterator[Hosts]:
    """They listen until the end of the block."""
    authority, chain = _certificates(folder, names)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with _Proxy(("127.0.0.1", 0), _Connect) as proxy:
        proxy.context = context
        proxy.hosts = Hosts(proxy.server_address[1], authority)
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield proxy.hosts
        proxy.shutdown()
        thread.join()
