"""Fill a workspace with an invented county: twelve schools and one term of its registers.

Every school, person, telephone number and day in it is invented; the county's name says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from drillplanner.base.ids import new_id
from drillplanner.bootstrap import Services
from drillplanner.improve.ledger import Hazard as HazardClass
from drillplanner.improve.ledger import Judged, Level, Source
from drillplanner.organisation.registers import (
    DUTY_NEEDS,
    INSPECTIONS,
    LESSONS,
    LOCAL_RULES,
    RESPONSIBILITIES,
    ROSTER,
    SCHOOLS,
    TERMS,
    VISITS,
    YEAR_PLAN,
    Register,
)
from drillplanner.services.improve.hazards import Hazard
from drillplanner.services.organisation.inspections import Inspector

Cells = Mapping[str, str]

#: Who enters the sample.
BY = "示例"

#: Code, name, level, township, pupils, boarders, classes, floors, gates, guards, with licence.
_SCHOOLS = (
    ("SL001", "示例县第一小学", "小学", "城关镇", 1860, 0, 36, 4, 2, 5, 4),
    ("SL002", "示例县第二小学", "小学", "城关镇", 1240, 0, 26, 4, 2, 3, 3),
    ("SL003", "示例县实验小学", "小学", "城关镇", 1020, 0, 24, 4, 1, 2, 1),
    ("SL004", "示例县第一中学", "完全中学", "城关镇", 3200, 1460, 62, 5, 3, 8, 7),
    ("SL005", "示例县第二中学", "初中", "城关镇", 1480, 320, 30, 5, 2, 4, 3),
    ("SL006", "青溪镇中心小学", "小学", "青溪镇", 640, 0, 14, 3, 1, 2, 1),
    ("SL007", "青溪镇初级中学", "初中", "青溪镇", 720, 280, 15, 4, 1, 2, 2),
    ("SL008", "柳河乡九年一贯制学校", "九年一贯制学校", "柳河乡", 560, 190, 18, 3, 1, 2, 1),
    ("SL009", "石桥镇中心小学", "小学", "石桥镇", 480, 0, 12, 3, 1, 1, 1),
    ("SL010", "示例县机关幼儿园", "幼儿园", "城关镇", 420, 0, 12, 3, 1, 2, 2),
    ("SL011", "石桥镇幼儿园", "幼儿园", "石桥镇", 96, 0, 4, 2, 1, 0, 0),
    ("SL012", "示例县职业技术学校", "中职学校", "城关镇", 1150, 640, 28, 5, 2, 4, 3),
)
_HEADS = (
    "周海",
    "吴敏",
    "郑华",
    "孙立",
    "冯静",
    "陈岩",
    "褚平",
    "卫东",
    "蒋琳",
    "沈月",
    "韩梅",
    "杨帆",
)
_DEPUTIES = (
    "朱强",
    "秦勇",
    "尤佳",
    "许诺",
    "何川",
    "吕明",
    "施雨",
    "张弛",
    "孔亮",
    "曹欣",
    "严冬",
    "华宁",
)
_OFFICERS = ("金锐", "魏征远", "陶然", "姜涛", "戚明", "谢安宁")
_LEADERS = (
    ("县委副书记", "邹远"),
    ("副县长", "喻晓"),
    ("公安局局长", "柏松"),
    ("教育局局长", "水清"),
)
_STATIONS = {
    "城关镇": "城关派出所",
    "青溪镇": "青溪派出所",
    "柳河乡": "柳河派出所",
    "石桥镇": "石桥派出所",
}
#: The week of the term, from 0, that is the sample's holiday.
_HOLIDAY_WEEK = 4
#: What a duty post saw, for the ledger.
_SEEN = "后勤门无人看守"
#: How many of the last lines were reported as fixed, and closed.
_REPORTED, _CLOSED = 3, 2
#: Inspection sheets: which, of which school, by whom, and what the first item shows.
_INSPECTED: tuple[tuple[str, str, Inspector, Cells], ...] = (
    ("physical", "SL009", "police", {"seen": "盾牌外借未还", "post": "器械柜"}),
    ("fire_score", "SL004", "joint", {"seen": "宿管员不知消防责任区", "deducted": "10"}),
)
#: What is wrong on purpose, so that the checks have something to find.
_WEAK: Mapping[str, Cells] = {
    "SL003": {"bollards": "否", "storage_days": "30"},
    "SL008": {"alarm": "否", "cameras": "否"},
    "SL009": {"enclosed": "否", "duty_post": "否", "bollards": "否"},
    "SL011": {"duty_post": "否", "storage_days": "15", "cameras": "否"},
}


def fill_county(services: Services, today: date, by: str = BY) -> int:
    """Enter the county around `today`; give the number of rows. It can be done once.

    A school's row is known by its code: a second time enters nothing twice.
    """
    room = services.organisation
    known = {one.texts.get("code") for one in room.table(SCHOOLS, "zh_CN").rows}
    if "SL001" in known:
        return 0
    begin = _term_begin(today)
    count = 0
    for register, rows in (
        (SCHOOLS, _schools()),
        (TERMS, _terms(begin)),
        (RESPONSIBILITIES, _responsibilities(begin)),
        (VISITS, _visits(begin, today)),
        (DUTY_NEEDS, _needs(begin)),
        (ROSTER, _roster(begin, today)),
        (LESSONS, _lessons(begin)),
        (YEAR_PLAN, _plan(begin)),
        (LOCAL_RULES, _local_rules(begin)),
    ):
        count += _enter(services, register, list(rows), by)
    count += _inspect(services, begin)
    return count + _play_ledger(services, begin, by)


def _enter(services: Services, register: Register, rows: list[Cells], by: str) -> int:
    services.organisation.type_cells(register, {new_id(): row for row in rows}, by=by)
    return len(rows)


def _term_begin(today: date) -> date:
    """Give the first Monday of the term that `today` is in, or of the last one."""
    first = date(today.year, 9, 1) if today.month >= 9 else date(today.year, 3, 1)  # noqa: PLR2004
    if today.month < 3:  # noqa: PLR2004 - January and February belong to the autumn term
        first = date(today.year - 1, 9, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _schools() -> Iterator[Cells]:
    for place, told in enumerate(_SCHOOLS):
        code, name, level, township, *numbers = told
        pupils, boarders, classes, floors, gates, guards, licensed = map(str, numbers)
        is_town = township == "城关镇"
        yield {
            "code": code,
            "name": name,
            "level": level,
            "township": township,
            "address": f"{township}示例路{place + 1}号（虚构）",
            "pupils": pupils,
            "boarders": boarders,
            "staff": str(int(pupils) // 14 + 4),
            "classes": classes,
            "floors": floors,
            "gates": gates,
            "guards": guards,
            "licensed": licensed,
            "kit": "头盔2；盾牌2；钢叉2；防刺背心2；强光手电2；对讲机3" if guards != "0" else "",
            "alarm": "是",
            "cameras": "是",
            "storage_days": "90",
            "enclosed": "是",
            "bollards": "是",
            "ram_kit": "拒马2；隔离墩8" if is_town else "",
            "duty_post": "是",
            "head": _HEADS[place],
            "head_phone": f"1380000{place + 1:04}",
            "deputy": _DEPUTIES[place],
            "deputy_phone": f"1380001{place + 1:04}",
            "station": _STATIONS[township],
            "officer": _OFFICERS[place % len(_OFFICERS)],
            "officer_phone": f"1380002{place % len(_OFFICERS) + 1:04}",
            "ring": "3分钟" if is_town else "5分钟",
            "travel": "派出所07:30 4分；交警中队07:30 6分" if is_town else "派出所07:30 8分",
            "risk": ("黄", "蓝", "橙")[place % 3],
            "notes": "虚构示例",
            **_WEAK.get(code, {}),
        }


def _terms(begin: date) -> Iterator[Cells]:
    yield {
        "name": "示例学期",
        "days": "学期",
        "from": begin.isoformat(),
        "until": (begin + timedelta(days=139)).isoformat(),
    }
    yield {
        "name": "示例假日",
        "days": "放假",
        "from": (begin + timedelta(days=7 * _HOLIDAY_WEEK)).isoformat(),
        "until": (begin + timedelta(days=7 * _HOLIDAY_WEEK + 6)).isoformat(),
    }
    made_up = begin + timedelta(days=26)
    yield {"name": "示例补课日", "days": "补课", "from": made_up.isoformat()}


def _responsibilities(begin: date) -> Iterator[Cells]:
    for place, told in enumerate(_SCHOOLS):
        position, leader = _LEADERS[place % len(_LEADERS)]
        yield {
            "school": told[0],
            "leader": leader,
            "leader_phone": f"1380003{place % len(_LEADERS) + 1:04}",
            "post": position,
            "scope": "校园及周边200米安全工作",
            "hours": "全年；上放学时段到岗",
            "measure": "走访到位；隐患销号；演练达标",
            "deputy": _DEPUTIES[(place + 3) % len(_DEPUTIES)],
            "officer": _OFFICERS[place % len(_OFFICERS)],
            "from": begin.isoformat(),
            "visit_days": "30",
        }


def _visits(begin: date, today: date) -> Iterator[Cells]:
    for place, told in enumerate(_SCHOOLS):
        if place in (5, 10):
            continue  # two schools that nobody visited
        day = begin + timedelta(days=7 + place)
        if day <= today:
            yield {
                "school": told[0],
                "day": day.isoformat(),
                "leader": _LEADERS[place % len(_LEADERS)][1],
                "seen": "护学岗在岗；门卫登记齐全" if place % 2 else "器械柜上锁，钥匙不在岗",
                "instructed": "" if place % 2 else "一周内改为随手可取",
            }


def _needs(begin: date) -> Iterator[Cells]:
    for told in _SCHOOLS[:10]:
        if told[0] == "SL009":
            continue
        for slot, first, last, bell in (
            ("早", "07:30", "08:10", "08:00"),
            ("晚", "16:20", "17:10", "16:40"),
        ):
            for force, number in (("民警", "1"), ("保安", "2"), ("教师", "1")):
                yield {
                    "school": told[0],
                    "post": "正门",
                    "slot": slot,
                    "begin": first,
                    "end": last,
                    "bell": bell,
                    "force": force,
                    "number": number,
                    "radius": "50",
                    "how": "定点",
                    "from": begin.isoformat(),
                }


def _roster(begin: date, today: date) -> Iterator[Cells]:
    """Roster three schools from the term's begin until two weeks from now, with one gap a week."""
    monday = today - timedelta(days=today.weekday())
    weeks = (monday + timedelta(days=14) - begin).days // 7
    for week in range(weeks):
        first = begin + timedelta(days=7 * week)
        if week == _HOLIDAY_WEEK:
            continue
        for day in (first + timedelta(days=offset) for offset in range(5)):
            yield from _shifts(day, monday, today)


