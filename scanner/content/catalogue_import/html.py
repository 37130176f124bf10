"""HTML of the portal to plain text. The HTML is untrusted: only words and line breaks survive."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = {
    *("p", "div", "section", "blockquote", "br", "ul", "ol", "li", "table", "tr"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
_DROPPED = {"script", "style", "head", "template", "noscript", "iframe", "object", "svg", "math"}
_LOWER_ALPHA = ("lower-alpha", "lower-latin")


def plain(html: str) -> str:
    """The text of an HTML fragment, one line per paragraph; items of bullet lists begin with `* `.

    Items of a top-level list lettered by the browser (`<ol type="a">`) get their letter written out, `value` and
    `start` obeyed. Scripts, styles and embedded objects vanish with their content.
    """
    parser = _Plain()
    parser.feed(html)
    parser.close()
    return parser.text()


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._lists: list[int | None] = []  # per open list: number of the last letter, None for plain bullets
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        if tag not in _BLOCKS:
            return
        self._break()
        values = {name: value or "" for name, value in attrs}
        if tag == "ul":
            self._lists.append(None)
        elif tag == "ol":
            self._lists.append(self._number(values, "start", 1) - 1 if self._lettered(values) else None)
        elif tag == "li":
            self._line.append(self._mark(values))

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        if tag in _BLOCKS:
            self._break()
        if tag == "li":
            self._line = []  # the mark of an empty item must not swallow the next paragraph
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._line.append(data)

    def text(self) -> str:
        self._break()
        return "\n".join(self._lines)

    def _break(self) -> None:
        line = " ".join("".join(self._line).split())
        # A mark alone waits for its text: `<li><p>…</p></li>`.
        if line and not (line == "*" or (len(line) == 2 and line[1] == ".")):
            self._lines.append(line)
            self._line = []
        elif not line:
            self._line = []

    def _lettered(self, values: dict[str, str]) -> bool:
        style = values.get("style", "").replace(" ", "")
        return not self._lists and (values.get("type") == "a" or any(name in style for name in _LOWER_ALPHA))

    def _mark(self, values: dict[str, str]) -> str:
        if not self._lists or (last := self._lists[-1]) is None:
            return "* "
        number = self._number(values, "value", last + 1)
        self._lists[-1] = number
        return f"{chr(ord('a') + number - 1)}. " if 1 <= number <= 26 else "* "

    @staticmethod
    def _number(values: dict[str, str], name: str, default: int) -> int:
        value = values.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else default
