import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.kernel.ids import new_id
from moim.platform.keyfiles import ExposedKeys
from moim.platform.vault import Unreadable, Vault


def test_what_is_encrypted_comes_back(vault):
    user = new_id()
    key = vault.open_user_key(user, vault.new_user_key(user))

    sealed = key.encrypt("kim@example.com", "users.email")

    assert b"kim" not in sealed
    assert key.decrypt(sealed, "users.email") == "kim@example.com"


def test_the_same_text_never_looks_the_same_twice(vault):
    user = new_id()
    key = vault.open_user_key(user, vault.new_user_key(user))

    assert key.encrypt("010-1234-5678", "phone") != key.encrypt("010-1234-5678", "phone")


def test_a_value_moved_to_another_column_is_unreadable(vault):
    user = new_id()
    key = vault.open_user_key(user, vault.new_user_key(user))
    sealed = key.encrypt("1990-01-01", "users.birth_date")

    with pytest.raises(Unreadable):
        key.decrypt(sealed, "users.email")


def test_a_key_moved_to_another_user_does_not_open(vault):
    wrapped = vault.new_user_key(new_id())

    with pytest.raises(Unreadable):
        vault.open_user_key(new_id(), wrapped)


@given(position=st.integers(0, 63), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed(tmp_path_factory, position, bit):
    vault = Vault(tmp_path_factory.getbasetemp() / "keys-of-flips")
    user = new_id()
    key = vault.open_user_key(user, vault.new_user_key(user))
    sealed = bytearray(key.encrypt("x" * 64, "note"))
    sealed[position % len(sealed)] ^= 1 << bit

    with pytest.raises(Unreadable):
        key.decrypt(bytes(sealed), "note")


def test_the_keys_survive_a_restart_and_only_the_owner_reads_them(vault, tmp_path):
    user = new_id()
    wrapped = vault.new_user_key(user)
    sealed = vault.open_user_key(user, wrapped).encrypt("서울", "region")
    file = tmp_path / "keys" / "vault.json"

    again = Vault(tmp_path / "keys")

    assert again.open_user_key(user, wrapped).decrypt(sealed, "region") == "서울"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["vault.json"]


def test_processes_that_start_together_agree_on_the_keys(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        vaults = list(threads.map(lambda _: Vault(tmp_path / "keys"), range(8)))

    assert len({vault.blind_index("email", "a@b.c") for vault in vaults}) == 1


def test_keys_that_everyone_can_read_stop_the_start(vault, tmp_path):
    (tmp_path / "keys" / "vault.json").chmod(0o644)

    with pytest.raises(ExposedKeys, match="chmod 600"):
        Vault(tmp_path / "keys")


def test_the_blind_index_finds_equal_values_of_one_purpose_only(vault):
    assert vault.blind_index("email", "a@b.c") == vault.blind_index("email", "a@b.c")
    assert vault.blind_index("email", "a@b.c") != vault.blind_index("phone", "a@b.c")
    assert len(vault.blind_index("email", "a@b.c")) == 32


def test_a_link_proves_its_id_for_its_purpose_alone(vault):
    id = new_id()

    token = vault.mint("password-reset", id)

    assert vault.check("password-reset", token) == id
    assert vault.check("email-verification", token) is None


@given(st.text(max_size=80))
def test_no_text_that_was_not_minted_passes(tmp_path_factory, text):
    vault = Vault(tmp_path_factory.getbasetemp() / "keys-of-links")

    assert vault.check("password-reset", text) is None


def test_a_link_changed_in_any_character_does_not_pass(vault):
    token = vault.mint("reset", new_id())

    for position, character in enumerate(token):
        other = "A" if character != "A" else "B"
        assert vault.check("reset", token[:position] + other + token[position + 1 :]) is None


def test_after_rotation_old_wrappings_open_until_they_are_retired(vault):
    user = new_id()
    old = vault.new_user_key(user)
    sealed = vault.open_user_key(user, old).encrypt("비밀", "note")

    assert vault.rotate() == 2
    new = vault.rewrap(user, old)
    vault.retire()

    assert vault.open_user_key(user, new).decrypt(sealed, "note") == "비밀"
    with pytest.raises(Unreadable):
        vault.open_user_key(user, old)


def test_a_process_learns_of_a_rotation_elsewhere(vault, tmp_path):
    user = new_id()
    elsewhere = Vault(tmp_path / "keys")
    elsewhere.rotate()

    wrapped = elsewhere.new_user_key(user)

    assert vault.open_user_key(user, wrapped).user_id == user


def test_keys_do_not_show_when_printed(vault):
    user = new_id()

    assert "AESGCM" not in repr(vault.open_user_key(user, vault.new_user_key(user)))