def _shifts(day: date, monday: date, today: date) -> Iterator[Cells]:
    for place, told in enumerate(_SCHOOLS[:3]):
        people = (
            ("民警", _OFFICERS[place], f"1380002{place + 1:04}"),
            ("保安", f"保安{place + 1}甲", f"1380004{2 * place + 1:04}"),
            ("保安", f"保安{place + 1}乙", f"1380004{2 * place + 2:04}"),
            ("教师", _DEPUTIES[place], f"1380001{place + 1:04}"),
        )
        for slot in ("早", "晚"):
            for number, (force, person, phone) in enumerate(people):
                if (place, slot, number, day.weekday()) == (2, "晚", 2, 3):
                    continue  # a gap that is named before it happens
                saw = (place, slot, number, day) == (0, "早", 1, monday)
                yield {
                    "school": told[0],
                    "day": day.isoformat(),
                    "slot": slot,
                    "post": "正门",
                    "force": force,
                    "person": person,
                    "phone": phone,
                    "state": "" if day >= today else "在岗",
                    "seen": _SEEN if saw else "",
                }


def _lessons(begin: date) -> Iterator[Cells]:
    for place, told in enumerate(_SCHOOLS[:8]):
        yield {
            "school": told[0],
            "theme": ("防冲撞避险", "就地避险与锁门", "疏散与防踩踏")[place % 3],
            "form": ("讲座", "课", "宣传单")[place % 3],
            "day": (begin + timedelta(days=14 + place)).isoformat(),
            "hours": "1",
            "speaker": _OFFICERS[place % len(_OFFICERS)],
            "classes": "一(1)班；一(2)班；二(1)班",
            "of_classes": str(told[6]),
            "heads": "132",
            "signed": "132",
        }


