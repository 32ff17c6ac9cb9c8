"""What a letter looks like: a stranger's words stay words."""

from moim.platform.letter_page import letter_page


def page(body: str, **more) -> str:
    given = {"language": "ko", "greeting": "민지님", "paragraphs": [body], "action": "열기"}
    given |= {"link": "https://moim.test/a?b=1&c=2", "home": "https://moim.test"}
    return letter_page(**(given | more))


def test_words_of_strangers_are_no_html_and_their_addresses_are_links():
    made = page('<img src=x> (https://shop.test/a?x=1&y="2"), 끝', heading="<b>제목</b>")

    assert "<img" not in made
    assert "<b>" not in made
    assert 'href="https://shop.test/a?x=1&amp;y="' in made
    assert 'href="https://moim.test/a?b=1&amp;c=2"' in made
    assert "javascript" not in page("javascript:alert(1)").replace("javascript:alert(1)", "")


def test_a_way_out_stands_there_only_where_there_is_one():
    out = ("https://moim.test/unsubscribe/x", "수신거부")

    assert "수신거부" in page("소식", out=out)
    assert "unsubscribe" not in page("소식")
