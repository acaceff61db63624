"""Say what truly happens in each demonstration drill, and who presses what, second by second.

Everything here is invented. Seconds count from the appearance of the danger. Every play has
what real logs have: sync at muster and debrief, times called by radio, observers who do not
agree, an act not performed, one without effect, one too close to call, and a hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from drillplanner.base.texts import Words

Verb: TypeAlias = Literal[
    "mark", "radio", "not_performed", "failed", "void", "hold", "resume", "sync"
]

#: What people owe a radio call: seconds between the act and the call being heard.
RADIO_LAG_S = 2.0


@dataclass(frozen=True, slots=True)
class Press:
    """One key: at true second `at_s`, on `source`, for STEP, STEP/UNIT or STEP/OPTION."""

    at_s: float
    source: str
    ref: str = ""
    verb: Verb = "mark"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Laptop:
    """A timekeeper's laptop: how far its wall clock is off, and how fast it drifts."""

    source: str
    keeper: str
    offset_s: float
    drift_ppm: float


@dataclass(frozen=True, slots=True)
class Play:
    """One drill: its script's file, when the danger appears, laptops, presses, ratings."""

    script: str
    danger_at: str
    name: Words
    school: Words
    place: Words
    presses: tuple[Press, ...]
    ratings: tuple[tuple[str, str, str, str], ...]
    laptops: tuple[Laptop, ...]
    equipment: tuple[Words, ...] = ()
    strengths: tuple[Words, ...] = ()
    organisers: tuple[Words, ...] = field(default_factory=tuple)
    measures: tuple[str, ...] = (
        "补训本岗位动作，每月抽查一次（演示）",
        "补齐器材并纳入每周检查（演示）",
        "检修设施，重新分工（演示）",
    )


def before(play: Play) -> Play:
    """Give the same drill half a year before: some acts slower, some quicker."""
    paces = {"PC1": 1.15, "PC2": 0.93}
    return replace(
        play,
        danger_at="2026-03-17" + play.danger_at[10:],
        presses=tuple(
            replace(press, at_s=press.at_s * paces.get(press.source, 1.0))
            if press.at_s > 0 and press.verb != "sync"
            else press
            for press in play.presses
        ),
    )


def _seen(source: str, *acts: tuple[float, str]) -> tuple[Press, ...]:
    return tuple(Press(at_s, source, ref) for at_s, ref in acts)


def _heard(source: str, *acts: tuple[float, str]) -> tuple[Press, ...]:
    return tuple(Press(at_s + RADIO_LAG_S, source, ref, "radio") for at_s, ref in acts)


def _synced(at_s: float, name: str) -> tuple[Press, ...]:
    return tuple(Press(at_s, source, name, "sync") for source in ("PC1", "PC2", "PC3"))


_LAPTOPS = (
    Laptop("PC1", "王计时（演示）", 0.4, 6.0),
    Laptop("PC2", "李计时（演示）", 37.2, -11.0),
    Laptop("PC3", "赵计时（演示）", -12.9, 18.0),
)

