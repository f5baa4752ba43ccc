"""`floorwalker web`: the web server alone, for set-ups that run each process on its own."""

import gc
import os
import socket
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import uvicorn

GARBAGE_THRESHOLDS = (700, 10, 100)
"""Python's own, save that a collection of everything waits for ten times as many smaller ones."""

GRACE_SECONDS = 2
"""How long a stop waits for requests under way; live streams end at once."""


@click.command("web")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--inherited-socket", type=int, hidden=True, help="A listening socket of `serve`.")
@click.option("--gate", type=int, hidden=True, help="A pipe; answer once `serve` has closed it.")
def command(host: str, port: int, inherited_socket: int | None, gate: int | None) -> None:
    """Run the web server (`serve` starts one by itself). It needs DATABASE_URL or a `serve`."""
    import uvicorn

    from floorwalker.cli._database import database

    with database():
        config = uvicorn.Config(
            "floorwalker.config.asgi:application",
            host=host,
            port=port,
            log_config=None,  # Django's logging decides
            access_log=False,
            server_header=False,  # what runs here is nobody's business
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        config.load()  # the slow part; meanwhile `serve` brings the database up to date
        _collect_garbage_seldom()
        server = _server(config)
        if gate is not None:
            os.read(gate, 1)
        if inherited_socket is None:
            server.run()
            return
        os.set_inheritable(inherited_socket, False)
        with socket.socket(fileno=inherited_socket) as listener:
            server.run(sockets=[listener])


def _collect_garbage_seldom() -> None:
    """Let the garbage collector leave out what stays, and look at everything else less often.

    All pages wait while it looks: 0.2 s with the weeks of a thousand people in memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def _server(config: "uvicorn.Config") -> "uvicorn.Server":
    """Return a server that ends live streams first when it stops; they never end by themselves."""
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            from floorwalker.config.asgi import live

            await live.close()
            await super().shutdown(sockets)

    return Server(config)
