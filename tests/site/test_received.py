"""A form is read as Django reads it, whatever was sent, and refused where Django refuses it."""

import io

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.middleware.csrf import (
    CSRF_ALLOWED_CHARS,
    CSRF_SECRET_LENGTH,
    CSRF_TOKEN_LENGTH,
    _mask_cipher_secret,
    _unmask_cipher_token,
)
from hypothesis import example, given
from hypothesis import strategies as st

from bihuan.site.received import FORM, Fields, Received, unescaped, unmasked

PIECES = ["&", "=", "+", "%", "%2", "%E4%B8%89", "%e4%b8", "%FF", "%00", "%zz", "%25", "三", "a", "words", " "]
SENT = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40),
)


@given(SENT)
@example("&&a&=&=b&a=1&a=%E4%B8&%E4=%89+%2B")
def test_fields_are_those_of_django(sent: str) -> None:
    expected, found = QueryDict(sent.encode()), Fields(sent.encode())
    assert list(found.lists()) == list(expected.lists()) and found == expected and found.dict() == expected.dict()
    with pytest.raises(AttributeError):
        found["a"] = "b"
    assert found.copy() == expected.copy()


@given(st.binary(max_size=60))
def test_any_bytes_are_read_alike(sent: bytes) -> None:
    assert list(Fields(sent).lists()) == list(QueryDict(sent).lists())


def test_a_run_of_escapes_is_one_text() -> None:
    assert unescaped("%E4%B8%89%E6%A0%8B+100%") == "三栋 100%"


PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'


MASKED = st.text(CSRF_ALLOWED_CHARS, min_size=CSRF_TOKEN_LENGTH, max_size=CSRF_TOKEN_LENGTH)


@given(MASKED)
def test_a_token_is_unmasked_as_django_does(token: str) -> None:
    assert unmasked(token) == _unmask_cipher_token(token)


@given(st.text(CSRF_ALLOWED_CHARS, min_size=CSRF_SECRET_LENGTH, max_size=CSRF_SECRET_LENGTH))
def test_what_django_masks_is_the_secret_again(secret: str) -> None:
    assert unmasked(_mask_cipher_secret(secret)) == secret


def _sent(kind: type[WSGIRequest], body: bytes, content: str = FORM, method: str = "POST") -> WSGIRequest:
    return kind({
        "REQUEST_METHOD": method, "PATH_INFO": "/", "CONTENT_TYPE": content, "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("body", "content", "method"),
    [
        (b"a=1&b=%E4%B8%89", FORM, "POST"),
        (b"a=1", FORM, "GET"),
        (b"a=1", f"{FORM}; charset=utf-8", "POST"),
        (b"a=1", "text/plain", "POST"),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            "POST",
        ),
        (b"", FORM, "POST"),
    ],
)
def test_requests_are_read_alike(body: bytes, content: str, method: str) -> None:
    ours, theirs = (_sent(kind, body, content, method) for kind in (Received, WSGIRequest))
    assert ours.POST == theirs.POST and ours.FILES == theirs.FILES


@pytest.mark.parametrize(
    ("body", "content", "refusal"),
    [
        (b"a=1&" * settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, FORM, TooManyFieldsSent),
        (b"a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), FORM, RequestDataTooBig),
        (b"a=1", f"{FORM}; charset=gbk", BadRequest),
    ],
)
def test_what_django_refuses_is_refused(body: bytes, content: str, refusal: type[Exception]) -> None:
    for kind in (Received, WSGIRequest):
        with pytest.raises(refusal):
            assert _sent(kind, body, content).POST
