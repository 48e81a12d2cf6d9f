"""How a process that serves is set: what was large once is not held for good."""

from __future__ import annotations

import subprocess
import sys

import pytest

HELD = """
import threading
from bihuan.site.process import share_heaps

def held():
    with open("/proc/self/status") as lines:
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024

def work():
    for _ in range(4):
        done = [bytearray(8_000_000) for _ in range(8)]

share_heaps()
before = held()
threads = [threading.Thread(target=work) for _ in range(4)]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(held() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what is told to glibc")
def test_large_blocks_of_many_threads_go_back() -> None:
    said = subprocess.run([sys.executable, "-c", HELD], capture_output=True, check=True, text=True).stdout
    assert int(said) < 20