def _plan(begin: date) -> Iterator[Cells]:
    for place, told in enumerate(_SCHOOLS):
        months = (0, 3) if told[2] == "幼儿园" else range(4)
        for month in months:
            yield {
                "school": told[0],
                "subject": "应急疏散",
                "due": (begin + timedelta(days=29 + 30 * month)).isoformat(),
                "plan": "应急疏散预案",
                "version": "2026版",
                "form": "实战",
                "nature": "正式",
                "unit": "学校安全办",
                "must_show": "疏散信号；全体疏散完成；清点人数",
                "why": "计划内",
            }
        if told in _SCHOOLS[:6]:
            yield {
                "school": told[0],
                "subject": ("防暴", "防冲撞", "反恐")[place % 3],
                "due": (begin + timedelta(days=60 + place)).isoformat(),
                "plan": "校园突发事件处置预案",
                "version": "2026版",
                "form": "实战",
                "nature": "拉动" if place % 2 else "正式",
                "unit": "公安局、教育局",
                "must_show": "一键报警；关闭校门；首批警力到场",
                "why": "计划内",
            }


def _local_rules(begin: date) -> Iterator[Cells]:
    common = {"from": begin.isoformat(), "source": "示例县公教〔2026〕1号（虚构）"}
    yield {"rule": "铃前到岗（…分钟）", "number": "20", **common}
    yield {"rule": "演练频次", "subject": "防暴", "number": "6", **common}
    yield {"rule": "保存期限", "number": "3", **common}


