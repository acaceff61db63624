"""Name the registers of a county and their columns, as bureaus and schools use them.

Columns follow the forms that are in use; what a table from outside may call them stands beside
them. The order is that of the screen, of paper and of spreadsheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.organisation.field import Choice, Field
from drillplanner.run.fact_kinds import (
    CHECKED_ITEM,
    DUTY_NEED,
    DUTY_SHIFT,
    LESSON,
    LOCAL_RULE,
    PLANNED_DRILL,
    RESPONSIBILITY,
    SCHOOL_CARD,
    TERM,
    VISIT,
)


@dataclass(frozen=True, slots=True)
class Register:
    """A register: the kind of its facts, what it is called, and its columns.

    `key` are the columns that tell one row from another when a table is brought in.
    """

    id: str
    kind: str
    words: Text
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    def field(self, id_: str) -> Field:
        """Give a column by its id; KeyError if there is none."""
        for one in self.fields:
            if one.id == id_:
                return one
        raise KeyError(id_)


LEVELS: Mapping[str, Choice] = {
    "kindergarten": Choice(pgettext("register", "kindergarten"), ("幼儿园(所)", "幼儿")),
    "primary": Choice(pgettext("register", "primary school"), ("完全小学", "中心小学", "教学点")),
    "junior": Choice(pgettext("register", "junior middle school"), ("初级中学",)),
    "nine_year": Choice(pgettext("register", "nine-year school"), ("九年制", "九年一贯")),
    "senior": Choice(pgettext("register", "senior middle school"), ("高级中学", "普通高中")),
    "whole_middle": Choice(pgettext("register", "whole middle school"), ("完中",)),
    "vocational": Choice(pgettext("register", "vocational school"), ("中等职业学校", "职高")),
    "special": Choice(pgettext("register", "special school"), ("特殊教育学校", "特教")),
}
RISKS: Mapping[str, Choice] = {
    "red": Choice(pgettext("risk colour", "red"), ("红色", "重大风险")),
    "orange": Choice(pgettext("risk colour", "orange"), ("橙色", "较大风险")),
    "yellow": Choice(pgettext("risk colour", "yellow"), ("黄色", "一般风险")),
    "blue": Choice(pgettext("risk colour", "blue"), ("蓝色", "低风险")),
}
STANDINGS: Mapping[str, Choice] = {
    "open": Choice(pgettext("register", "in use"), ("正常", "开办")),
    "closed": Choice(pgettext("register", "closed"), ("撤销", "停办", "关闭")),
    "merged": Choice(pgettext("register", "merged"), ("合并", "撤并")),
}
RINGS: Mapping[str, Choice] = {
    "1": Choice(pgettext("register", "1 minute"), ("1", "1min", "一分钟", "1分钟圈")),
    "3": Choice(pgettext("register", "3 minutes"), ("3", "3min", "三分钟", "3分钟圈")),
    "5": Choice(pgettext("register", "5 minutes"), ("5", "5min", "五分钟", "5分钟圈")),
    "beyond": Choice(pgettext("register", "beyond 5 minutes"), ("5分钟外", "圈外")),
}
FORCES: Mapping[str, Choice] = {
    "police": Choice(pgettext("force", "police"), ("公安", "派出所", "派出所民警")),
    "traffic": Choice(pgettext("force", "traffic police"), ("交警大队", "交巡警")),
    "swat": Choice(pgettext("force", "SWAT"), ("巡特警",)),
    "auxiliary": Choice(pgettext("force", "auxiliary"), ("协警",)),
    "guard": Choice(pgettext("force", "guard"), ("保安员", "安保")),
    "teacher": Choice(pgettext("force", "teacher"), ("值班教师", "护学教师", "校领导")),
    "parent": Choice(pgettext("force", "parent"), ("家长志愿者", "志愿者")),
}
FORMS: Mapping[str, Choice] = {
    "lecture": Choice(pgettext("form of education", "lecture"), ("专题讲座", "报告会")),
    "lesson": Choice(pgettext("form of education", "lesson"), ("班会", "安全课", "主题班会")),
    "leaflet": Choice(pgettext("form of education", "leaflet"), ("传单", "告家长书", "宣传资料")),
    "exercise": Choice(pgettext("form of education", "exercise"), ("体验", "实训")),
}
SUBJECTS: Mapping[str, Choice] = {
    "evacuation": Choice(pgettext("subject of a drill", "evacuation"), ("疏散", "应急疏散")),
    "anti_violence": Choice(pgettext("subject of a drill", "anti-violence"), ("防暴力", "反暴")),
    "counter_terror": Choice(pgettext("subject of a drill", "counter-terror"), ("防恐",)),
    "anti_ramming": Choice(pgettext("subject of a drill", "anti-ramming"), ("防车辆冲撞",)),
    "fire": Choice(pgettext("subject of a drill", "fire"), ("消防演练", "火灾")),
    "other": Choice(pgettext("subject of a drill", "other")),
}
DRILL_FORMS: Mapping[str, Choice] = {
    "live": Choice(pgettext("form of a drill", "live"), ("实战演练", "实际")),
    "tabletop": Choice(pgettext("form of a drill", "tabletop"), ("桌面推演", "桌面演练")),
}
NATURES: Mapping[str, Choice] = {
    "rehearsal": Choice(pgettext("register", "rehearsal"), ("彩排",)),
    "formal": Choice(pgettext("register", "formal")),
    "no_notice": Choice(pgettext("register", "no notice"), ("拉动演练",)),
    "double_blind": Choice(pgettext("register", "double-blind")),
}
WHY: Mapping[str, Choice] = {
    "planned": Choice(pgettext("register", "in the plan"), ("计划内", "年计划内")),
    "extra": Choice(pgettext("register", "extra"), ("计划外", "年计划外")),
}
DAYS: Mapping[str, Choice] = {
    "term": Choice(pgettext("kind of days", "term"), ("学期",)),
    "holiday": Choice(pgettext("kind of days", "holiday"), ("放假", "假期", "法定节假日")),
    "made_up": Choice(pgettext("kind of days", "made up"), ("调课", "补班", "调休上课")),
}
SHIFT_STATES: Mapping[str, Choice] = {
    "on_post": Choice(pgettext("state of a shift", "on post"), ("在岗", "已到岗", "上班")),
    "off_post": Choice(pgettext("state of a shift", "relieved"), ("离岗", "已离岗", "下班")),
    "away": Choice(pgettext("state of a shift", "away from post"), ("脱岗", "缺岗")),
}
HOW: Mapping[str, Choice] = {
    "static": Choice(pgettext("duty", "static"), ("定点",)),
    "patrol": Choice(pgettext("duty", "patrol"), ("巡逻", "流动")),
}

INSPECTORS: Mapping[str, Choice] = {
    "self_check": Choice(pgettext("source of a line", "school's own check"), ("自查", "学校自查")),
    "police": Choice(pgettext("source of a line", "police inspection"), ("公安", "公安检查")),
    "joint": Choice(pgettext("source of a line", "joint inspection"), ("联合", "联合检查")),
}
HAZARD_CLASSES: Mapping[str, Choice] = {
    "personnel": Choice(pgettext("hazard class", "personnel"), ("人防",)),
    "physical": Choice(pgettext("hazard class", "physical protection"), ("物防",)),
    "technical": Choice(pgettext("hazard class", "technical protection"), ("技防",)),
    "vehicle": Choice(pgettext("hazard class", "vehicles"), ("交通", "校车")),
    "rules": Choice(pgettext("hazard class", "rules and procedures"), ("制度",)),
    "fire": Choice(pgettext("hazard class", "fire protection"), ("消防",)),
    "video": Choice(pgettext("hazard class", "video"), ("监控",)),
    "access": Choice(pgettext("hazard class", "access control"), ("门卫",)),
    "surroundings": Choice(pgettext("hazard class", "public order around"), ("周边",)),
    "emergency": Choice(pgettext("hazard class", "emergency procedures"), ("应急",)),
}
RESULTS: Mapping[str, Choice] = {
    "done": Choice(pgettext("result of a check", "in place"), ("合格", "符合", "达标", "√", "是")),
    "partly": Choice(pgettext("result of a check", "partly in place"), ("基本合格", "基本符合")),
    "missing": Choice(
        pgettext("result of a check", "not in place"), ("不合格", "不符合", "不达标", "×", "否")
    ),
    "none": Choice(pgettext("result of a check", "not applicable"), ("/", "无此项", "不涉及")),
}
METHODS: Mapping[str, Choice] = {
    "look": Choice(pgettext("way of checking", "look"), ("查看", "看")),
    "papers": Choice(pgettext("way of checking", "papers"), ("台账", "资料", "查台账")),
    "ask": Choice(pgettext("way of checking", "ask"), ("提问", "询问")),
    "site": Choice(pgettext("way of checking", "try on the spot"), ("现场", "测试", "现场测试")),
}
RULES: Mapping[str, Choice] = {
    "frequency": Choice(pgettext("local rule", "drill every … months"), ("演练频次", "频次")),
    "lead": Choice(
        pgettext("local rule", "on post … min before the bell"), ("到岗提前量", "提前到岗")
    ),
    "retention": Choice(pgettext("local rule", "names kept … years"), ("保存期限", "留存年限")),
}

_SCHOOL = Field(
    "school", pgettext("register", "School"), "school", 150,
    ("学校名称", "单位", "学校(全称)", "单位名称", "校名", "所属学校"), is_needed=True,
)  # fmt: skip

SCHOOLS = Register(
    "schools",
    SCHOOL_CARD,
    pgettext("register", "Schools"),
    (
        Field("code", pgettext("register", "Code"), width=110,
              heard=("学校标识码", "统一社会信用代码", "学校代码", "编码", "机构代码")),
        Field("name", pgettext("register", "Name"), width=170,
              heard=("学校名称", "学校", "校名", "单位名称", "单位", "name", "school"),
              is_needed=True),
        Field("level", pgettext("register", "Level"), "choice", 110,
              ("学段", "办学类型", "类别", "学校类别", "学校类型"), LEVELS),
        Field("township", pgettext("register", "Township"), width=100,
              heard=("乡镇", "所在乡镇", "街道", "学区", "片区")),
        Field("address", pgettext("register", "Address"), width=160,
              heard=("位置", "校址", "详细地址", "学校地址")),
        Field("pupils", pgettext("register", "Pupils"), "count", 80,
              ("在校生", "学生", "在校学生数", "学生总数", "在校人数", "幼儿数")),
        Field("boarders", pgettext("register", "Boarders"), "count", 80,
              ("寄宿生", "住宿生数", "寄宿生数", "住校生")),
        Field("staff", pgettext("register", "Staff"), "count", 80, ("教职工", "教职工人数")),
        Field("classes", pgettext("register", "Classes"), "count", 80, ("班级数", "教学班")),
        Field("rooms", pgettext("register", "Classes and rooms"), "long", 180,
              ("班级与教室", "班级分布", "班级及教室"),
              tip=_("Each class with its room, floor and stairs, one after the other.")),
        Field("floors", pgettext("register", "Floors"), "count", 70, ("楼层", "最高楼层")),
        Field("gates", pgettext("register", "Gates"), "count", 70, ("校门", "出入口数")),
        Field("guards", pgettext("register", "Guards"), "count", 80,
              ("保安", "专职保安", "专职保安人数", "保安数", "安保人数")),
        Field("licensed", pgettext("register", "Guards with licence"), "count", 100,
              ("持证保安", "持证人数", "保安员证")),
        Field("kit", pgettext("register", "Guards' kit"), "long", 180,
              ("器械", "防护器材", "安防器械", "护卫器械", "装备"),
              tip=_("What there is, by name and number: shields 2; forks 2.")),
        Field("alarm", pgettext("register", "One-key alarm linked"), "yes", 100,
              ("一键报警", "一键式报警", "紧急报警联网")),
        Field("cameras", pgettext("register", "Cameras linked"), "yes", 100,
              ("视频联网", "与公安联网", "视频达标", "视频监控联网")),
        Field("storage_days", pgettext("register", "Days recordings are kept"), "count", 100,
              ("视频存储天数", "录像保存天数", "存储天数")),
        Field("enclosed", pgettext("register", "Closed campus"), "yes", 100,
              ("封闭化管理", "封闭管理", "封闭式管理")),
        Field("bollards", pgettext("register", "Hard anti-ramming facility"), "yes", 110,
              ("防冲撞设施", "硬质防冲撞", "硬质隔离", "升降柱")),
        Field("ram_kit", pgettext("register", "Kit against ramming"), "long", 150,
              ("防冲撞器材", "拒马", "阻车器")),
        Field("duty_post", pgettext("register", "Duty post"), "yes", 90,
              ("护学岗", "设立护学岗")),
        Field("head", pgettext("register", "Head"), "person", 90,
              ("校长", "园长", "校长姓名", "法人", "负责人")),
        Field("head_phone", pgettext("register", "Head's phone"), "phone", 120,
              ("校长电话", "园长电话", "联系电话", "电话"), of="head"),
        Field("deputy", pgettext("register", "Deputy for safety"), "person", 100,
              ("分管副校长", "分管安全副校长", "分管领导", "安全副校长")),
        Field("deputy_phone", pgettext("register", "Deputy's phone"), "phone", 120,
              ("分管领导电话", "副校长电话"), of="deputy"),
        Field("station", pgettext("register", "Police station"), width=120,
              heard=("派出所", "属地派出所", "辖区派出所")),
        Field("officer", pgettext("register", "Police contact"), "person", 90,
              ("联系民警", "责任民警", "驻校民警", "社区民警", "法治副校长")),
        Field("officer_phone", pgettext("register", "Police contact's phone"), "phone", 120,
              ("民警电话", "联系民警电话"), of="officer"),
        Field("ring", pgettext("register", "Response ring"), "choice", 100,
              ("快反圈", "处警圈", "135圈"), RINGS),
        Field("travel", pgettext("register", "Travel times by hour"), "long", 150,
              ("到场时间", "警力到达时间", "处警时间"),
              tip=_("Force, hour and minutes, one after the other: station 07:30 4; noon 6.")),
        Field("risk", pgettext("register", "Risk colour"), "choice", 80,
              ("风险等级", "风险颜色", "安全风险等级"), RISKS),
        Field("standing", pgettext("register", "Standing"), "choice", 90,
              ("办学状态", "状态", "学校状态"), STANDINGS),
        Field("since", pgettext("register", "Since"), "day", 100,
              ("变更日期", "撤并日期", "起始日期")),
        Field("merged_into", pgettext("register", "Merged into"), "school", 150,
              ("并入学校", "并入")),
        Field("notes", pgettext("register", "Notes"), "long", 160, ("备注", "说明")),
    ),
    ("code", "name"),
)  # fmt: skip

RESPONSIBILITIES = Register(
    "responsibility",
    RESPONSIBILITY,
    pgettext("register", "Responsibility"),
    (
        _SCHOOL,
        Field("leader", pgettext("register", "Leader"), "person", 100,
              ("责任人", "包保领导", "包保责任人", "包联领导", "姓名"), is_needed=True),
        Field("leader_phone", pgettext("register", "Leader's phone"), "phone", 120,
              ("联系电话", "电话", "责任人电话"), of="leader"),
        Field("post", pgettext("register", "Responsible post"), width=140,
              heard=("责任岗位", "职务", "包保职务", "岗位")),
        Field("scope", pgettext("register", "Scope"), "long", 180,
              ("责任范围", "职责", "包保内容")),
        Field("hours", pgettext("register", "Time of responsibility"), width=130,
              heard=("责任时间", "时间")),
        Field("measure", pgettext("register", "Assessed by"), "long", 160,
              ("考核内容", "考核")),
        Field("deputy", pgettext("register", "Deputy leader"), "person", 100,
              ("替代人", "AB岗", "B岗", "代理人")),
        Field("officer", pgettext("register", "Police contact"), "person", 100,
              ("联系民警", "民警", "责任民警")),
        Field("from", pgettext("register", "From day"), "day", 100,
              ("起始日期", "开始日期", "起")),
        Field("until", pgettext("register", "Until day"), "day", 100,
              ("截止日期", "结束日期", "止")),
        Field("visit_days", pgettext("register", "Visits every … days"), "count", 110,
              ("走访周期", "走访频次", "巡查周期")),
    ),
    ("school", "leader", "post", "from"),
)  # fmt: skip

VISITS = Register(
    "visits",
    VISIT,
    pgettext("register", "Visits"),
    (
        _SCHOOL,
        Field("day", pgettext("register", "Date"), "day", 100,
              ("日期", "走访日期", "检查日期"), is_needed=True),
        Field("leader", pgettext("register", "Visitor"), "person", 100,
              ("走访人", "包保领导", "领导", "责任人"), is_needed=True),
        Field("seen", pgettext("register", "What was seen"), "long", 240,
              ("发现问题", "走访情况", "检查情况")),
        Field("instructed", pgettext("register", "What was instructed"), "long", 240,
              ("要求", "批示", "整改要求", "指示")),
        Field("notes", pgettext("register", "Notes"), "long", 140, ("备注",)),
    ),
    ("school", "day", "leader"),
)  # fmt: skip

TERMS = Register(
    "terms",
    TERM,
    pgettext("register", "School calendar"),
    (
        Field("name", pgettext("register", "Name of the days"), width=180,
              heard=("名称", "学期", "节日"), is_needed=True),
        Field("days", pgettext("register", "Kind of days"), "choice", 110,
              ("类型", "性质"), DAYS, is_needed=True),
        Field("from", pgettext("register", "From day"), "day", 110,
              ("开始", "开始日期", "起"), is_needed=True),
        Field("until", pgettext("register", "Until day"), "day", 110,
              ("结束", "结束日期", "止")),
    ),
    ("name", "from"),
)  # fmt: skip

DUTY_NEEDS = Register(
    "duty-needs",
    DUTY_NEED,
    pgettext("register", "Duty posts"),
    (
        _SCHOOL,
        Field("post", pgettext("register", "Point"), width=140,
              heard=("点位", "岗位", "点位名称", "护学岗位"), is_needed=True),
        Field("slot", pgettext("register", "Time slot"), width=110,
              heard=("时段", "时段名称"), is_needed=True),
        Field("begin", pgettext("register", "On post from"), "clock", 90,
              ("开始时间", "到岗时间", "上岗时间"), is_needed=True),
        Field("end", pgettext("register", "On post until"), "clock", 90,
              ("结束时间", "离岗时间"), is_needed=True),
        Field("bell", pgettext("register", "Bell"), "clock", 80, ("铃声", "上课时间", "放学时间")),
        Field("force", pgettext("register", "Force"), "choice", 110,
              ("力量类型", "人员类型", "警种"), FORCES, is_needed=True),
        Field("number", pgettext("register", "Number"), "count", 70,
              ("人数", "需求人数"), is_needed=True),
        Field("radius", pgettext("register", "Radius (m)"), "count", 80, ("半径", "半径m")),
        Field("how", pgettext("register", "Static or patrol"), "choice", 100,
              ("勤务方式", "方式"), HOW),
        Field("from", pgettext("register", "From day"), "day", 100, ("起始日期", "起")),
        Field("until", pgettext("register", "Until day"), "day", 100, ("截止日期", "止")),
        Field("notes", pgettext("register", "Notes"), "long", 140, ("备注", "说明")),
    ),
    ("school", "post", "slot", "force", "from"),
)  # fmt: skip

ROSTER = Register(
    "roster",
    DUTY_SHIFT,
    pgettext("register", "Duty roster"),
    (
        _SCHOOL,
        Field("day", pgettext("register", "Date"), "day", 100,
              ("日期", "工作日期", "值班日期"), is_needed=True),
        Field("slot", pgettext("register", "Time slot"), width=110,
              heard=("时段", "工作时间", "时段名称"), is_needed=True),
        Field("post", pgettext("register", "Point"), width=140,
              heard=("点位", "地点", "岗位"), is_needed=True),
        Field("force", pgettext("register", "Force"), "choice", 110,
              ("力量类型", "人员类型", "警种"), FORCES, is_needed=True),
        Field("person", pgettext("register", "Person on duty"), "person", 100,
              ("姓名", "人员", "值班人员", "负责人"), is_needed=True),
        Field("phone", pgettext("register", "Phone"), "phone", 120,
              ("电话", "联系电话", "手机"), of="person"),
        Field("position", pgettext("register", "Position held"), width=110, heard=("职务",)),
        Field("state", pgettext("register", "On or off post"), "choice", 100,
              ("到岗情况", "状态"), SHIFT_STATES),
        Field("came", pgettext("register", "Came at"), "clock", 80, ("到岗", "上班时间")),
        Field("went", pgettext("register", "Went at"), "clock", 80, ("离岗", "下班时间")),
        Field("replaces", pgettext("register", "In place of"), "person", 100, ("替岗", "代替")),
        Field("reason", pgettext("register", "Reason"), width=140, heard=("原因", "替岗原因")),
        Field("heads", pgettext("register", "Pupils at the peak"), "count", 90,
              ("高峰人数", "人流量")),
        Field("vehicles", pgettext("register", "Vehicles"), "count", 80, ("车辆数", "车流量")),
        Field("seen", pgettext("register", "What was seen"), "long", 200,
              ("发现问题", "巡逻情况", "异常")),
    ),
    ("school", "day", "slot", "post", "person"),
)  # fmt: skip

LESSONS = Register(
    "lessons",
    LESSON,
    pgettext("register", "Safety education"),
    (
        _SCHOOL,
        Field("theme", pgettext("register", "Theme"), width=180,
              heard=("主题", "教育主题", "内容主题"), is_needed=True),
        Field("form", pgettext("register", "Form"), "choice", 100, ("形式", "教育形式"), FORMS),
        Field("day", pgettext("register", "Date"), "day", 100, ("日期", "时间"), is_needed=True),
        Field("hours", pgettext("register", "Lesson hours"), "count", 80, ("课时", "学时")),
        Field("speaker", pgettext("register", "Speaker"), "person", 100,
              ("主讲", "主讲人", "授课人")),
        Field("classes", pgettext("register", "Classes reached"), "long", 160,
              ("班级", "参加班级", "受教育班级"), tip=_("Names of classes, one after the other.")),
        Field("of_classes", pgettext("register", "Of how many classes"), "count", 90,
              ("班级总数", "应参加班级数")),
        Field("heads", pgettext("register", "Pupils reached"), "count", 80,
              ("人数", "参加人数", "受教育人数")),
        Field("signed", pgettext("register", "Signatures"), "count", 80, ("签名数", "签到人数")),
        Field("content", pgettext("register", "Content"), "long", 200, ("内容", "教育内容")),
        Field("because", pgettext("register", "Because of"), "long", 160, ("起因", "依据")),
        Field("notes", pgettext("register", "Notes"), "long", 140, ("备注", "反馈")),
    ),
    ("school", "theme", "day"),
)  # fmt: skip

YEAR_PLAN = Register(
    "year-plan",
    PLANNED_DRILL,
    pgettext("register", "Year plan"),
    (
        _SCHOOL,
        Field("subject", pgettext("register", "Subject of the drill"), "choice", 120,
              ("演练科目", "科目", "演练类型"), SUBJECTS, is_needed=True),
        Field("due", pgettext("register", "By day"), "day", 100,
              ("演练时间", "计划时间", "计划日期", "预计演练时间"), is_needed=True),
        Field("plan", pgettext("register", "Contingency plan"), width=160,
              heard=("依托预案", "应急预案", "预案")),
        Field("version", pgettext("register", "Its version"), width=90, heard=("预案版本", "版本")),
        Field("form", pgettext("register", "Form"), "choice", 90,
              ("演练形式", "形式"), DRILL_FORMS),
        Field("nature", pgettext("register", "Nature"), "choice", 90, ("性质",), NATURES),
        Field("unit", pgettext("register", "Organised by"), width=130,
              heard=("组织部门", "组织单位", "责任部门")),
        Field("must_show", pgettext("register", "Steps that must be shown"), "long", 200,
              ("必须体现环节", "重点环节", "重点关注环节")),
        Field("why", pgettext("register", "Planned or extra"), "choice", 90,
              ("计划内外", "年计划内/外"), WHY),
        Field("drill", pgettext("register", "Held by drill"), width=150,
              heard=("关联演练", "演练编号")),
        Field("notes", pgettext("register", "Notes"), "long", 140, ("备注",)),
    ),
    ("school", "subject", "due"),
)  # fmt: skip

INSPECTIONS = Register(
    "inspections",
    CHECKED_ITEM,
    pgettext("register", "Inspections"),
    (
        _SCHOOL,
        Field("day", pgettext("register", "Date"), "day", 100,
              ("日期", "检查日期", "检查时间"), is_needed=True),
        Field("by", pgettext("register", "Inspected by"), "choice", 110,
              ("检查类型", "检查类别", "检查单位"), INSPECTORS, is_needed=True),
        Field("form", pgettext("register", "Sheet"), width=140,
              heard=("检查表", "表名", "检查种类"), is_needed=True),
        Field("item", pgettext("register", "Item"), width=120,
              heard=("检查项目", "项目", "考核内容", "考核指标"), is_needed=True),
        Field("standard", pgettext("register", "What is looked at"), "long", 220,
              ("检查内容", "细则", "评分标准", "具体描述", "内容")),
        Field("result", pgettext("register", "Result"), "choice", 100,
              ("检查结果", "情况", "结果"), RESULTS),
        Field("seen", pgettext("register", "What was found"), "long", 200,
              ("存在问题", "扣分原因", "发现问题", "存在问题及扣分")),
        Field("instructed", pgettext("register", "Measure"), "long", 180,
              ("整改措施", "整改意见", "整改要求")),
        Field("due", pgettext("register", "By day"), "day", 100, ("整改期限", "整改时限")),
        Field("post", pgettext("register", "Place"), width=100, heard=("部位", "工点")),
        Field("points", pgettext("register", "Marks"), "count", 70, ("分值", "满分")),
        Field("deducted", pgettext("register", "Marks taken off"), "count", 80, ("扣分", "扣分值")),
        Field("kind", pgettext("register", "Hazard class"), "choice", 100,
              ("隐患类别", "类别", "项目类别"), HAZARD_CLASSES),
        Field("method", pgettext("register", "Way of checking"), "choice", 90,
              ("方法", "评分方法", "检查方法"), METHODS),
        Field("inspector", pgettext("register", "Inspector"), "person", 90,
              ("检查人", "排查人", "检查人员")),
        Field("receiver", pgettext("register", "For the school"), "person", 90,
              ("陪同人", "被检查人", "学校负责人")),
        Field("notes", pgettext("register", "Notes"), "long", 120, ("备注",)),
    ),
    ("school", "day", "by", "form", "item"),
)  # fmt: skip

LOCAL_RULES = Register(
    "local-rules",
    LOCAL_RULE,
    pgettext("register", "Local rules"),
    (
        Field("rule", pgettext("register", "Rule"), "choice", 190,
              ("规定", "事项"), RULES, is_needed=True),
        Field("subject", pgettext("register", "Subject of the drill"), "choice", 130,
              ("演练科目", "科目"), SUBJECTS,
              tip=_("Only for how often a drill is held.")),
        Field("level", pgettext("register", "Level"), "choice", 130, ("学段",), LEVELS,
              tip=_("Blank: schools of every level.")),
        Field("number", pgettext("register", "Figure"), "count", 80, ("数值", "周期"),
              is_needed=True),
        Field("from", pgettext("register", "From day"), "day", 110, ("起始日期", "起", "施行日期"),
              is_needed=True),
        Field("until", pgettext("register", "Until day"), "day", 110, ("截止日期", "止")),
        Field("source", pgettext("register", "Source"), "long", 260, ("依据", "出处", "文件"),
              is_needed=True, tip=_("The paper that says so, with its number and date.")),
        Field("notes", pgettext("register", "Notes"), "long", 140, ("备注",)),
    ),
    ("rule", "subject", "level", "from"),
)  # fmt: skip

REGISTERS: Mapping[str, Register] = {
    one.id: one
    for one in (
        SCHOOLS,
        RESPONSIBILITIES,
        VISITS,
        DUTY_NEEDS,
        ROSTER,
        LESSONS,
        YEAR_PLAN,
        TERMS,
        INSPECTIONS,
        LOCAL_RULES,
    )
}
