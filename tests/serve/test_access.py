"""Who may come in, as rules: tokens, `Host`, `Origin`, and what a terminal in a browser may say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model import CopydeskError
from tui.serve.access import Person, Site, authority_of, is_loopback, people_named, person_of, url_of
from tui.serve.messages import BadMessageError, Focus, Keys, Ping, Resize, cells, parse

LOCAL = Site.of("127.0.0.1", 8765)
EVERYWHERE = Site.of("0.0.0.0", 8765, machine="desk-box")
PROXIED = Site.of("127.0.0.1", 8765, public_url="https://desk.example.org")


def people(*names: str, own: str | None = None, free: bool = False, host: str = "127.0.0.1") -> tuple[Person, ...]:
    return people_named(names, own_token=own, without_token=free, host=host)


def test_each_person_gets_a_long_token_of_their_own() -> None:
    ann, bob = people("ann", "bob")
    assert ann.token != bob.token
    assert all(len(person.token or "") >= 43 for person in (ann, bob))
    assert people("ann")[0].token != ann.token


def test_a_token_lets_its_own_person_in_and_nothing_less_does() -> None:
    ann, bob = everybody = people("ann", "bob")
    assert ann.token
    assert bob.token
    assert person_of(ann.token, everybody) is ann
    assert person_of(bob.token, everybody) is bob
    for wrong in ("", ann.token[:-1], ann.token + "A", ann.token.swapcase(), "é\udc80", "None"):
        assert person_of(wrong, everybody) is None
    assert person_of("", people("ann", free=True)) is None


@pytest.mark.parametrize(
    ("names", "own", "free", "host", "sentence"),
    [
        (("ann",), None, True, "0.0.0.0", "leave out --no-token, or --host"),
        (("ann",), None, True, "192.168.1.5", "leave out --no-token, or --host"),
        (("ann",), None, True, "desk.example.org", "leave out --no-token, or --host"),
        (("ann", "bob"), None, True, "127.0.0.1", "leave out --no-token"),
        (("ann", "ann"), None, False, "127.0.0.1", "twice"),
        (("ann", "bob"), "x" * 30, False, "127.0.0.1", "token of one person"),
        (("ann",), "short", False, "127.0.0.1", "needs 22 to 200"),
        (("ann",), "../../etc/passwd/aaaaaaaaaa", False, "127.0.0.1", "needs 22 to 200"),
    ],
)
def test_what_would_let_too_many_in_is_refused(
    names: tuple[str, ...], own: str | None, free: bool, host: str, sentence: str
) -> None:
    with pytest.raises(CopydeskError, match=sentence):
        people(*names, own=own, free=free, host=host)


def test_loopback_is_what_only_this_machine_reaches() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", "", "127.1"))


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765", "localhost.:8765"]
)
def test_the_names_of_this_server_are_answered(host: str) -> None:
    assert LOCAL.refusal(host, None, is_websocket=False) is None
    assert LOCAL.refusal(host, f"http://{host}", is_websocket=True) is None


@pytest.mark.parametrize(
    "host",
    [
        None, "", "evil.example:8765", "127.0.0.1", "127.0.0.1:8766", "localhost.evil.example:8765",
        "127.0.0.1:8765@evil", "evil.example#127.0.0.1:8765",
        "127.0.0.1:8765, evil.example", "127.0.0.1:8765/", " 127.0.0.1:8765", "192.168.0.9:8765",
        "0x7f.1:8765", "[::1:8765", "localhost:08765x",
    ],
)  # fmt: skip
def test_another_name_is_refused_as_a_rebound_one(host: str | None) -> None:
    assert LOCAL.refusal(host, None, is_websocket=False) is not None


@pytest.mark.parametrize(
    "origin",
    [
        "null", "", "http://evil.example", "https://127.0.0.1:8765", "http://127.0.0.1:8766", "http://127.0.0.1",
        "http://127.0.0.1:8765.evil.example", "http://127.0.0.1:8765/", "http://localhost:8765", "chrome-extension://abc",
    ],
)  # fmt: skip
def test_another_origin_is_refused_on_every_request(origin: str) -> None:
    for is_websocket in (True, False):
        assert LOCAL.refusal("127.0.0.1:8765", origin, is_websocket=is_websocket) is not None


def test_a_websocket_without_an_origin_is_refused() -> None:
    assert LOCAL.refusal("127.0.0.1:8765", None, is_websocket=True) is not None


def test_on_every_address_an_address_is_answered_and_a_strange_name_is_not() -> None:
    for host in ("192.168.0.9:8765", "[fe80::1]:8765", "desk-box:8765", "localhost:8765"):
        assert EVERYWHERE.refusal(host, None, is_websocket=False) is None
    for host in ("evil.example:8765", "192.168.0.9:80", "desk-box"):
        assert EVERYWHERE.refusal(host, None, is_websocket=False) is not None


def test_behind_a_proxy_the_public_name_is_answered_too() -> None:
    assert PROXIED.refusal("desk.example.org", "https://desk.example.org", is_websocket=True) is None
    assert PROXIED.refusal("127.0.0.1:8765", "https://desk.example.org", is_websocket=True) is None
    assert PROXIED.refusal("desk.example.org", "http://desk.example.org.evil.example", is_websocket=True) is not None
    assert PROXIED.refusal("evil.example", "https://desk.example.org", is_websocket=True) is not None


@pytest.mark.parametrize(
    "url", ["desk.example.org", "ftp://desk", "https://a/b", "https://", "https://a?x=1", "https://u@a"]
)
def test_a_public_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(CopydeskError, match="is not an address like"):
        Site.of("127.0.0.1", 1, public_url=url)


@given(st.text(max_size=40))
def test_only_a_name_and_a_port_is_an_authority(text: str) -> None:
    found = authority_of(text, "http")
    if found is not None:
        assert set(text.lower()) <= set("abcdefghijklmnopqrstuvwxyz0123456789-._:[]")
        assert found[0] in text.lower()


def test_the_printed_address_is_one_to_open() -> None:
    assert url_of("0.0.0.0", 80, "/x/") == "http://127.0.0.1:80/x/"
    assert url_of("::1", 8765, "/x/") == "http://[::1]:8765/x/"


def test_the_messages_of_a_terminal_are_understood() -> None:
    assert parse('["stdin", "é\\u001b[A"]') == Keys("é\x1b[A".encode())
    assert parse('["resize", {"width": 80, "height": 24}]') == Resize(80, 24)
    assert parse('["ping", "17"]') == Ping("17")
    assert parse('["focus"]') == Focus(True)
    assert parse('["blur"]') == Focus(False)


HOSTILE_MESSAGES = [
    "", "nonsense", "{}", "[]", "null", '"stdin"', '["stdin"]', '["stdin", 1]', '["stdin", "\\ud800"]', '["quit"]',
    '["resize", {"width": "80", "height": 24}]', '["resize", {"width": 0, "height": 24}]', '["resize", [80, 24]]',
    '["resize", {"width": 1000000, "height": 1000000}]', '["resize", {"width": 1e3, "height": 24}]',
    '["ping", "' + "x" * 65 + '"]', '["ping", {}]', '["deliver_file_start", "/etc/passwd"]', "[" * 100_000,
    '["stdin", ' + "[" * 50_000 + "]" * 50_000 + "]", '{"type": "quit"}',
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_MESSAGES, ids=lambda text: text[:24])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadMessageError):
        parse(text)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["stdin", "resize", "ping", "width"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["width", "height", "x"]), inner),
    max_leaves=8,
)


@given(JSON)
def test_no_message_does_more_than_be_refused(value: object) -> None:
    try:
        found = parse(json.dumps(value))
    except BadMessageError:
        return
    assert isinstance(found, Keys | Resize | Ping | Focus)


@given(st.none() | st.text(max_size=8))
def test_a_size_in_the_address_is_one_that_a_terminal_has(text: str | None) -> None:
    assert 1 <= cells(text, 80) <= 1000
