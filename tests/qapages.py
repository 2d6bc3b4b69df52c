"""Pages of figures for tests of the HTML report: made, opened up, and filled with what is hostile."""

from dataclasses import replace
from html.parser import HTMLParser

from natfig.core.findings import Severity
from natfig.qa.check import Context
from natfig.qa.document import Active, Box, Font, Image, Link, Paint
from natfig.qa.reporters.html import HtmlReporter
from natfig.qa.result import Results, Suppressed
from natfig.qa.runner import check_file
from qaresults import document, file, finding, lookup

EVIL = "</script><img src=x onerror=evil()>\"'><svg onload=evil()>&lt;"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="40mm" viewBox="0 0 80 40">{}</svg>'
RECT = '<rect x="20" y="10" width="10" height="5" fill="{}"/>'


class Parsed(HTMLParser):
    """Elements with their attributes as a browser's parser would take them, and the text between."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.raw = [], [], {}
        self._raw = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._raw = tag if tag in {"script", "style"} else None

    def handle_endtag(self, tag):
        self._raw = None

    def handle_data(self, data):
        if self._raw:
            self.raw[self._raw] = self.raw.get(self._raw, "") + data
        else:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def all(self, tag, **attrs):
        return [a for t, a in self.elements if t == tag and all(a.get(k) == v for k, v in attrs.items())]


def render(result, *, strict=False, known=lookup):
    return HtmlReporter(lookup=known).render(Results([result], strict))


def parsed(result, **more):
    return Parsed(render(result, **more))


def on_disk(tmp_path, content, name="fig.svg", **more):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return check_file(path, Context(**more))


def hostile(word):
    """A result with a word in every place that a file or its surroundings can fill."""
    d = document("x.svg", word)
    d.runs[0] = replace(d.runs[0], family=word, fill="#0F4D92", weight=word, panel=word)
    d.meta.update({"title": word, word: word})
    d.fonts.append(Font(word, embedded=True, type=word))
    d.images.append(Image(1, 1, 1.0, linked=True, box=Box(0, 0, 1, 1), mode=word, encoding=word, panel=word))
    d.links.append(Link(word, word))
    d.active.append(Active(word))
    d.unmeasured = {"shapes": word}
    d.shapes.paints.append(Paint(word, word, 1.0, 1.0, 1.0))
    d.shapes.add(0, (1, 1, 2, 2), 1)
    result = file(
        f"dir/{word}",
        finding(message=word, text=word, panel=word, bbox_mm=(1.0, 2.0, 3.0, 4.0)),
        replace(finding(word, Severity.INFO), source=word),
        checked=[word],
        not_measured={word: word},
        faults=[word],
        suppressed=[Suppressed(finding(word, message=word), word, "config")],
    )
    result.document, result.journal, result.stage = d, None, word
    return result
