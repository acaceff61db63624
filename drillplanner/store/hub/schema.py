"""The tables, rights and rules of the county's server, as numbered steps of plain SQL.

The server is a mailbox: facts are put in and fetched, and nothing else. Everything that a client
could do wrong is forbidden by the database itself, so that no version of the program has to be
trusted: rights by role, rows by school, append only for everybody, a hash that fits its bytes.
"""

from __future__ import annotations

from typing import Final

#: The number of the newest step; a server with a greater one is of a newer program.
VERSION: Final = 1

#: What an account may be, by what it may put in; everybody reads what lies for his schools.
#: None: of every kind.
ROLES: Final[dict[str, tuple[str, ...] | None]] = {
    "planner": None,
    "keeper": (
        "entry", "session_key", "log_pack", "station", "clock_comparison", "photo",
        "script", "drill", "drill_school", "school",
    ),
    "evaluator": ("rating", "rating_sheet", "ruling", "log_table", "withdrawal"),
    "approver": ("grade", "sign_off", "objection_answer", "scorecard", "withdrawal"),
    "reader": (),
}  # fmt: skip

#: Notified, without content, when something was put in; rows' rules do not cover notifications.
CHANNEL: Final = "drillplanner"

#: Steps by their number, in words of their own; a released one is never edited.
STEPS: Final[dict[int, str]] = {
    1: """
CREATE SCHEMA drillplanner;
REVOKE ALL ON SCHEMA drillplanner FROM PUBLIC;

CREATE TABLE drillplanner.form (
    version integer PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE drillplanner.hub (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
INSERT INTO drillplanner.hub DEFAULT VALUES;

-- Who an account is: what it may put in, and of which school it sees and sends facts; '*' is all.
CREATE TABLE drillplanner.accounts (
    account text PRIMARY KEY,
    role text NOT NULL CHECK (
        role IN ('planner', 'keeper', 'evaluator', 'approver', 'reader')
    ),
    school text NOT NULL CHECK (length(school) BETWEEN 1 AND 64),
    made_at timestamptz NOT NULL DEFAULT now()
);
-- Which kinds a role may put in; '*' is every kind, also one of a newer program.
CREATE TABLE drillplanner.kinds (
    role text NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (role, kind)
);

CREATE TABLE drillplanner.mailbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    school text NOT NULL CHECK (length(school) BETWEEN 1 AND 64 AND school <> '*'),
    id text NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
    kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    drill text CHECK (length(drill) BETWEEN 1 AND 64),
    session text CHECK (length(session) BETWEEN 1 AND 64),
    seq integer CHECK (seq >= 1),
    hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    bytes bytea NOT NULL CHECK (length(bytes) BETWEEN 2 AND 8000000),
    sent_by text NOT NULL DEFAULT session_user,
    sent_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT mailbox_once UNIQUE (school, hash),
    CONSTRAINT mailbox_hash_fits CHECK (hash = encode(sha256(bytes), 'hex')),
    CONSTRAINT mailbox_place CHECK ((session IS NULL) = (seq IS NULL)),
    CONSTRAINT mailbox_entry CHECK ((kind = 'entry') = (session IS NOT NULL))
);
CREATE INDEX mailbox_of_drill ON drillplanner.mailbox (drill, session, seq);

-- Asked once a statement by the rules of rows: the account that asks, whatever right it borrows.
CREATE FUNCTION drillplanner.my_school() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
    $$ SELECT school FROM drillplanner.accounts WHERE account = session_user $$;
CREATE FUNCTION drillplanner.my_kinds() RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
    $$ SELECT coalesce(array_agg(kind), ARRAY[]::text[])
       FROM drillplanner.accounts JOIN drillplanner.kinds USING (role)
       WHERE account = session_user $$;

ALTER TABLE drillplanner.mailbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE drillplanner.mailbox FORCE ROW LEVEL SECURITY;
CREATE POLICY read_of_own_school ON drillplanner.mailbox FOR SELECT
    USING ((SELECT drillplanner.my_school()) IN (school, '*'));
CREATE POLICY send_for_own_school ON drillplanner.mailbox FOR INSERT WITH CHECK (
    (SELECT drillplanner.my_school()) IN (school, '*')
    AND ARRAY[kind, '*'] && (SELECT drillplanner.my_kinds())
);

-- One lock that every insert takes until its transaction ends, before its first row is given a
-- number: so positions follow the order of commits. Without it an insert that commits late is
-- never fetched by whoever has read further meanwhile.
CREATE FUNCTION drillplanner.in_commit_order() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS
    $$ BEGIN PERFORM pg_advisory_xact_lock(430241472620); RETURN NULL; END $$;
CREATE TRIGGER in_commit_order BEFORE INSERT ON drillplanner.mailbox
    FOR EACH STATEMENT EXECUTE FUNCTION drillplanner.in_commit_order();

CREATE FUNCTION drillplanner.never() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS
    $$ BEGIN RAISE EXCEPTION 'facts are only added' USING ERRCODE = 'DP001'; END $$;
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON drillplanner.mailbox
    FOR EACH ROW EXECUTE FUNCTION drillplanner.never();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON drillplanner.mailbox
    FOR EACH STATEMENT EXECUTE FUNCTION drillplanner.never();

-- What was done, by whom, from where. No account reads or writes it; the trigger does.
CREATE TABLE drillplanner.audit (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account text NOT NULL DEFAULT session_user,
    address inet DEFAULT inet_client_addr(),
    act text NOT NULL,
    detail text NOT NULL DEFAULT ''
);
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON drillplanner.audit
    FOR EACH ROW EXECUTE FUNCTION drillplanner.never();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON drillplanner.audit
    FOR EACH STATEMENT EXECUTE FUNCTION drillplanner.never();
CREATE FUNCTION drillplanner.noted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
    $$ BEGIN
        INSERT INTO drillplanner.audit (act, detail)
            SELECT 'sent', string_agg(school || ': ' || number, ', ')
            FROM (SELECT school, count(*) AS number FROM sent GROUP BY school) AS told
            HAVING count(*) > 0;
        NOTIFY drillplanner;
        RETURN NULL;
    END $$;
CREATE TRIGGER noted AFTER INSERT ON drillplanner.mailbox
    REFERENCING NEW TABLE AS sent FOR EACH STATEMENT EXECUTE FUNCTION drillplanner.noted();

GRANT USAGE ON SCHEMA drillplanner TO
    drillplanner_planner, drillplanner_keeper, drillplanner_evaluator,
    drillplanner_approver, drillplanner_reader;
GRANT SELECT ON drillplanner.form, drillplanner.hub TO
    drillplanner_planner, drillplanner_keeper, drillplanner_evaluator,
    drillplanner_approver, drillplanner_reader;
GRANT SELECT ON drillplanner.mailbox TO
    drillplanner_planner, drillplanner_keeper, drillplanner_evaluator,
    drillplanner_approver, drillplanner_reader;
GRANT INSERT (school, id, kind, drill, session, seq, hash, bytes)
    ON drillplanner.mailbox TO drillplanner_planner, drillplanner_keeper, drillplanner_evaluator,
    drillplanner_approver;
""",
}
