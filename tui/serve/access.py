"""Who may come in: the token in the address, and the `Host` and `Origin` that a browser sends. Rules, no I/O.

A page on another site can make a person's browser send requests here, also to localhost: by a name that it makes
resolve to this machine (DNS rebinding; `Host` then has that name), or by opening a WebSocket, which no same-origin
policy stops (`Origin` then has that site). So both are checked, and none of it helps without the token.
"""

import ipaddress
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.model import CopydeskError

TOKEN_BYTES = 32
_OWN_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,200}")
"""22 characters of base64 are 128 bits."""

_AUTHORITY = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::(?P<port>[0-9]{1,5}))?")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ANY = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to

Authority = tuple[str, int]
"""A host's name in lower case (IPv6 without brackets) and its port."""


@dataclass(frozen=True)
class Person:
    """Somebody who has a desk here. `token` is None where anybody on this machine may open it."""

    name: str
    token: str | None

    @property
    def path(self) -> str:
        """The path of this person's desk."""
        return f"/{self.token}/" if self.token else "/"


def people_named(names: Sequence[str], *, own_token: str | None, without_token: bool, host: str) -> tuple[Person, ...]:
    """Return a person for each name, with a random token each; a single one may have `own_token`, or none.

    Raises `CopydeskError` for a weak token of one's own, for one person named twice, and where the token is left out
    although more than this machine, or more than one person, could come in.
    """
    if len(set(names)) < len(names):
        raise CopydeskError("a person is named twice with --who; name everybody once")
    if without_token:
        if not is_loopback(host):
            raise CopydeskError(
                f"without a token anybody who reaches {host} could open the desk; leave out --no-token, or --host"
            )
        if len(names) > 1:
            raise CopydeskError("several people are told apart by their tokens; leave out --no-token")
        return (Person(names[0], None),)
    if own_token is None:
        return tuple(Person(name, secrets.token_urlsafe(TOKEN_BYTES)) for name in names)
    if len(names) > 1:
        raise CopydeskError("COPYDESK_TOKEN is the token of one person; unset it, or name one person with --who")
    if not _OWN_TOKEN.fullmatch(own_token):
        raise CopydeskError(
            "COPYDESK_TOKEN needs 22 to 200 of the characters A-Z, a-z, 0-9, - and _; unset it to get a random one"
        )
    return (Person(names[0], own_token),)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what is bound to `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def person_of(token: str, people: Sequence[Person]) -> Person | None:
    """Return whose token this is. Takes the same time whichever it is, and however much of it is right."""
    given = token.encode("utf-8", "surrogatepass")
    found = None
    for person in people:
        if person.token is not None and secrets.compare_digest(given, person.token.encode()):
            found = person
    return found


@dataclass(frozen=True)
class Site:
    """Where the desk is reached: what `Host` and `Origin` may say."""

    names: frozenset[Authority]
    public: str | None = None
    any_address_on: int | None = None
    """The port on which any IP address may be asked for: with an address for a name, nothing was rebound."""

    @classmethod
    def of(cls, host: str, port: int, *, machine: str = "", public_url: str | None = None) -> "Site":
        """Return the site of a server bound to `host` and `port` on the machine of this name.

        `public_url` is where a proxy before it is reached. Raises `CopydeskError` where that is not an address.
        """
        names = {(host.lower(), port)}
        if is_loopback(host):
            names |= {("localhost", port), ("127.0.0.1", port), ("::1", port)}
        everywhere = host in _ANY
        if everywhere:
            names |= {("localhost", port), (machine.lower(), port)}
        if public_url is None:
            return cls(frozenset(names), None, port if everywhere else None)
        origin, authority = _public(public_url)
        return cls(frozenset(names | {authority}), origin, port if everywhere else None)

    def refusal(self, host: str | None, origin: str | None, *, is_websocket: bool) -> str | None:
        """Return why a request with these headers is refused, or None where it is not."""
        asked = authority_of(host or "", "http")
        default_tls = authority_of(host or "", "https")
        if asked is None or not (self._is_ours(asked) or (self.public and default_tls in self.names)):
            return "asked for under a name that is not this server's"
        if origin is None:
            return "a WebSocket without an Origin" if is_websocket else None
        if origin == self.public or _of_origin(origin) == ("http", asked):
            return None
        return "sent by a page of another site"

    def _is_ours(self, asked: Authority) -> bool:
        if asked in self.names:
            return True
        return asked[1] == self.any_address_on and _is_address(asked[0])


def authority_of(host: str, scheme: str) -> Authority | None:
    """Return the name and the port in a `Host` header, or None where it is none."""
    found = _AUTHORITY.fullmatch(host)
    if found is None:
        return None
    port = int(found["port"]) if found["port"] else _DEFAULT_PORTS[scheme]
    return found["name"].lower().strip("[]").rstrip("."), port


def url_of(host: str, port: int, path: str) -> str:
    """Return the address to open in a browser on this machine, or that others use."""
    name = "127.0.0.1" if host in _ANY else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}{path}"


def _of_origin(origin: str) -> tuple[str, Authority] | None:
    scheme, separator, rest = origin.partition("://")
    if not separator or scheme not in _DEFAULT_PORTS:
        return None
    authority = authority_of(rest, scheme)
    return (scheme, authority) if authority else None


def _public(url: str) -> tuple[str, Authority]:
    parts = urlsplit(url)
    authority = authority_of(parts.netloc, parts.scheme) if parts.scheme in _DEFAULT_PORTS else None
    if authority is None or parts.path.strip("/") or parts.query or parts.fragment:
        raise CopydeskError(f"--public-url {url!r} is not an address like https://desk.example.org")
    return f"{parts.scheme}://{parts.netloc.lower()}", authority


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _headers() -> Mapping[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",  # xterm.js writes its cell styles into the page
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
        "Server": "copydesk",
    }


HEADERS = _headers()
"""The headers of every answer: nothing from elsewhere, in no frame, told to nobody, kept nowhere."""
