"""Build a small sound script as a JSON value, for tests to bend."""

from __future__ import annotations

import json
from typing import Any


def sample() -> dict[str, Any]:
    """Give a sound script that uses every field of the format, new at every call."""
    both = {"zh_CN": "门", "en": "Gate"}
    return {
        "format": "drillplanner/scenario",
        "version": 1,
        "id": "gate-drill",
        "title": {"zh_CN": "校门演练", "en": "Gate drill"},
        "kind": "anti_violence",
        "language": "zh_CN",
        "zone": "Asia/Shanghai",
        "notes": both,
        "roles": [
            {"id": "guard", "name": both, "organisation": both},
            {"id": "police", "name": both},
        ],
        "posts": [{"id": "east", "name": both}, {"id": "west", "name": both}],
        "phases": [{"id": "first", "name": both}],
        "steps": [
            _step("seen", kind="inject", key="1"),
            _step("alarm", after=[{"step": "seen", "lag_s": 10}], backup_post="west"),
            _step(
                "locked",
                after=[{"step": "alarm", "lag_s": 20}],
                units=[{"id": "c1", "name": both}, {"id": "c2", "name": both}],
            ),
            _step(
                "route",
                kind="decision",
                after=[{"step": "alarm"}],
                options=[{"id": "out", "name": both}, {"id": "stay", "name": both}],
            ),
            _step(
                "assembled",
                after=[{"step": "route", "lag_s": 60}],
                only_if={"step": "route", "option": "out"},
            ),
            _step("police_there", kind="check", role="police", after=[{"step": "alarm"}]),
        ],
        "t0": "seen",
        "targets": [
            {
                "id": "T1",
                "name": both,
                "start": "seen",
                "stop": "alarm",
                "limit_s": 15,
                "owner": "guard",
                "weight": 2,
                "critical": True,
                "caps_whole": False,
                "source": {"class": "N", "text": "GB 1-2020, 3.1", "url": "https://example.org/"},
            },
            {
                "id": "T2",
                "name": both,
                "start": {"first_of": ["seen", "alarm"]},
                "stop": {"last_of": ["locked/c1", "locked/c2"]},
                "limit_s": 60.5,
                "owner": "guard",
                "source": {"class": "D"},
            },
        ],
        "orders": [
            {"id": "O1", "before": "alarm", "after": "locked/c1", "critical": True, "text": both}
        ],
        "criteria": [
            {
                "id": "C1",
                "text": both,
                "scale": "psmu",
                "role": "police",
                "weight": 0.5,
                "critical": True,
            }
        ],
        "safety": [{"id": "S1", "text": both}],
        "scoring": {
            "half_ratio": 1.4,
            "grades": {"excellent": 95, "good": 85, "fair": 70},
            "reference": "CCTV",
        },
    }


def newest() -> dict[str, Any]:
    """Give a sound script that uses every field of format version 2, new at every call."""
    value = sample()
    both = {"zh_CN": "门", "en": "Gate"}
    value["version"] = 2
    value["extra"] = {"预案编号": "3"}
    value["steps"][0] |= {
        **dict.fromkeys(("place", "say", "narration", "props", "from", "to", "means"), both),
        "duration": {"least_s": 20, "likely_s": 30.5, "most_s": 60},
        "heads": {"expected": 40},
        "u_s": 0.5,
        "extra": {"列": "值"},
    }
    value["steps"][2]["units"][0]["heads"] = {"expected": 41}
    value["targets"][0]["extra"] = {"附": "注"}
    value["targets"][0]["source"] |= {
        "clause": both,
        "seen": "2026-11-30",
        "confirmed_by": "市局治安支队",
    }
    levels = [
        {"id": "full", "text": {"zh_CN": "完全符合", "en": "Fits"}, "points": 100},
        {"id": "none", "text": {"zh_CN": "不符合", "en": "Does not"}, "points": 12.5},
    ]
    value["criteria"] += [
        {"id": "C2", "text": both, "scale": {"full": 10}, "extra": {"列": "值"}},
        {"id": "C3", "text": both, "scale": {"levels": levels}},
    ]
    value["objectives"] = [{"id": "G1", "text": both, "targets": ["T1"], "criteria": ["C2", "C3"]}]
    value["scoring"]["watch_u_s"] = 0.8
    return value


def _step(name: str, **more: Any) -> dict[str, Any]:
    step = {
        "id": name,
        "phase": "first",
        "kind": "action",
        "role": "guard",
        "post": "east",
        "text": {"zh_CN": "动作", "en": "Act"},
        "done_when": {"zh_CN": "做完", "en": "Done"},
    }
    return {**step, **more}


def written(value: object) -> bytes:
    """Write a JSON value with one field a line, as a planner's editor does."""
    return json.dumps(value, indent=1).encode()
