"""The OpenAPI document is one, says a validator that had no part in writing it."""

import json

from openapi_spec_validator import OpenAPIV31SpecValidator

from clinic.http.reference import openapi_document


def test_it_is_valid_openapi_3_1() -> None:
    assert list(OpenAPIV31SpecValidator(json.loads(openapi_document())).iter_errors()) == []
