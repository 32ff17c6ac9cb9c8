"""The web app's files, at addresses that change whenever one of the files does."""

import re
from hashlib import blake2b
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ADDRESS = "/assets"
ENTRY = "main.js"
KEEP = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
VERSION = re.compile(r"v-[0-9a-f]{16}")
IMPORT = re.compile(r'^(?:import|export)\b[^;]*?\bfrom "\./([^"]+)";', re.MULTILINE)


class Assets(StaticFiles):
    """Serves ``assets/x.js`` as ``/assets/v-<digest>/x.js``, to be kept for good.

    Modules import each other by relative addresses: all files of a page are of the version that
    the page names, and a page that is opened again asks for none of them. An address without a
    version, or with one that is over, gives the present file, to be asked about each time.
    """

    def __init__(self, web: Path) -> None:
        """``web`` holds ``index.html`` and ``assets``; a change there is seen on reload."""
        super().__init__(directory=web / "assets")
        self._web = web
        self._states: list[tuple[Path, int, int]] = []
        self._version = ""
        self._page = ""

    def page(self) -> str:
        """``index.html`` with the version in the addresses of its assets.

        It announces all modules that the first one needs: a browser finds them at once and
        not one import after another.
        """
        found = [(path, path.stat()) for path in sorted(self._web.rglob("*.*"))]
        states = [(path, facts.st_mtime_ns, facts.st_size) for path, facts in found]
        if states != self._states:
            self._read([path for path, _ in found])
            self._states = states
        return self._page

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, and how long it may be kept."""
        version, _, rest = path.partition("/")
        answer = await super().get_response(rest if VERSION.fullmatch(version) else path, scope)
        answer.headers["cache-control"] = KEEP if version == self._version else ASK_AGAIN
        return answer

    def _read(self, paths: list[Path]) -> None:
        digest = blake2b(digest_size=8)
        for path in paths:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(self._web)}\0{len(content)}\0".encode())
            digest.update(content)
        self._version = f"v-{digest.hexdigest()}"
        page = (self._web / "index.html").read_text("utf-8")
        announced = (
            f'  <link rel="modulepreload" href="{ADDRESS}/{name}">\n' for name in self._needed()
        )
        page = page.replace("</head>", "".join(announced) + "</head>")
        self._page = page.replace(f'"{ADDRESS}/', f'"{ADDRESS}/{self._version}/')

    def _needed(self) -> list[str]:
        found = [ENTRY]
        for name in found:
            module = (self._web / "assets" / name).read_text("utf-8")
            found += [needed for needed in IMPORT.findall(module) if needed not in found]
        return found[1:]
