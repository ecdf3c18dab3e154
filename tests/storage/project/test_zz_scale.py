from __future__ import annotations
import psycopg2, time
from uuid import UUID
from services.project.storage.list_projects import Wanted, list_projects, list_waiting
from services.project.storage.read_changes import changes_since
from services.project.storage import read_project as one
from tests.builders_project import *
from tests.builders_project import a_code
from tests.storage.project.test_reading import several

def test_scale(desk, url):
    ids = several(desk, 3)
    with psycopg2.connect(url.format(role="project_relay")) as c, c.cursor() as cur:
        cur.execute("update outbox set position = seq, published_at = now()")
    with psycopg2.connect(url.format(role="project")) as c, c.cursor() as cur:
        cur.execute("select set_config('app.city', %s, false)", (CITY,))
        cur.execute("select column_name from information_schema.columns where table_name='project' order by ordinal_position")
        cols=[r[0] for r in cur.fetchall()]
        div="case when mod(g,10) = 0 then '210202' else '2102'||lpad(mod(g,10)::text,2,'9') end"
        sel=[{"id":"gen_random_uuid()","applicant_id":"gen_random_uuid()","case_id":"gen_random_uuid()","contract_number":"'X'||g",
                 "filed_at":"filed_at - g * interval '1 minute'","waits_since":"waits_since - g*interval '1 minute'","division":div,
                 "waits_at":div,"applicant_name":"'企业'||g","credit_code":"'91'||lpad(g::text,16,'0')"}.get(k,k) for k in cols]
        def times(tag):
            for name,f in {
              "officer":lambda: list_projects(desk.reading, OFFICER, Wanted(), limit=50, after=None),
              "officer state":lambda: list_projects(desk.reading, OFFICER, Wanted(state="in_review"), limit=50, after=None),
              "officer state none":lambda: list_projects(desk.reading, OFFICER, Wanted(state="enrolled"), limit=50, after=None),
              "provider none":lambda: list_projects(desk.reading, OFFICER, Wanted(provider_id=UUID(int=5)), limit=50, after=None),
              "case":lambda: list_projects(desk.reading, OFFICER, Wanted(case_id=UUID(int=5)), limit=50, after=None),
              "district":lambda: list_projects(desk.reading, DISTRICT, Wanted(), limit=50, after=None),
              "district waiting":lambda: list_waiting(desk.reading, DISTRICT, step=None, limit=50, after=None),
              "own":lambda: list_projects(desk.reading, ENTERPRISE, Wanted(), limit=50, after=None),
              "text":lambda: list_projects(desk.reading, OFFICER, Wanted(text="大连"), limit=50, after=None),
              "code":lambda: list_projects(desk.reading, OFFICER, Wanted(text=a_code()[:9]), limit=50, after=None),
              "get":lambda: one.get_project(desk.reading, desk.packs, OFFICER, UUID(ids[0])),
              "changes own":lambda: changes_since(desk.reading, ENTERPRISE, after=0, limit=50),
              "changes district":lambda: changes_since(desk.reading, DISTRICT, after=0, limit=50),
            }.items():
                best=min(_t(f) for _ in range(5))
                print(f"{tag:8} {name:18} {best*1000:7.2f} ms")
        def fill(a,b):
            cur.execute(f"insert into project ({','.join(cols)}) select {','.join(sel)} from project, generate_series({a},{b}) g where id='{ids[0]}'"); c.commit()
            o=psycopg2.connect(url.format(role="project_owner")); o.autocommit=True; o.cursor().execute("analyze project"); o.close()
        fill(1,1000); times("1000")
        fill(1001,40000); times("40000")
def _t(f):
    s=time.perf_counter(); f(); return time.perf_counter()-s
