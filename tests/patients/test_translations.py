"""Words come in the language that is active when they are asked for, whatever was asked before."""

import pytest
from django.utils import translation

from patients.translations import Translations


@pytest.mark.parametrize("times", [1, 2])
def test_the_active_language_decides(times):
    words = Translations()
    for _ in range(times):
        with translation.override("es"):
            assert words.gettext("Yes") == translation.gettext("Yes") == "Sí"
            assert words.ngettext("%d", "%d", 2) == "%d"
            assert words.pgettext("no such context", "Yes") == "Yes"
        with translation.override("en"):
            assert words.gettext("Yes") == "Yes"
        with translation.override(None):
            assert words.gettext("Yes") == "Yes"