def _inspect(services: Services, begin: date) -> int:
    """Fill in two inspection sheets in part; what they found is entered by whoever tries it."""
    count = 0
    for form, school, inspector, found in _INSPECTED:
        change = services.organisation.begin_inspection(
            form,
            school=school,
            day=begin + timedelta(days=20),
            inspector=inspector,
            language="zh_CN",
            by=_OFFICERS[2],
        )
        typed: dict[str, Cells] = {}
        for place, row in enumerate(change.rows):
            typed[row.row] = {"result": "落实"} if place else {"result": "未落实", **found}
        services.organisation.type_cells(INSPECTIONS, typed, by=_OFFICERS[2])
        count += len(change.rows)
    return count


def _hazards(begin: date, schools: Mapping[str, str]) -> Iterator[Hazard]:
    """Say what inspections, duty posts, visits and leaders found; `schools` are ids by code."""
    told: tuple[tuple[str, Source, str, str, HazardClass, Level, Judged, int], ...] = (
        ("SL001", "duty_post", _SEEN, "后勤门", "personnel", "general", "", 60),
        (
            "SL003",
            "police",
            "校门外没有硬质防冲撞设施",
            "正门外",
            "physical",
            "major",
            "direct",
            80,
        ),
        ("SL003", "joint", "视频保存30天", "监控室", "video", "general", "combined", 40),
        ("SL008", "police", "一键报警未与110联网", "门卫室", "technical", "major", "combined", 50),
        ("SL009", "joint", "校门未封闭，外来人员未登记", "正门", "access", "major", "direct", 30),
        ("SL009", "self_check", "盾牌外借未还", "器械柜", "physical", "general", "", 20),
        ("SL011", "visit", "没有专职保安", "门卫室", "personnel", "major", "person", 45),
        ("SL004", "self_check", "宿舍疏散通道堆放杂物", "二号宿舍楼", "fire", "general", "", 10),
        (
            "SL006",
            "instruction",
            "放学时段门前占道经营",
            "校门外50米",
            "surroundings",
            "general",
            "",
            35,
        ),
        ("SL002", "police", "辣椒喷雾过期", "门卫室", "physical", "general", "", 15),
    )
    for place, (code, source, words, where, hazard, level, judged, days) in enumerate(told):
        found = begin + timedelta(days=10 + 3 * place)
        yield Hazard(
            found,
            source,
            schools[code],
            words,
            where,
            hazard,
            level,
            judged,
            _LEADERS[1][1] if judged == "person" else "",
            "按要求整改并留存前后照片",
            "学校安全办",
            _DEPUTIES[place % len(_DEPUTIES)],
            _HEADS[place % len(_HEADS)],
            found + timedelta(days=days),
            is_supervised=level == "major",
        )


def _play_ledger(services: Services, begin: date, by: str) -> int:
    """Walk the first lines as far as they came: closed, waiting for a recheck, in work."""
    room = services.improvements
    labels = services.organisation.table(SCHOOLS, "zh_CN").rows
    schools = {one.texts["code"]: one.id for one in labels}
    lines = list(room.enter(list(_hazards(begin, schools)), by=by))
    for place, line in enumerate(lines[-4:]):
        action = room.move(line, "start", by=_DEPUTIES[0])
        if place < _REPORTED:
            action = room.move(action, "report", by=_DEPUTIES[0])
        if place < _CLOSED:
            room.close(action, "", by=_OFFICERS[1], reason="现场复查，已整改到位")
    return len(lines)
