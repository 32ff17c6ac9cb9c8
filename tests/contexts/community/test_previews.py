"""What is written is looked at before it is posted."""

from tests.contexts.community.world import World


async def test_a_preview_is_what_a_post_would_read_like_and_keeps_nothing(world: World):
    author = await world.member()
    markdown = "**굵게** <script>alert(1)</script> [길](https://example.com)"

    shown = await world.done("POST", "previews", author, json={"body": markdown})

    post = await world.post(author, body=markdown)
    assert shown["html"] == post["html"]
    assert "<strong>굵게</strong>" in shown["html"]
    assert "<script" not in shown["html"]


async def test_a_guest_previews_nothing(world: World):
    assert (await world.ask("POST", "previews", json={"body": "글"})).status_code == 401
