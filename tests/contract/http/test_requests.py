from itertools import pairwise

import pytest

from chassis.http import DeclaredRoute, route, routes_of
from tests.contract.http.apps import Things
from tests.contract.http.client import chunked, request_bytes


def test_a_handler_gets_the_decoded_values_of_its_path_and_every_value_of_a_query_field(app, connect):
    answer = connect(app).ask("GET", "/cities/%E5%A4%A7%E8%BF%9E/things/a%2Fb?tag=x&tag=&name=%E5%8E%82")

    assert answer.status == 200
    assert answer.json() == {
        "values": {"city": "大连", "thing_id": "a/b"},
        "query": {"tag": ["x", ""], "name": ["厂"]},
        "path": "/cities/%E5%A4%A7%E8%BF%9E/things/a%2Fb",
    }


def test_a_static_path_wins_over_a_name(app, connect):
    answer = connect(app).ask("GET", "/cities/dalian/things/newest")

    assert answer.json() == {"newest": {"city": "dalian"}}


def test_a_method_that_the_static_path_lacks_is_found_at_the_name(app, connect):
    answer = connect(app).ask("DELETE", "/cities/dalian/things/newest")

    assert (answer.status, answer.body) == (204, b"")
    assert "content-length" not in answer.headers


def test_a_json_body_reaches_the_handler_with_its_headers_in_any_case(app, connect):
    answer = connect(app).ask("POST", "/cities/dalian/things", '{"名": 1}'.encode(), CONTENT_TYPE="application/json")

    assert answer.status == 201
    assert answer.json() == {"got": {"名": 1}, "type": "application/json"}


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": 1} x', b"\xff", b"NaN"])
def test_a_body_that_is_not_json_is_a_problem_document(app, connect, body):
    client = connect(app)

    answer = client.ask("POST", "/cities/dalian/things", body)

    assert (answer.status, answer.json()["code"]) == (400, "malformed_body")
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.ask("GET", "/plain").status == 200


def test_a_query_that_is_not_utf8_is_refused(app, connect):
    answer = connect(app).ask("GET", "/cities/dalian/things/1?name=%ff")

    assert (answer.status, answer.json()["code"]) == (400, "malformed_request")


