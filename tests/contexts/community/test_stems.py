"""Bent verbs in search, where the host has an analyser of morphemes."""

from collections.abc import Sequence
from importlib.util import find_spec

import pytest

from moim.contexts.community.adapters.kiwi import KiwiStems, NoKiwi
from moim.contexts.community.application.posts import index_again
from moim.contexts.community.domain.indexing import no_stems, terms_of, words_of
from tests.contexts.community.world import ON_BOTH_DATABASES, World

BENT = {"달렸더니": ["달리"], "달려요": ["달리"], "달리다": ["달리"], "뛰어들었다": ["뛰", "들"]}
needs_kiwi = pytest.mark.skipif(find_spec("kiwipiepy") is None, reason="Kiwi is an option")


def by_hand(text: str) -> Sequence[str]:
    return [stem for word in text.split() for stem in BENT.get(word, ())]


def test_stems_are_terms_of_their_own_after_the_pairs():
    assert terms_of("한강 달렸더니 달려요", by_hand)[-3:] == ["려요", "요", "ǂ달리"]
    assert terms_of("ǂ달리") == ["ǂ", "달리", "리"], "what is written is never taken for a stem"
    assert [word.stems for word in words_of("한강 달리다", by_hand)] == [(), ("ǂ달리",)]


@ON_BOTH_DATABASES
async def test_a_bent_verb_is_found_by_any_of_its_forms(world: World):
    world.stems = by_hand
    author = await world.member()
    await world.post(author, title="한강을 달렸더니", body="좋았다")
    await world.post(author, title="물에 뛰어들었다", body="한강")
    await world.post(author, title="달리기 모임", body="한강")

    assert await world.titles("search/posts", q="달려요") == ["한강을 달렸더니"]
    assert await world.titles("search/posts", q="달리다 한강") == ["한강을 달렸더니"]
    assert await world.titles("search/posts", q="뛰어들었다") == ["물에 뛰어들었다"]
    assert await world.titles("search/posts", q="달리") == ["달리기 모임"]


@ON_BOTH_DATABASES
async def test_what_was_written_before_is_found_once_it_is_read_again(world: World):
    post = await world.post(await world.member(), title="한강을 달렸더니", body="좋았다")
    world.stems = by_hand
    assert await world.titles("search/posts", q="달려요") == []

    last: int | None = 0
    while last is not None:
        last = await world.context.run(index_again, last)

    assert await world.titles("search/posts", q="달려요", limit=5) == [post["title"]]
    assert await world.titles("search/posts", q="한강을") == [post["title"]]


async def test_asking_for_what_is_not_installed_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "kiwipiepy", None)
    with pytest.raises(NoKiwi, match="pip install kiwipiepy"):
        KiwiStems()


@needs_kiwi
def test_kiwi_knows_verbs_adjectives_and_what_hada_makes_of_nouns():
    kiwi = KiwiStems()
    assert list(kiwi("한강을 달렸더니 시원했고 운동하기 좋았다")) == ["달리", "시원", "운동", "좋"]
    assert list(kiwi("달려요")) == list(kiwi("달리다")) == ["달리"]
    assert list(kiwi("한강 마라톤 러닝크루")) == list(no_stems(""))
