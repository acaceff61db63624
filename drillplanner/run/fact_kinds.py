"""Name every kind of fact, once; a fact's envelope carries one of these words (docs/log-format.md).

A kind that is not named here comes from a newer version of the program: it is kept, joined and
handed on like any other fact, and read by nobody.
"""

from __future__ import annotations

from typing import Final

#: One log entry; what the bytes themselves call their kind is the entry's own (`run.entry.Kind`).
ENTRY: Final = "entry"

#: A published version of a script, text for text.
SCRIPT: Final = "script"
#: That somebody wrote, looked through or approved a published version of a script.
SIGN_OFF: Final = "sign_off"
#: A limit of the county's own, with its document; a later one of the same name takes its place.
LIMIT: Final = "limit"
#: A drill that is to be held: its title, its nature, and the hash of its script's fact.
DRILL: Final = "drill"
#: A drill's taking on of another script than it began with.
ADOPTION: Final = "adoption"
#: That a drill was purged for good.
TOMBSTONE: Final = "tombstone"

#: A school as it is called: an id that stays, its name, its former names.
SCHOOL: Final = "school"
#: At which school a drill was held.
DRILL_SCHOOL: Final = "drill_school"

#: A grade that the evaluation group's leader entered.
GRADE: Final = "grade"
#: What a named person decided of one target.
RULING: Final = "ruling"
#: What an evaluator rated.
RATING: Final = "rating"
#: That an evaluator locked a sheet of ratings, or read it again and verified it.
RATING_SHEET: Final = "rating_sheet"
#: An organisation's objection to a verdict, and what the evaluation group answered.
OBJECTION: Final = "objection"
OBJECTION_ANSWER: Final = "objection_answer"
#: One short form that somebody who took part filled in, without a name.
SELF_EVALUATION: Final = "self_evaluation"
#: The text of a log table from outside.
LOG_TABLE: Final = "log_table"
#: That an earlier fact is taken back: a decision, a table, a photo.
WITHDRAWAL: Final = "withdrawal"
#: A scorecard as it went out.
SCORECARD: Final = "scorecard"

#: A photo, which names its bytes by hash.
PHOTO: Final = "photo"
#: A part of such bytes on their way in a journal; it never becomes a stored fact.
ATTACHMENT_PART: Final = "attachment_part"

#: The signed head of a log pack: which laptop wrote it, and how far each session went then.
LOG_PACK: Final = "log_pack"
#: Names of persons on their way in a log pack; it never becomes a stored fact.
LOG_PACK_NAMES: Final = "log_pack_names"
#: Which laptop recorded a session, signed by its key.
SESSION_KEY: Final = "session_key"
#: What a post was handed: which script it logs a drill by, and whose key signed that.
STATION: Final = "station"
#: How a station's clock stood beside the drill's when it was enrolled.
CLOCK_COMPARISON: Final = "clock_comparison"

#: A step in the life of a corrective action.
ACTION_STEP: Final = "action_step"

#: A photo of a hazard before or after it was mended, which names its bytes by hash.
LINE_PHOTO: Final = "line_photo"

#: The picture of a school's plan, which names its bytes by hash.
SITE_PICTURE: Final = "site_picture"

#: A row of a register of the county, as somebody left it (organisation/registers).
SCHOOL_CARD: Final = "school_card"
RESPONSIBILITY: Final = "responsibility"
VISIT: Final = "visit"
DUTY_NEED: Final = "duty_need"
DUTY_SHIFT: Final = "duty_shift"
LESSON: Final = "lesson"
PLANNED_DRILL: Final = "planned_drill"
TERM: Final = "term"
LOCAL_RULE: Final = "local_rule"
CHECKED_ITEM: Final = "checked_item"
SITE_MARK: Final = "site_mark"

#: Kinds whose facts are rows of registers.
REGISTER_ROWS: Final = frozenset(
    {
        SCHOOL_CARD,
        RESPONSIBILITY,
        VISIT,
        DUTY_NEED,
        DUTY_SHIFT,
        LESSON,
        PLANNED_DRILL,
        TERM,
        LOCAL_RULE,
        CHECKED_ITEM,
        SITE_MARK,
    }
)

#: All of them.
KINDS: Final = frozenset(
    {
        ENTRY,
        SCRIPT,
        SIGN_OFF,
        LIMIT,
        DRILL,
        ADOPTION,
        TOMBSTONE,
        SCHOOL,
        DRILL_SCHOOL,
        GRADE,
        RULING,
        RATING,
        RATING_SHEET,
        OBJECTION,
        OBJECTION_ANSWER,
        SELF_EVALUATION,
        LOG_TABLE,
        WITHDRAWAL,
        SCORECARD,
        PHOTO,
        ATTACHMENT_PART,
        LOG_PACK,
        LOG_PACK_NAMES,
        SESSION_KEY,
        STATION,
        CLOCK_COMPARISON,
        ACTION_STEP,
        LINE_PHOTO,
        SITE_PICTURE,
        *REGISTER_ROWS,
    }
)
