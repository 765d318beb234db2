"""The page that leads through the installation of the certificate, for strangers as well."""

from __future__ import annotations

import plistlib
import re
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from web_ui import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from web_ui.services import Services

FILES = {
    "crt": "application/x-x509-ca-cert",
    "pem": "application/x-pem-file",
    "mobileconfig": "application/x-apple-aspen-config",
}


@pytest.fixture
def stranger(services: Services) -> FlaskClient:
    return create_app(services).test_client()


@pytest.mark.parametrize(
    ("agent", "title"),
    [
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130.0 Mobile", "Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "iPhone and iPad"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/130.0", "Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0", "Linux"),
        ("<script>", "Android"),
    ],
)
def test_the_visitors_own_system_comes_first(
    agent: str, title: str, stranger: FlaskClient
) -> None:
    page = stranger.get("/install", headers={"User-Agent": agent}).text

    assert re.findall("<h2>(.*?)</h2>", page)[0] == title
    assert len(re.findall("<summary>", page)) == 4


def test_another_system_can_be_asked_for(stranger: FlaskClient) -> None:
    page = stranger.get("/install?system=windows").text

    assert re.findall("<h2>(.*?)</h2>", page)[0] == "Windows"


@pytest.mark.parametrize(("ending", "mimetype"), FILES.items())
def test_offers_the_authority_in_the_form_that_each_system_takes(
    ending: str, mimetype: str, stranger: FlaskClient, services: Services
) -> None:
    answer = stranger.get(f"/install/clara-authority.{ending}")

    assert answer.mimetype == mimetype
    assert b"PRIVATE" not in answer.data
    readers = {
        "crt": x509.load_der_x509_certificate,
        "pem": x509.load_pem_x509_certificate,
        "mobileconfig": lambda data: x509.load_der_x509_certificate(
            plistlib.loads(data)["PayloadContent"][0]["PayloadContent"]
        ),
    }
    authority = services.certificates.authority
    assert readers[ending](answer.data) == authority.certificate


@pytest.mark.parametrize(
    "path",
    ["clara-authority.key", "authority.pem", "server.pem", "ftp.svg", "..%2ftls"],
)
def test_offers_nothing_else(path: str, stranger: FlaskClient) -> None:
    assert stranger.get(f"/install/{path}").status_code in {404, 405}


def test_shows_the_fingerprint_that_clara_status_shows(
    stranger: FlaskClient, services: Services
) -> None:
    authority = services.certificates.authority
    page = stranger.get("/install").text

    assert authority.fingerprint in page
    assert authority.name in page


def test_leads_to_https_under_the_name_that_was_asked_for(
    stranger: FlaskClient,
) -> None:
    for host in ("clara.local", "localhost", "[::1]"):
        answer = stranger.get("/install", base_url=f"http://{host}:8080")
        policy = answer.headers["Content-Security-Policy"]

        assert f'href="https://{host}:8443/install"' in answer.text
        assert f"connect-src 'self' https://{host}:8443;" in policy


def test_sends_another_phone_to_a_name_that_it_knows(stranger: FlaskClient) -> None:
    page = stranger.get("/install", base_url="http://localhost:8080").text

    assert "<code>http://clara.local:8080/install</code>" in page


def test_a_secure_page_needs_no_other_address(stranger: FlaskClient) -> None:
    answer = stranger.get("/install", base_url="https://clara.local:8443")

    assert "You are on HTTPS" in answer.text
    assert "connect-src 'self';" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_draws_the_address_for_another_phone(
    scheme: str, stranger: FlaskClient
) -> None:
    answer = stranger.get(f"/install/{scheme}.svg")

    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<svg")
    assert b"style=" not in answer.data


def test_another_page_of_this_service_may_try_whether_https_works(
    stranger: FlaskClient,
) -> None:
    answer = stranger.get("/install/works", base_url="https://localhost:8443")

    assert answer.json == {"secure": True}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_says_what_is_wrong_when_the_authority_cannot_be_had(
    stranger: FlaskClient, services: Services
) -> None:
    services.folders.data.mkdir(parents=True, exist_ok=True)
    services.folders.tls.write_text("in the way")

    page = stranger.get("/install")
    file = stranger.get("/install/clara-authority.crt")

    assert page.status_code == 200
    assert "HTTPS cannot be had at the moment" in page.text
    assert file.status_code >= 500
    assert "Traceback" not in file.text
