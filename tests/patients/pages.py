"""Reading an admin page like a browser does, and sending its form back."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """The main form of a page: `fields` holds what a browser would send (name → list of values), `radios` every radio button as
    (name, value, is it checked), `ids` every id on the page."""

    def __init__(self, response):
        super().__init__(convert_charrefs=True)
        self.fields, self.radios, self.ids, self.text = {}, [], set(), []
        self._select = self._option = self._textarea = None
        self._in_form = False
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if "id" in has:
            self.ids.add(has["id"])
        if tag == "form":
            self._in_form = has.get("id", "").endswith("_form") and has.get("method") == "post"
        if not self._in_form:
            return
        if tag == "input":
            self._input(has)
        elif tag == "select":
            self._select = has.get("name")
            self._first = True
        elif tag == "option" and self._select:
            if "selected" in has:
                self._add(self._select, has.get("value", ""))
        elif tag == "textarea":
            self._textarea = has.get("name")
            self.fields[self._textarea] = [""]

    def _input(self, has):
        kind, name = has.get("type", "text"), has.get("name")
        if kind == "radio":
            self.radios.append((name, has.get("value"), "checked" in has))
        if name and kind != "submit" and (kind not in ("radio", "checkbox") or "checked" in has):
            self._add(name, has.get("value", "on" if kind == "checkbox" else ""))

    def _add(self, name, value):
        self.fields.setdefault(name, []).append(value)

    def handle_data(self, data):
        self.text.append(data)
        if self._textarea:
            self.fields[self._textarea] = [self.fields[self._textarea][0] + data.removeprefix("\n")]

    def handle_endtag(self, tag):
        if tag == "form":
            self._in_form = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def sent(self, **changes):
        """What a browser sends after somebody typed `changes`; None takes a field away."""
        data = {name: values for name, values in self.fields.items() if "__prefix__" not in name}
        data |= {name: value if isinstance(value, list) else [value] for name, value in changes.items() if value is not None}
        return {name: values for name, values in data.items() if changes.get(name, "") is not None}

    def added(self, prefix, **columns):
        """One more row of a list: the fields of the empty form, filled in."""
        place = int(self.fields[f"{prefix}-TOTAL_FORMS"][0])
        blank = {n.replace("__prefix__", str(place)): v for n, v in self.fields.items() if n.startswith(f"{prefix}-__prefix__")}
        typed = {f"{prefix}-{place}-{name}": value for name, value in columns.items()}
        return {**blank, **typed, f"{prefix}-TOTAL_FORMS": str(place + 1)}

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())