@pytest.mark.parametrize(
    "path", ["/nothing", "/plain/", "/cities//things/1", "/cities/../things/1", "/cities/%00/things/1", "/%ff", "*"]
)
def test_an_unknown_path_is_not_found(app, connect, path):
    answer = connect(app).ask("GET", path)

    assert (answer.status, answer.json()["code"]) == (404, "route_not_found")
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_wrong_method_names_the_right_ones_and_keeps_the_connection(app, connect):
    client = connect(app)

    answer = client.ask("PATCH", "/cities/dalian/things/1")

    assert (answer.status, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS"
    assert client.ask("GET", "/plain").status == 200


def test_options_lists_the_methods(app, connect):
    answer = connect(app).ask("OPTIONS", "/cities/dalian/things/1")

    assert answer.status == 204
    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS"


def test_head_is_get_without_the_body(app, connect):
    client = connect(app)

    head = client.ask("HEAD", "/plain")

    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", "5")
    assert client.ask("GET", "/plain").body == b"plain"


def test_a_sane_request_id_is_echoed_and_another_is_replaced(app, connect):
    client = connect(app)

    kept = client.ask("GET", "/plain", X_Request_Id="order-7.a_B")
    replaced = [client.ask("GET", "/plain", X_Request_Id=offered) for offered in ("x" * 65, "a b", "a;b")]
    made = client.ask("GET", "/plain")

    assert kept.headers["x-request-id"] == "order-7.a_B"
    ids = [answer.headers["x-request-id"] for answer in (*replaced, made)]
    assert len(set(ids)) == 4
    assert not {"a b", "a;b"} & set(ids)


def test_every_answer_has_a_date_and_the_default_headers(app, connect):
    client = connect(app)

    for answer in (client.ask("GET", "/plain"), client.ask("GET", "/nothing"), client.ask("GET", "/fails")):
        assert answer.headers["date"].endswith(" GMT")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_pipelined_requests_are_answered_in_order(app, connect):
    client = connect(app)

    client.send(b"".join(request_bytes("POST", "/echo", b"body %d" % number) for number in range(50)))

    assert [client.answer().body for _ in range(50)] == [b"body %d" % number for number in range(50)]


def test_requests_arrive_however_the_network_cuts_them(app, connect):
    client = connect(app)
    wire = request_bytes("POST", "/echo", b"whole") + request_bytes("GET", "/plain")

    for start, end in pairwise([*range(0, len(wire), 7), len(wire)]):
        client.send(wire[start:end])

    assert client.answer().body == b"whole"
    assert client.answer().body == b"plain"


def test_a_chunked_body_arrives_whole_and_its_trailers_are_ignored(app, connect):
    client = connect(app)
    chunks = chunked(b"first ", b"second").removesuffix(b"\r\n") + b"X-Request-Id: trailer\r\nHost: other\r\n\r\n"

    client.send(request_bytes("POST", "/echo", Transfer_Encoding="chunked", X_Request_Id="head") + chunks)
    answer = client.answer()

    assert answer.body == b"first second"
    assert answer.headers["x-request-id"] == "head"
    assert client.ask("GET", "/plain").status == 200


def test_the_client_may_close_after_its_answer(app, connect):
    client = connect(app)

    answer = client.ask("GET", "/plain", Connection="close")

    assert answer.headers["connection"] == "close"
    assert client.is_closed()


def test_http_1_0_is_answered_and_closed(app, connect):
    client = connect(app)

    answer = client.send(b"GET /plain HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answer()

    assert (answer.body, answer.headers["connection"]) == (b"plain", "close")
    assert client.is_closed()


def test_an_absolute_address_is_its_path(app, connect):
    assert connect(app).ask("GET", "http://test/cities/dalian/things/1?a=b").json()["query"] == {"a": ["b"]}


def test_an_offer_to_upgrade_is_ignored_and_the_body_stays_a_body(app, connect):
    client = connect(app)
    offer = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2_Settings": "AAMAAABk"}
    smuggled = request_bytes("DELETE", "/cities/dalian/things/1")

    client.send(request_bytes("GET", "/plain", **offer) + request_bytes("POST", "/echo", smuggled, **offer))
    client.send(request_bytes("POST", "/echo", Transfer_Encoding="chunked", **offer) + chunked(b"more"))

    assert client.answer().body == b"plain"
    assert client.answer().body == smuggled
    assert client.answer().body == b"more"
    assert client.ask("GET", "/plain").status == 200


def test_the_routes_of_a_class_can_be_listed_without_running_it():
    routes = {(declared.method, declared.pattern): declared for declared in routes_of(Things)}

    shown = routes["GET", "/cities/{city}/things/{thing_id}"]
    assert isinstance(shown, DeclaredRoute)
    assert (shown.name, shown.meta, shown.handler.__doc__) == ("show", {"permission": "read_things"}, "One thing.")
    assert routes["PUT", "/upload"].is_streamed
    assert routes["POST", "/small"].body_limit == 10


@pytest.mark.parametrize("pattern", ["plain", "/a/{b", "/a/x{b}", "/{a}/{a}", "/{A}"])
def test_a_pattern_that_is_none_is_refused_where_it_is_declared(pattern):
    with pytest.raises(ValueError, match="not a path pattern"):
        route("GET", pattern)(lambda self, request: None)


def test_a_streamed_route_without_a_limit_is_refused_where_it_is_declared():
    with pytest.raises(ValueError, match="body_limit"):
        route("PUT", "/upload", stream=True)(lambda self, request: None)


def test_two_routes_with_one_address_are_refused_at_the_start(serve):
    class Twice:
        name = "twice"
        first = route("GET", "/things/{a}")(lambda self, request: None)
        second = route("GET", "/things/{b}")(lambda self, request: None)

    with pytest.raises(ValueError, match="two routes answer"):
        serve(Twice)
