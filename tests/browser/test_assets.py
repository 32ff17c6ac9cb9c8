"""The web app's files: kept for good while they stay, fetched anew once they change."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from moim.apps.assets import Assets
from moim.apps.pages import WEB, page_routes
from moim.platform.http.joining import take_in

LINKED = re.compile(r'(?:href|src)="(/assets/[^"]+)"')
OVER = "/assets/v-0123456789abcdef"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    take_in(app, page_routes())
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://moim") as client:
        yield client


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "assets" / "views").mkdir(parents=True)
    shown = '<head><script type="module" src="/assets/main.js"></script></head>'
    (tmp_path / "index.html").write_text(shown)
    main = 'import { a } from "./a.js";\nroute(() => import("./views/b.js"));\n'
    (tmp_path / "assets" / "main.js").write_text(main)
    (tmp_path / "assets" / "a.js").write_text('import {\n  c,\n} from "./c.js";\n')
    (tmp_path / "assets" / "c.js").write_text('import { a } from "./a.js";\n')
    (tmp_path / "assets" / "views" / "b.js").write_text('import { c } from "../c.js";\n')
    return tmp_path


async def test_every_file_of_the_page_is_there_and_kept_for_good(client: httpx.AsyncClient):
    page = await client.get("/workouts")
    assert page.headers["cache-control"] == "no-cache"
    linked = LINKED.findall(page.text)
    assert len(linked) > 20
    for address in linked:
        answer = await client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_text_travels_packed_and_the_font_as_it_is(client: httpx.AsyncClient):
    packed = {"accept-encoding": "gzip"}
    words = await client.get("/assets/ko.js", headers=packed)
    assert words.headers["content-encoding"] == "gzip"
    assert words.headers["vary"] == "Accept-Encoding"
    assert words.content == (WEB / "assets" / "ko.js").read_bytes()
    font = await client.get("/assets/fonts/PretendardVariable.woff2", headers=packed)
    assert "content-encoding" not in font.headers


@pytest.mark.parametrize("address", ["/assets/dom.js", f"{OVER}/dom.js"])
async def test_a_file_without_its_version_is_asked_about_each_time(
    client: httpx.AsyncClient, address: str
):
    await client.get("/")
    answer = await client.get(address)
    assert answer.headers["cache-control"] == "no-cache"
    again = await client.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    ["/assets/absent.js", f"{OVER}/%2e%2e/%2e%2e/index.html", "/assets/%2e%2e/index.html"],
)
async def test_there_is_nothing_beside_the_files(client: httpx.AsyncClient, address: str):
    assert (await client.get(address)).status_code == 404


def test_the_page_announces_what_its_first_module_needs_and_no_view(web: Path):
    announced = re.findall(r'modulepreload" href="/assets/v-\w{16}/([^"]+)"', Assets(web).page())
    assert announced == ["a.js", "c.js"]


def test_a_change_of_any_file_gives_all_of_them_new_addresses(web: Path):
    assets = Assets(web)
    before = assets.page()
    assert assets.page() == before
    (web / "assets" / "views" / "b.js").write_text("export const other = 1;\n")
    after = assets.page()
    assert len(LINKED.findall(after)) == len(set(LINKED.findall(after + before))) / 2
    assert Assets(web).page() == after, "another process of the same files says the same"
