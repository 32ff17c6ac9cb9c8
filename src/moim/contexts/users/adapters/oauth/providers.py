"""Where the providers are and what they call things."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from moim.contexts.users.domain.identity import ProviderName


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One OpenID Connect provider as this instance knows it."""

    name: ProviderName
    issuers: tuple[str, ...]
    authorize_url: str
    token_url: str
    jwks_url: str
    scope: str
    client_id: str
    client_secret: str = field(repr=False)


def kakao(client_id: str, client_secret: str) -> Provider:
    """``client_id`` is the REST API key; OpenID Connect must be on in the console."""
    return Provider(
        name=ProviderName.KAKAO,
        issuers=("https://kauth.kakao.com",),
        authorize_url="https://kauth.kakao.com/oauth/authorize",
        token_url="https://kauth.kakao.com/oauth/token",  # noqa: S106 - an address
        jwks_url="https://kauth.kakao.com/.well-known/jwks.json",
        scope="openid profile_nickname",
        client_id=client_id,
        client_secret=client_secret,
    )


def naver(client_id: str, client_secret: str) -> Provider:
    """The paths with ``oauth2``; those with ``oauth2.0`` answer without an ID token."""
    return Provider(
        name=ProviderName.NAVER,
        issuers=("https://nid.naver.com",),
        authorize_url="https://nid.naver.com/oauth2/authorize",
        token_url="https://nid.naver.com/oauth2/token",  # noqa: S106 - an address
        jwks_url="https://nid.naver.com/oauth2/jwks",
        scope="openid",
        client_id=client_id,
        client_secret=client_secret,
    )


def google(client_id: str, client_secret: str) -> Provider:
    """It spells its own name in two ways."""
    return Provider(
        name=ProviderName.GOOGLE,
        issuers=("https://accounts.google.com", "accounts.google.com"),
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        jwks_url="https://www.googleapis.com/oauth2/v3/certs",
        scope="openid profile",
        client_id=client_id,
        client_secret=client_secret,
    )


MAKERS = {
    ProviderName.KAKAO: kakao,
    ProviderName.NAVER: naver,
    ProviderName.GOOGLE: google,
}


def offered(credentials: Mapping[str, tuple[str, str]]) -> dict[ProviderName, Provider]:
    """The providers that have a client id and a secret, by the host's settings."""
    given = {ProviderName(name): pair for name, pair in credentials.items() if all(pair)}
    return {name: MAKERS[name](*pair) for name, pair in given.items()}
