"""The PDF says what the content says: read back, measured, and put where it belongs."""

from __future__ import annotations

import dataclasses
import errno
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.translator import Language
from drillplanner.report.content import evaluation_report, scorecard_page
from drillplanner.report.inputs import DrillDetails, ReportInputs
from drillplanner.report.render.pdf import write_pdf
from drillplanner.report.render.typeset.linebreak import NO_END, NO_START
from drillplanner.review.scoring import score
from drillplanner.terms.document import Prose, Report
from tests.report.sample import bare_inputs, sample_inputs

KEY_SENTENCES: dict[Language, tuple[str, ...]] = {
    "zh_CN": (
        "一、演练基本情况",
        "2026年11月23日15:00:00至15:25:00（UTC+08:00）",
        "二、演练评估过程",
        "（四）时钟校准",
        "未作任何推测：110平台",
        "三、演练情况分析",
        "4.30 ± 0.85秒",
        "无法判定（误差范围内）；按实测值计分，未扣分。",
        "超过时限10.4秒：时限至其1.5倍之间由100分线性降至60分，折算得86.1分（百分制）。",
        "建议值",
        "“教室全部锁闭”用时2分37.70秒 ± 0.96秒，时限2分钟，超时37.7秒。",
        "四、改进意见和建议",
        "五、评估结论",
        "因关键项一票否决，总分以59分封顶：教室全部锁闭。",
        "未通过校验：指挥部的防篡改校验链断裂",
        "附件1",
        "附件5",
        "签字页",
    ),
    "en": (
        "1 The drill",
        "23 November 2026, 15:00:00 to 15:25:00 (UTC+08:00)",
        "2.4 How the clocks were tied",
        "no difference was guessed: 110平台",
        "4.30 ± 0.85 s",
        "Too close to the limit to call; scored as measured, none lost.",
        "10.4 s over the limit: 100 to 60 points in a line up to 1.5 times the limit, 86.1 left.",
        "“All rooms secured” took 2 min 37.70 s ± 0.96 s, 37.7 s over the limit of 2 min.",
        "Limited to 59 by critical items: All rooms secured.",
        "Not verified: the hash chain of 指挥部 is broken",
        "Annex 4 Signatures",
    ),
}


def packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return sample_inputs(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module", params=["zh_CN", "en"])
def printed(
    request: pytest.FixtureRequest, inputs: ReportInputs, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Language, Path]:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    write_pdf(evaluation_report(inputs), path, request.param)
    return request.param, path


def test_what_a_reader_looks_for_stands_in_the_text(printed: tuple[Language, Path]) -> None:
    language, path = printed
    text = packed(text_of(path))

    assert [s for s in KEY_SENTENCES[language] if packed(s) not in text] == []


def test_chinese_pages_hold_no_english_of_ours(inputs: ReportInputs, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_pdf(evaluation_report(inputs), path, "zh_CN")
    known = re.compile(
        r"https?://\S+|[a-z]+(-[a-z]+)*(/[a-z0-9]+)?|log\.csv|JCGM|GB/T|AQ/T|UTC|SHA|NFPA|"
        r"Nfpa|NewsView|Response|Times|pyGnMvj|On|[A-Z]|ppm|T0"
    )

    strange = [
        word
        for word in re.findall(r"[A-Za-z][A-Za-z' ]+[A-Za-z]", text_of(path))
        if " " in word and not all(known.fullmatch(part) for part in word.split())
    ]
    assert strange == []


def test_every_page_says_which_of_how_many(printed: tuple[Language, Path]) -> None:
    language, path = printed
    pages = PdfReader(path).pages

    for number, page in enumerate(pages[1:], 2):
        wanted = (
            f"第{number}页共{len(pages)}页"
            if language == "zh_CN"
            else f"Page{number}of{len(pages)}"
        )
        assert wanted in packed(page.extract_text())


def test_no_page_is_nearly_empty(printed: tuple[Language, Path]) -> None:
    _language, path = printed

    short = [
        n
        for n, page in enumerate(PdfReader(path).pages, 1)
        if len(packed(page.extract_text())) < 150
    ]
    assert short in ([], [1])  # the cover may be


def test_the_outline_leads_to_every_section(printed: tuple[Language, Path]) -> None:
    language, path = printed
    reader = PdfReader(path)
    tops = [entry for entry in reader.outline if not isinstance(entry, list)]
    pages = [reader.get_destination_page_number(entry) or 0 for entry in tops]

    assert len(tops) == 11  # the summary, five sections, five annexes
    assert tops[0].title == ("结论摘要" if language == "zh_CN" else "Summary")
    assert pages == sorted(pages)
    assert pages[0] == 1


def test_all_fonts_are_embedded(printed: tuple[Language, Path]) -> None:
    _language, path = printed
    listed = subprocess.run(
        ["pdffonts", str(path)], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]

    assert listed
    assert all("DrillPlannerSansSC" in line and " yes yes yes " in line for line in listed)


def test_properties_name_the_drill_and_no_machine(printed: tuple[Language, Path]) -> None:
    language, path = printed
    information = PdfReader(path).metadata

    assert information is not None
    assert "演练评估报告" in (information.title or "") or language == "en"
    assert information.creator == "DrillPlanner"
    assert information.creation_date is None
    raw = path.read_bytes()
    assert str(Path.home()).encode() not in raw
    assert str(Path.cwd()).encode() not in raw


def segments(path: Path) -> Iterator[str]:
    """Give the lines of every cell and paragraph: words on one height, not a column apart."""
    said = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True
    ).stdout.decode("utf-8")
    tree = ElementTree.fromstring(re.sub(r'xmlns="[^"]+"', "", said))  # noqa: S314 - poppler's own
    for page in tree.iter("page"):
        line: list[str] = []
        last: tuple[float, float] | None = None
        for word in page.iter("word"):
            box = {key: float(word.attrib[key]) for key in ("xMin", "xMax", "yMin")}
            if last and (abs(last[1] - box["yMin"]) > 1.5 or not -6 < box["xMin"] - last[0] < 5):
                yield "".join(line)
                line = []
            line.append(word.text or "")
            last = (box["xMax"], box["yMin"])
        yield "".join(line)


def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(
    printed: tuple[Language, Path],
) -> None:
    _language, path = printed
    lines = [line for line in segments(path) if line and line != "—"]

    assert len(lines) > 500
    assert [line for line in lines if line[0] in NO_START - set("—-")] == []
    assert [line for line in lines if line[-1] in NO_END] == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_same_report_gives_the_same_bytes(
    inputs: ReportInputs, tmp_path: Path, language: Language
) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pdf(scorecard_page(inputs), tmp_path / name, language)

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("count", [1, 19, 40, 300])
def test_the_scorecard_is_one_page(
    inputs: ReportInputs, tmp_path: Path, language: Language, count: int
) -> None:
    path = tmp_path / "card.pdf"
    write_pdf(scorecard_page(with_targets(inputs, count)), path, language)

    assert len(PdfReader(path).pages) == 1


def with_targets(inputs: ReportInputs, count: int) -> ReportInputs:
    targets = tuple(
        dataclasses.replace(inputs.script.targets[n % 19], id=f"X{n}") for n in range(count)
    )
    script = dataclasses.replace(inputs.script, targets=targets)
    return dataclasses.replace(inputs, script=script, scorecard=score(script, inputs.log))


def test_a_bare_log_still_makes_a_whole_report(tmp_path: Path) -> None:
    path = tmp_path / "bare.pdf"
    bare = bare_inputs(tmp_path)
    write_pdf(evaluation_report(dataclasses.replace(bare, has_blanks=True)), path, "zh_CN")
    text = packed(text_of(path))

    assert text.count("未填写") >= 10
    assert "密级（内部标识）" in text
    assert "没有校验链" in text


HOSTILE = (
    "<b>门</b> & <img src='/etc/passwd'> {0} {name} %s \\n 王𬶟 \U0001f600 \ud800 \x00 العربية"
)


def test_markup_and_strange_characters_are_printed_as_typed(
    inputs: ReportInputs, tmp_path: Path
) -> None:
    details = DrillDetails(name=HOSTILE, school=HOSTILE, advice=(HOSTILE,), prepared_by=HOSTILE)
    path = tmp_path / "hostile.pdf"

    write_pdf(evaluation_report(dataclasses.replace(inputs, details=details)), path, "zh_CN")

    text = text_of(path)
    assert "<b>门</b> & <img src='/etc/passwd'> {0} {name} %s" in text
    assert "王𬶟" in text
    assert packed("报告字体缺少以下字符，已以其编码代替：U+0000") in packed(text)
    assert "U+1F600" in text
    assert "U+D800" in text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_words_without_end_break_over_pages(
    inputs: ReportInputs, tmp_path: Path, language: Language
) -> None:
    endless = "超" * 20_000 + "x" * 30_000
    script = dataclasses.replace(
        inputs.script,
        targets=(dataclasses.replace(inputs.script.targets[0], name=endless),),
        notes=endless,
    )
    swollen = dataclasses.replace(inputs, script=script, scorecard=score(script, inputs.log))
    path = tmp_path / "endless.pdf"

    write_pdf(evaluation_report(swollen), path, language)

    text = packed(text_of(path))
    assert text.count("超") >= 2 * 20_000
    assert text.count("x") >= 2 * 30_000


def a_report() -> Report:
    return Report("T", "N", None, (Prose("words"),))


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        write_pdf(a_report(), tmp_path, "en")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        write_pdf(a_report(), tmp_path / "no" / "x.pdf", "en")


def test_a_name_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="too long"):
        write_pdf(a_report(), tmp_path / ("长" * 120 + ".pdf"), "en")


@pytest.mark.parametrize("name", ["a b.pdf", "报告 100%#?.pdf", "trailing.", "'quoted\".pdf"])
def test_odd_names_are_written(tmp_path: Path, name: str) -> None:
    write_pdf(a_report(), tmp_path / name, "en")

    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("code", "fault", "words"),
    [
        (errno.ENOSPC, StoreFault, "disk is full"),
        (errno.EIO, StoreFault, "was not written"),
        (errno.EACCES, UserError, "open in another program"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failing_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    fault: type[Exception],
    words: str,
    call: str,
) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")

    def fail(*_arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail) if call == "fsync" else monkeypatch.setattr(
        Path, "replace", fail
    )
    with pytest.raises(fault, match=words):
        write_durably(target, b"new")

    assert [entry.name for entry in tmp_path.iterdir()] == ["report.pdf"]
    assert target.read_bytes() == b"old"
