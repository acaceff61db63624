"""Find safety items that a drill of its kind should have (practice of the field, doctrine)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drillplanner.base.texts import Words, _
from drillplanner.plan.model import Kind, Script
from drillplanner.plan.soundness.finding import Remedy, SoundnessFinding

#: What a brigade sees to before it signs: words by which it is known, and the item itself.
_ITEMS: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (("报备", "110"), {"zh_CN": "已向110指挥中心和属地派出所报备演练时间、地点和内容",
                       "en": "The 110 centre and the local police station know time and place"}),
    (("家长", "周边"), {"zh_CN": "已告知家长和周边单位、居民",
                        "en": "Parents and neighbours have been told"}),
    (("验枪", "清枪", "枪弹"), {"zh_CN": "参演枪支已清枪、验枪，枪弹分离；无枪支参演的注明“无”",
                              "en": "Weapons are cleared, checked and kept apart from rounds"}),
    (("停演", "终止", "口令"), {"zh_CN": "停演口令已统一，参演人员人人知晓；遇真实警情立即终止演练",
                              "en": "Everybody knows the word that stops the drill"}),
    (("医疗", "医护"), {"zh_CN": "医疗点已设置，医护人员在位", "en": "The medical post is manned"}),
)  # fmt: skip
_OF_KIND: Mapping[Kind, tuple[tuple[tuple[str, ...], dict[str, str]], ...]] = {
    "anti_ramming": (
        (("车速",), {"zh_CN": "已规定演练车辆车速上限，并告知驾驶人",
                     "en": "The driver knows the highest speed allowed"}),
        (("停止线",), {"zh_CN": "停止线已标明，驾驶人试停合格",
                       "en": "The stop line is marked and was tried"}),
        (("缓冲",), {"zh_CN": "停止线与人员之间已留足缓冲距离",
                     "en": "There is enough distance between stop line and people"}),
    ),
    "anti_violence": (
        (("道具",), {"zh_CN": "只使用道具刀，已逐件检查",
                     "en": "Only prop knives are used, each checked"}),
    ),
    "anti_terror": (
        (("道具",), {"zh_CN": "只使用道具武器和模拟物品，已逐件检查",
                     "en": "Only prop weapons are used, each checked"}),
    ),
}  # fmt: skip


def safety(script: Script) -> Iterator[SoundnessFinding]:
    """Give each item of its kind of drill that the script does not have."""
    said = " ".join(_text(item.text) for item in script.safety)
    for words, item in (*_ITEMS, *_OF_KIND.get(script.kind, ())):
        if not any(word in said for word in words) and item["en"] not in said:
            text: Words = item
            yield SoundnessFinding(
                "safety_item_missing",
                "warning" if not script.safety else "hint",
                ("safety",),
                _("The safety items do not say: {item}", item=item[script.language]),
                Remedy(_("Add it to the safety items"), part="safety", added=text),
            )


def _text(words: Words) -> str:
    return words if isinstance(words, str) else " ".join(words.values())
