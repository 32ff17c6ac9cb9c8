"""``moim serve``: the one program, at one address."""

import gc
import socket
import sys

import uvicorn

from moim.apps.house import app_of, build
from moim.platform.http.listening import listen
from moim.platform.live import Hub
from moim.platform.settings import Settings
from moim.platform.telemetry import configure_logging

KEEP_ALIVE_S = 75
STOP_WITHIN_S = 20
GARBAGE_AFTER = 20_000
MESSAGE_BYTES_MAX = 256 * 1024


class LettingGo(uvicorn.Server):
    """Ends live connections at the stop: they would hold it up for as long as it may take."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        """``hub`` knows who listens."""
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of listeners, then of everybody."""
        self._hub.close()
        await super().shutdown(sockets)


def serve(settings: Settings) -> None:
    """Migrate, start, answer until told to stop."""
    configure_logging(settings.log_level)
    house = build(settings)
    house.migrate()
    config = uvicorn.Config(
        app_of(house),
        loop="moim.platform.http.turns:fair_loop",
        http="httptools",
        ws="websockets-sansio",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        ws_max_size=MESSAGE_BYTES_MAX,
        ws_ping_interval=None,  # the hub's own heartbeat does that
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
    _spare_the_collector()
    listener = listen(settings.host, settings.port)
    shown = settings.public_url or f"http://{settings.host}:{listener.getsockname()[1]}"
    print(f"Moim: {shown}   (API: {shown}/docs, stop: Ctrl+C)", file=sys.stderr, flush=True)
    try:
        LettingGo(config, house.hub).run(sockets=[listener])
    finally:
        house.close()


def _spare_the_collector() -> None:
    """What is here now stays: walking it again and again took a twentieth of a busy server's time.

    Not even once at the start, a quarter of a second for a few megabytes. New objects are looked
    at after as many as a few dozen requests make, not after one's.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER)
    gc.enable()
