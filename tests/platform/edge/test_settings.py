from pathlib import Path

import pytest

from moim.platform.settings import BadSettings, Settings, load_settings, settings_page

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for field in Settings.model_fields:
        monkeypatch.delenv(f"MOIM_{field.upper()}", raising=False)


def test_without_any_setting_everything_stays_in_one_folder_on_this_machine():
    settings = load_settings()

    assert settings.host == "127.0.0.1"
    assert settings.own_url == "http://127.0.0.1:8000"
    folders = (settings.keys_folder, settings.databases_folder, settings.blobs_folder)
    assert {folder.parts[0] for folder in folders} == {"var"}
    assert not settings.cookies_secure


def test_an_unknown_name_stops_the_start_and_names_the_nearest(monkeypatch):
    monkeypatch.setenv("MOIM_PROT", "9000")

    with pytest.raises(BadSettings, match=r"no setting MOIM_PROT; the nearest is MOIM_PORT\."):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOIM_PORT", "http"),
        ("MOIM_PORT", "70000"),
        ("MOIM_SIGNUP", "maybe"),
        ("MOIM_BUS", "kafka://broker"),
        ("MOIM_PUBLIC_URL", "moim.example"),
        ("MOIM_CONTEXTS", "users;workouts"),
    ],
)
def test_a_value_that_cannot_be_meant_stops_the_start_with_one_sentence(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings) as refused:
        load_settings()

    assert str(refused.value).startswith(f"{name} cannot be '{value}': ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOIM_DATABASE", "postgresql://me:hunter2@host/one-for-all"),
        ("MOIM_MAIL", "ftp://me:hunter2@host"),
    ],
)
def test_a_value_that_may_hold_a_password_is_not_repeated(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings) as refused:
        load_settings()

    assert name in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_the_command_line_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv("MOIM_PORT", "9000")

    assert load_settings(port=9001, host=None).port == 9001


def test_an_empty_value_means_the_default(monkeypatch):
    monkeypatch.setenv("MOIM_PORT", "")

    assert load_settings().port == 8000


def test_cookies_keep_to_tls_where_the_instance_has_it(monkeypatch):
    monkeypatch.setenv("MOIM_PUBLIC_URL", "https://moim.example/")

    settings = load_settings()

    assert settings.cookies_secure
    assert settings.own_url == "https://moim.example"


def test_the_page_of_settings_is_current():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert page == settings_page(), "run: make docs"


def test_every_setting_says_what_it_means():
    assert all(info.description for info in Settings.model_fields.values())