_GATE = Play(
    script="gate-intruder.json",
    danger_at="2026-09-15T09:30:00+08:00",
    name={"zh_CN": "持械闯校防暴演练（演示）", "en": "Armed intruder drill (demonstration)"},
    school={"zh_CN": "安禾县第一小学（虚构）", "en": "Anhe County No. 1 Primary School (invented)"},
    place={"zh_CN": "学校南门及教学楼", "en": "South gate and teaching building"},
    laptops=_LAPTOPS,
    presses=(
        *_synced(-1500, "sync-1"),
        *_seen("PC3", (-120, "begin")),
        *_seen(
            "PC1",
            (0, "intruder"),
            (3.1, "challenge"),
            (11, "radio"),
            (16.5, "alarm"),
            (24, "gate-shut/foot"),
            (31.6, "gate-shut/car"),
            (47, "unit-there"),
            (59.8, "contained"),
            (128, "school-guard-there"),
            (268, "police-there/station"),
            (318, "controlled"),
        ),
        *_seen(
            "PC2",
            (95, "rooms-secured/c11"),
            (101, "rooms-secured/c21"),
            (139, "rooms-secured/c31"),
            (112, "rooms-secured/pe"),
            (141, "school-guard-there"),
        ),
        Press(12.6, "PC1", "alarm"),
        Press(14, "PC1", verb="void", text="误按：报警按钮尚未按下"),
        *_seen("PC3", (41, "broadcast"), (20, "received"), (66, "dispatched")),
        *_heard("PC3", (120, "turnout/station"), (137, "turnout/swat"), (317, "police-there/swat")),
        *_heard("PC3", (268, "police-there/station")),
        Press(400, "PC3", "neighbour-there", "not_performed"),
        Press(452, "PC1", "first-care", "failed", "器械损坏：急救箱内止血带缺失"),
        *_seen("PC3", (515, "counted/c11"), (520, "counted/c21"), (540, "counted/c31")),
        *_seen("PC3", (530, "counted/pe")),
        Press(560, "PC3", verb="hold", text="一名学生身体不适，校医查看"),
        Press(592, "PC3", verb="resume"),
        *_seen("PC3", (640, "all-clear")),
        *_synced(1500, "sync-2"),
    ),
    ratings=(
        ("C1", "评估员甲", "S", "盾牌手与钢叉手间距偏大"),
        ("C1", "评估员乙", "P", ""),
        ("C2", "评估员甲", "good", ""),
        ("C3", "评估员甲", "yes", ""),
        ("C4", "评估员乙", "fair", "三年级一班锁门慢"),
        ("C5", "评估员乙", "S", ""),
    ),
    equipment=({"zh_CN": "计时电脑3台，对讲机6部", "en": "3 timing laptops, 6 radios"},),
    strengths=(
        {
            "zh_CN": "专职保安员发现险情后先喊话、再用对讲机报告、再按一键报警，次序清楚。",
            "en": "The guard challenged, radioed and pressed the alarm in a clear order.",
        },
    ),
    organisers=(
        {"zh_CN": "安禾县公安局特警大队（虚构）", "en": "Anhe County SWAT brigade (invented)"},
    ),
)

_HOSTAGE = Play(
    script="hostage-and-object.json",
    danger_at="2026-10-14T14:30:00+08:00",
    name={
        "zh_CN": "劫持人质与可疑物品处置演练（演示）",
        "en": "Hostage and suspicious object drill (demonstration)",
    },
    school={"zh_CN": "安禾县第一小学（虚构）", "en": "Anhe County No. 1 Primary School (invented)"},
    place={"zh_CN": "教学楼一层图书室", "en": "Library, ground floor of the teaching building"},
    laptops=_LAPTOPS,
    presses=(
        *_synced(-1500, "sync-1"),
        *_seen("PC3", (-120, "begin")),
        *_seen(
            "PC1",
            (0, "hostage"),
            (420, "talks"),
            (560, "protected"),
            (1560, "contact"),
            (1650, "hostages-safe"),
            (1900, "object-found"),
            (1990, "cordoned"),
            (2130, "evacuated/c21"),
            (2500, "second-checked"),
            (2605, "rescuers-in"),
        ),
        *_seen(
            "PC2",
            (38, "alarm"),
            (82, "hidden/c11"),
            (119.6, "hidden/c31"),
            (240, "police-there"),
            (330, "contained/east"),
            (345, "contained/west"),
            (2030, "evacuate-signal"),
            (2110, "evacuated/c11"),
            (2118, "evacuated/c21"),
        ),
        Press(200, "PC2", "hidden/c21", "not_performed", "二年级一班未锁门"),
        *_seen("PC3", (46, "received"), (322, "swat-there"), (1500, "resolution/assault")),
        *_heard("PC3", (372, "contained/door"), (2147, "evacuated/c31")),
        Press(640, "PC3", "command-open", "failed", "器械损坏：指挥部图传中断"),
        Press(700, "PC3", verb="hold", text="校外真实警情，暂停"),
        Press(820, "PC3", verb="resume"),
        *_synced(3600, "sync-2"),
    ),
    ratings=(
        ("C1", "评估员甲", "S", ""),
        ("C2", "评估员甲", "good", ""),
        ("C3", "评估员乙", "yes", ""),
        ("C4", "评估员乙", "yes", ""),
        ("C5", "评估员甲", "fair", "疏散路线临时改动"),
        ("C6", "评估员乙", "M", "二年级一班未锁门"),
        ("C7", "评估员甲", "P", ""),
    ),
    equipment=(
        {"zh_CN": "计时电脑3台，对讲机8部，摄像机2台", "en": "3 laptops, 8 radios, 2 cameras"},
    ),
    organisers=(
        {"zh_CN": "安禾县公安局特警大队（虚构）", "en": "Anhe County SWAT brigade (invented)"},
    ),
)

