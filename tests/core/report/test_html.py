"""The document: well-formed, whole in itself, and never taken in by a name."""

import base64
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest

from transfer_gui.core.data.domain import Mark, Passage
from transfer_gui.core.inspect.figures import (
    Axis,
    Heatmap,
    Histogram,
    Lines,
    Measure,
    Measures,
    Overlay,
    Passages,
    Scatter,
    Table,
    Tiles,
)
from transfer_gui.core.progress import finish
from transfer_gui.core.report.content import contents
from transfer_gui.core.report.html import described, html, number
from transfer_gui.core.report.report import Command, Facts, Heading, Missing, Report, Section, Shot, Shots

from .conftest import HOSTILE

VOID = {"meta", "br", "img"}
PNG = "data:image/png;base64," + base64.b64encode(b"picture").decode()
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x00\x1b\ud83d\u202egnp.\u2066&amp;]]>"


class Reader(HTMLParser):
    """The elements with their attributes and the text, checked for balance."""

    def __init__(self, document):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.texts = [], [], []
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert tag in VOID
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(self.texts)


def figures():
    ramp = np.linspace(0, 1, 6, dtype=np.float32)
    grid, axis = ramp.reshape(2, 3), Axis(EVIL, "px")
    return [
        Tiles(EVIL, np.zeros((2, 3, 3), np.float32), note=EVIL),
        Histogram(EVIL, ramp, {EVIL: ramp[1:]}, axis),
        Lines(EVIL, {EVIL: (ramp, ramp)}, axis, axis),
        Heatmap(EVIL, grid, axis, axis, rows=(EVIL, EVIL)),
        Overlay(EVIL, np.zeros((4, 4, 3), np.uint8), grid),
        Scatter(EVIL, grid.T[:, :2], np.zeros(3, np.int64), (EVIL,), (EVIL,) * 3),
        Measures(EVIL, (EVIL, EVIL), (Measure(axis, ramp[:2]),)),
        Passages(EVIL, (Passage(EVIL, (Mark(0, 3, 0.5),)),), (EVIL,), ends=(EVIL, EVIL)),
        Table(EVIL, (EVIL, "n"), ((EVIL, 1), (EVIL, 2.5)), (EVIL,)),
        Lines(EVIL, {}),
    ]


def evil_report():
    blocks = (
        EVIL, Heading(EVIL, EVIL), Missing(EVIL), Facts(((EVIL, EVIL),)), Command(EVIL),
        Shots((Shot(np.zeros((4, 6, 3), np.uint8), EVIL, (EVIL,)), Shot(None, EVIL, (EVIL, EVIL)),
        Shot(Passage(EVIL, (Mark(0, 2, 1.0), Mark(3, 5, -0.2))), EVIL, (EVIL,)))), *figures(),
    )  # fmt: skip
    return Report(EVIL, EVIL, (Section(EVIL, blocks), Section(EVIL, (EVIL,))))


def whole_in_itself(document):
    """The elements of a document that is well-formed and asks for nothing outside."""
    document.encode("utf-8")
    ElementTree.fromstring(document.removeprefix("<!DOCTYPE html>"))
    read = Reader(document)
    for tag, attributes in read.elements:
        assert tag not in {"script", "link", "iframe", "object", "embed", "base", "form", "svg"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name in {
                "lang", "charset", "name", "content", "http-equiv", "id", "class", "href", "src", "alt", "width",
                "scope", "aria-label",
            }  # fmt: skip
            if name == "src":
                assert re.fullmatch(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+", value)
            if name == "href":
                assert re.fullmatch(r"#section-\d+", value)
    (style,) = re.findall(r"<style>(.*?)</style>", document, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    return read


def test_no_name_becomes_markup_anywhere():
    document = html(evil_report(), lambda figure: PNG)

    read = whole_in_itself(document)

    assert "<script" not in document
    assert "onerror=alert(1)" in read.text, "it is there to be read"
    assert not re.search("[\x00-\x08\x0e-\x1f\ud800-\udfff\u202a-\u202e\u2066-\u2069]", document)


def test_what_a_browser_may_load_is_forbidden_in_the_document_itself():
    elements = Reader(html(evil_report(), lambda figure: PNG)).elements

    (policy,) = [a["content"] for tag, a in elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_every_picture_says_what_it_shows():
    read = Reader(html(evil_report(), lambda figure: PNG))

    alts = [attributes["alt"] for tag, attributes in read.elements if tag == "img"]
    assert len(alts) == len(figures()) - 2 + 1  # all but the table and the empty one, and a small picture
    assert all(len(alt) > len("script") for alt in alts)


def test_the_contents_lead_to_every_section():
    read = Reader(html(evil_report(), lambda figure: PNG))

    targets = [a["href"].removeprefix("#") for tag, a in read.elements if tag == "a"]
    assert targets == [a["id"] for tag, a in read.elements if tag == "section"]
    assert len(set(targets)) == len(targets) == 2


def test_just_what_has_to_be_drawn_is_asked_for():
    asked = []
    found = evil_report()

    html(found, lambda figure: asked.append(figure) or PNG)

    assert [id(figure) for figure in asked] == [id(figure) for figure in found.drawn()]
    assert len(asked) == len(figures()) - 2


def test_a_table_is_text():
    table = Table("Scores", ("class", "n", "share"), (("a", 1234, 0.123456), ("b", 2.0, float("nan"))))

    document = html(Report("t", "s", (Section("x", (table,)),)), lambda figure: PNG)

    assert '<tr><th scope="row">a</th><td>1,234</td><td>0.1235</td></tr>' in document
    assert '<tr><th scope="row">b</th><td>2</td><td>–</td></tr>' in document


@pytest.mark.parametrize(
    ("value", "words"),
    [(3, "3"), (1234567, "1,234,567"), (0.5, "0.5"), (1e-7, "1e-07"), (float("inf"), "inf"), ("x", "x")],
)
def test_numbers(value, words):
    assert number(value) == words


def test_a_percent_sign_stays_beside_its_number_but_not_in_a_command():
    blocks = ("It names 66.7 % rightly.", Command("transfer-gui train '5 % of it'"))

    document = html(Report("t", "s", (Section("x", blocks),)), lambda figure: PNG)

    assert "66.7\u00a0% rightly" in document
    assert "5 % of it" in document


def test_a_curve_says_where_it_ends():
    ramp = np.array([1, 2, 3], np.float32)

    said = described(Lines("Loss", {"training": (ramp, ramp / 4)}, Axis("epoch"), Axis("accuracy", "%"), "as seen"))

    assert said == "Loss. Accuracy in % over epoch: training ends at 0.75. as seen."


def test_the_report_of_a_run_is_whole_in_itself(run):
    found = finish(contents(run))

    document = html(found, lambda figure: PNG)

    read = whole_in_itself(document)
    for name in HOSTILE:
        assert name not in document or name == "red"
        assert name in read.text
    assert [a["id"] for tag, a in read.elements if tag == "section"] == [
        f"section-{n}" for n in range(1, len(found.sections) + 1)
    ]


def test_words_are_tinted_by_what_they_count():
    marks = (Mark(0, 1, 1.0), Mark(2, 3, 0.05), Mark(4, 5, -0.2), Mark(6, 7, float("nan")))
    shots = Shots((Shot(Passage("a b c < e", marks), "t.txt", ()),))
    document = html(Report("r", "r", (Section("s", (shots,)),)), lambda figure: "")
    assert '<span class="for5">a</span> b <span class="against1">c</span> &lt; e' in document
    assert all(f".{side}{level} {{" in document for side in ("for", "against") for level in range(1, 6))
    whole_in_itself(document)
