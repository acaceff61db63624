"""A translator says nested texts in its own language and takes no notice of any other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from drillplanner.base.texts import Authored, Text, _, ngettext, pgettext
from drillplanner.base.translator import Translator, translator


def test_texts_inside_texts_are_translated() -> None:
    said = _("{target}: {verdict}", target="V1", verdict=pgettext("verdict", "met"))

    assert translator("zh_CN").say(said) == "V1：达标"
    assert translator("en").say(said) == "V1: met"


@pytest.mark.parametrize(("count", "english"), [(1, "1 step"), (2, "2 steps"), (0, "0 steps")])
def test_plurals_follow_the_language(count: int, english: str) -> None:
    said = ngettext("{count} step", "{count} steps", count)

    assert translator("en").say(said) == english
    assert translator("zh_CN").say(said) == f"{count}个步骤"


def test_the_same_words_differ_by_context() -> None:
    chinese = translator("zh_CN")

    assert chinese.say(pgettext("grade", "fair")) == "中"
    assert chinese.say(pgettext("grade", "good")) == "良"
    assert chinese.say(pgettext("how observed", "record")) == "系统记录"


def test_an_authors_words_are_read_in_the_readers_language() -> None:
    gate = Authored({"zh_CN": "校门", "en": "Gate"}, "zh_CN")
    only_chinese = Authored("校门", "zh_CN")

    assert translator("en").say(_("{step} ({unit})", step=gate, unit="1")) == "Gate (1)"
    assert translator("zh_CN").say(gate) == "校门"
    assert translator("en").say(only_chinese) == "校门"


def test_values_are_not_read_as_messages() -> None:
    assert translator("zh_CN").say(_("Reason: {reason}", reason="{x} met")) == "理由：{x} met"


def test_an_unknown_message_and_an_empty_one_do_no_harm() -> None:
    chinese = translator("zh_CN")

    assert chinese.say(Text("no such message {n}", {"n": 3})) == "no such message 3"
    assert chinese.say(Text("")) == ""


def test_languages_live_side_by_side_in_threads() -> None:
    met = pgettext("verdict", "met")

    def say(place: int) -> str:
        return translator("zh_CN" if place % 2 else "en").say(met)

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(say, range(200)))

    assert said == ["met", "达标"] * 100


def test_a_translator_is_made_once() -> None:
    assert isinstance(translator("zh_CN"), Translator)
    assert translator("zh_CN") is translator("zh_CN")