_VEHICLE = Play(
    script="vehicle-at-dismissal.json",
    danger_at="2026-11-04T16:40:00+08:00",
    name={
        "zh_CN": "放学时段防冲撞演练（演示）",
        "en": "Anti-ramming drill at dismissal (demonstration)",
    },
    school={"zh_CN": "安禾县第一小学（虚构）", "en": "Anhe County No. 1 Primary School (invented)"},
    place={"zh_CN": "学校东门及门前道路", "en": "East gate and the road before it"},
    laptops=_LAPTOPS,
    presses=(
        *_synced(-1500, "sync-1"),
        *_seen("PC3", (-120, "begin")),
        *_seen(
            "PC1",
            (0, "vehicle"),
            (1.9, "warned"),
            (10.3, "barrier"),
            (12.5, "stopped"),
            (24, "alarm"),
            (41, "gate-shut/foot"),
            (46, "gate-shut/car"),
            (58, "driver-held"),
            (315, "station-there"),
            (470, "secondary-clear"),
        ),
        *_seen(
            "PC2",
            (7.4, "strip-clear/parents"),
            (8.1, "strip-clear/lane"),
            (52, "inside/c11"),
            (55, "inside/c21"),
            (71, "inside/c31"),
            (118, "road-closed/east"),
            (200, "counted/c11"),
            (215, "counted/c21"),
            (250, "counted/c31"),
            (326, "station-there"),
            (520, "parents-told"),
        ),
        *_seen("PC3", (29, "received")),
        *_heard("PC3", (170, "road-closed/west"), (199, "traffic-there")),
        Press(330, "PC2", "lane-open", "not_performed", "社会车辆占道，救护通道未打通"),
        Press(150, "PC1", "triage", "failed", "人员：校医不在岗"),
        Press(560, "PC3", verb="hold", text="一辆救护车真实通行"),
        Press(600, "PC3", verb="resume"),
        *_seen("PC3", (640, "all-clear")),
        *_synced(1500, "sync-2"),
    ),
    ratings=(
        ("C1", "评估员甲", "P", ""),
        ("C2", "评估员乙", "good", ""),
        ("C3", "评估员甲", "S", ""),
        ("C4", "评估员甲", "yes", ""),
        ("C5", "评估员乙", "good", ""),
        ("C6", "评估员乙", "M", "西端封闭后仍有车辆驶入"),
    ),
    equipment=(
        {
            "zh_CN": "计时电脑3台，对讲机6部，升降柱1组",
            "en": "3 laptops, 6 radios, 1 set of bollards",
        },
    ),
    organisers=(
        {"zh_CN": "安禾县公安局交警大队（虚构）", "en": "Anhe County traffic brigade (invented)"},
    ),
)

PLAYS = (_GATE, _HOSTAGE, _VEHICLE)
