"""What pip was told about indexes reaches uv."""

from __future__ import annotations

from indexes import parse_pip_config, uv_environment

INDEX, OTHER = "https://mirror.example/simple", "https://other.example/simple"


def test_nothing_said_adds_nothing() -> None:
    assert uv_environment(parse_pip_config(""), {}) == {}


def test_environment_beats_install_beats_global() -> None:
    listing = "\n".join(
        (
            ":env:.index-url='c'",
            "global.index-url='a'",
            "install.index-url='b'",
            "freeze.timeout='10'",
            "noise",
        )
    )
    assert parse_pip_config(listing) == {"index-url": "c"}


def test_index_is_passed_on() -> None:
    assert uv_environment({"index-url": INDEX}, {}) == {"UV_DEFAULT_INDEX": INDEX}


def test_what_uv_was_told_itself_stays() -> None:
    assert uv_environment({"index-url": INDEX}, {"UV_INDEX_URL": OTHER}) == {}


def test_several_indexes_are_searched_alike() -> None:
    added = uv_environment({"extra-index-url": f"\n{INDEX}\n{OTHER}"}, {})
    assert added == {"UV_INDEX": f"{INDEX} {OTHER}", "UV_INDEX_STRATEGY": "unsafe-best-match"}


def test_folders_of_wheels_and_certificate() -> None:
    added = uv_environment({"find-links": "wheels more", "cert": "ca.pem"}, {})
    assert added == {"UV_FIND_LINKS": "wheels,more", "SSL_CERT_FILE": "ca.pem"}
