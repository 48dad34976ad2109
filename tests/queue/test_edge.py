"""Around every request: bad input, headers, hosts, pages, and what the OpenAPI promises."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.queue.world import Person, Server, counsellor_id, install, person, sealed, serving

CASE = "/api/case/messages"
DESK = "/desk/api/sign-in/begin"
GOOD = {"epoch": 1, "seq": 1, "sealed": sealed()}


def raw(body: bytes) -> dict[str, Any]:
    return {"content": body, "headers": {"Content-Type": "application/json"}}


@pytest.fixture
def one(server: Server) -> Person:
    somebody = person(counsellor_id())
    server.receives(somebody)
    return somebody


@pytest.mark.parametrize("path", [CASE, DESK, "/desk/api/invitations/accept", "/api/case/secret"])
@pytest.mark.parametrize(
    ("body", "statuses"),
    [
        (b"", (422,)),
        (b"{", (400,)),
        (b'{"sign_in_name": "\xff\xfe"}', (400,)),
        (b"\x00", (400,)),
        (b'{"sign_in_name": "a\x01b"}', (400,)),
        (b"[" * 10_000, (400,)),
        (b"1" * 10_000, (400, 422)),
        (b'"text"', (422,)),
        (b"[]", (422,)),
        (b"null", (422,)),
        (b"{}", (422,)),
        (b'{"sign_in_name": "\\ud800"}', (422,)),
        (b'{"sign_in_name": {"$ne": ""}}', (422,)),
        (b'{"sign_in_name": NaN}', (422, 400)),
        (b"x" * 1024 * 1024, (413,)),
        (b'{"epoch": 1, "seq": 99999999999999999999999, "sealed": "AAAA"}', (422,)),
        (b'{"epoch": true, "seq": "1", "sealed": "AAAA"}', (422,)),
        (b'{"epoch": 1.0, "seq": -1, "sealed": "=\'; DROP TABLE cases"}', (422,)),
    ],
)
def test_bad_bodies_are_refused_with_the_right_status_and_without_their_words(
    server: Server, one: Person, path: str, body: bytes, statuses: tuple[int, ...]
) -> None:
    answer = server.send("POST", path, one.token, **raw(body))
    assert answer.status_code in statuses, answer.text
    assert answer.json()["error"]["code"] in {"bad_request", "too_large"}
    for given_away in ("Traceback", "pydantic", "sqlalchemy", "File ", "DROP", "sign_in_name", "body"):
        assert given_away not in answer.text.replace("The body must be JSON", "")


def test_a_body_without_its_length_is_counted_as_it_comes(server: Server, one: Person) -> None:
    def pieces() -> Any:
        for _ in range(100):
            yield b" " * 1000

    headers = {"Content-Type": "application/json"}
    answer = server.send("POST", CASE, one.token, content=pieces(), headers=headers)
    assert answer.status_code == 413


def test_a_body_that_lies_about_its_length_does_no_harm(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        head = f"POST {CASE} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
        line.sendall(head.encode() + b'{"epoch"')
    assert server.get("/healthz").status_code == 200


def test_a_type_that_is_not_json_is_refused(server: Server, one: Person) -> None:
    answer = server.send("POST", CASE, one.token, content=json.dumps(GOOD), headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422


@pytest.mark.parametrize("after", ["-1", "x", "1e9", "99999999999999999999", "1 OR 1=1"])
def test_a_number_to_resume_after_has_to_be_one(server: Server, one: Person, after: str) -> None:
    answer = server.send("GET", "/api/case/events", one.token, headers={"Lykta-After": after})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_request")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/api/case/end", 405),
        ("DELETE", "/desk/api/cases", 405),
        ("GET", "/desk/api/nothing", 404),
        ("GET", "/internal/nothing", 404),
        ("GET", "/assets/nothing.js", 404),
        ("GET", "/assets/..%2f..%2fvar%2fserver.key", 404),
        ("GET", "/docs", 404),
        ("GET", "/desk/api/docs", 404),
        ("GET", "/internal/openapi.json", 404),
        ("PUT", "/", 405),
    ],
)
def test_wrong_addresses_and_methods_get_our_own_answer(server: Server, method: str, path: str, status: int) -> None:
    answer = server.send(method, path)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}


def test_an_onion_address_is_answered_as_any_other_name_and_sent_nowhere_else(tmp_path: Path) -> None:
    onion = "faf3zjvdekhi3xdeejylorn6cff56uwnkbzvd2dsokvz34vwjpge2vyd.onion"
    settings = install(tmp_path).model_copy(update={"hosts": ("127.0.0.1", onion)})
    with serving(settings) as server:
        by_name, by_onion = (server.send("GET", "/", headers={"Host": host}) for host in ("127.0.0.1", onion))
    assert by_onion.status_code == 200
    assert {**by_onion.headers, "date": ""} == {**by_name.headers, "date": ""}
    assert not {"strict-transport-security", "onion-location", "alt-svc"} & set(by_onion.headers)
    assert "upgrade-insecure-requests" not in by_onion.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example.org", "127.0.0.1.evil.example.org", "", "localhost:80:80"])
def test_a_host_of_another_name_is_not_answered(server: Server, host: str) -> None:
    answer = server.send("GET", "/", headers={"Host": host})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "wrong_host")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/left", 404),
        ("/desk/", 200),
        ("/desk", 308),
        ("/healthz", 200),
        ("/assets/index-abc123.js", 200),
        ("/api/roster", 404),
        ("/api/openapi.json", 200),
        ("/desk/api/openapi.json", 200),
        ("/desk/api/me", 401),
        ("/internal/duty", 401),
    ],
)
def test_every_answer_carries_the_safety_headers_and_no_mark(server: Server, path: str, status: int) -> None:
    answer = server.get(path)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-dns-prefetch-control"] == "off"
    assert ("clear-site-data" in answer.headers) == (path == "/left")
    assert not {"set-cookie", "server", "etag", "last-modified"} & set(answer.headers)


def test_pages_run_scripts_of_their_own_origin_and_only_the_desk_runs_web_assembly(server: Server) -> None:
    person_page, desk_page = (server.get(path).headers["content-security-policy"] for path in ("/", "/desk/"))
    assert "script-src 'self';" in person_page
    assert "wasm" not in person_page
    assert "script-src 'self' 'wasm-unsafe-eval';" in desk_page
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in person_page
    assert "require-trusted-types-for 'script'; trusted-types desk-worker" in desk_page


def test_only_the_desk_has_a_service_worker(server: Server) -> None:
    person_page, desk_page = (server.get(path).headers["content-security-policy"] for path in ("/", "/desk/"))
    assert "worker-src 'none';" in person_page
    assert "worker-src 'self';" in desk_page
    worker = server.get("/desk/worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["content-security-policy"].startswith("default-src 'none'"), "it asks nobody for anything"
    assert "service-worker-allowed" not in worker.headers, "it serves nothing above its own folder"
    for elsewhere in ("/worker.js", "/desk-worker.js", "/assets/desk-worker.js"):
        assert server.get(elsewhere).status_code == 404


def test_leaving_clears_what_a_browser_may_hold(server: Server) -> None:
    assert server.post("/api/chat/leave").headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert server.get("/left").headers["clear-site-data"] == '"cookies", "storage"', "nothing that keeps it waiting"


def test_the_page_for_who_has_left_answers_404_so_that_browsers_keep_it_out_of_their_history(server: Server) -> None:
    answer = server.get("/left")
    assert answer.status_code == 404
    assert "<title>left</title>" in answer.text, "the page itself, and no error"


def test_files_travel_packed(server: Server) -> None:
    (server.settings.pages / "assets" / "long.js").write_text("export {};" * 1000)
    packed, plain = (
        server.send("GET", "/assets/long.js", headers={"Accept-Encoding": coding}) for coding in ("gzip", "identity")
    )
    assert int(packed.headers["content-length"]) < 1000
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_head_is_answered_where_get_is(server: Server) -> None:
    for path in ("/", "/healthz"):
        assert server.send("HEAD", path).status_code == 200


@pytest.mark.parametrize(
    ("document", "path", "method", "statuses"),
    [
        ("/api/openapi.json", "/api/case/messages", "post",
         {"200", "201", "400", "401", "409", "413", "422", "429", "500"}),
        ("/api/openapi.json", "/api/case/secret", "post", {"204", "400", "401", "409", "413", "422", "500"}),
        ("/api/openapi.json", "/api/case/events", "get", {"200", "401", "422", "500"}),
        ("/api/openapi.json", "/api/case/end", "post", {"200", "401", "500", "503"}),
        ("/api/openapi.json", "/api/roster", "get", {"200", "404", "500"}),
        ("/desk/api/openapi.json", "/cases/{case_id}/offer", "post",
         {"201", "400", "401", "403", "404", "409", "413", "422", "500"}),
        ("/desk/api/openapi.json", "/offers/{offer_id}/accept", "post",
         {"200", "401", "403", "404", "409", "422", "500"}),
        ("/desk/api/openapi.json", "/offers/{offer_id}/lines", "post",
         {"200", "201", "400", "401", "403", "404", "409", "413", "422", "429", "500"}),
        ("/desk/api/openapi.json", "/wishes", "post", {"204", "400", "401", "403", "409", "413", "422", "500"}),
        ("/desk/api/openapi.json", "/wishes/end", "post", {"204", "400", "401", "403", "404", "413", "422", "500"}),
        ("/desk/api/openapi.json", "/sign-in", "post", {"200", "400", "401", "413", "422", "429", "500"}),
        ("/desk/api/openapi.json", "/invitations/accept", "post", {"201", "400", "409", "410", "413", "422", "500"}),
        ("/desk/api/openapi.json", "/claim", "post", {"200", "204", "401", "403", "409", "500"}),
        ("/desk/api/openapi.json", "/cases/{case_id}/messages", "post",
         {"200", "201", "400", "401", "403", "404", "409", "413", "422", "429", "500"}),
        ("/desk/api/openapi.json", "/cases/{case_id}/close", "post",
         {"200", "400", "401", "403", "404", "413", "422", "500", "503"}),
        ("/desk/api/openapi.json", "/languages", "post", {"204", "400", "401", "403", "413", "422", "500"}),
        ("/desk/api/openapi.json", "/content/{language}", "get", {"200", "401", "403", "422", "500", "503"}),
    ],
)  # fmt: skip
def test_the_open_api_documents_every_status(
    server: Server, document: str, path: str, method: str, statuses: set[str]
) -> None:
    responses = server.get(document).json()["paths"][path][method]["responses"]
    assert set(responses) == statuses
    for status, response in responses.items():
        if int(status) >= 400:
            schema = response["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ErrorBody"}, (path, status)


def test_an_error_nobody_expected_is_a_plain_500_and_the_log_has_no_word_of_it(
    server: Server, one: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("what a person wrote")

    monkeypatch.setattr("triage_api.queue.person.keep_secret", breaks)
    body = {"epoch": 1, "roster_number": 1, "sealed": sealed(1168)}
    answer = server.post("/api/case/secret", body, one.token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server_error")
    assert "RuntimeError at" in caplog.text
    assert "what a person wrote" not in caplog.text + answer.text
