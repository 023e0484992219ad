"""A TCP port in front of a Unix socket, which can stop passing anything on: a network that is gone says nothing."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from pathlib import Path

_CHUNK = 65536


class Proxy:
    """`port` is there until `close`. `cut`: connections, old and new, come to nothing and are told nothing; `mend` ends
    those that were cut, so that they are noticed, and passes on what comes."""

    def __init__(self, target: Path) -> None:
        self._target, self._loop, self.port = target, asyncio.new_event_loop(), 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._cut, self._ready = False, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def cut(self) -> None:
        self._cut = True

    def mend(self) -> None:
        self._cut = False
        self._loop.call_soon_threadsafe(self._end_all)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end_all)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def _end_all(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            there, back = await asyncio.open_unix_connection(str(self._target))
            self._writers.add(back)
            await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
        except (OSError, asyncio.CancelledError):  # it is over
            pass
        finally:
            writer.transport.abort()
            self._writers.discard(writer)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK):
                if self._cut:
                    continue  # swallowed
                writer.write(data)
                await writer.drain()
        self._writers.discard(writer)
        if not self._cut:
            writer.transport.abort()
