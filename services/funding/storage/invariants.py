"""What must hold across all tables of funding, whatever was killed in between. Read as the auditor, across cities.

Plain SQL on purpose: none of the code that moved the money takes part in judging it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """`checked` counts the things that were looked at, `broken` gives one row for each that breaks it."""

    name: str
    checked: str
    broken: str

    def check(self, cursor: Any) -> tuple[int, list[str]]:
        """How many things were checked, and what was found, one line each."""
        cursor.execute(self.checked)
        (checked,) = cursor.fetchone()
        cursor.execute(self.broken)
        return checked, [" ".join(str(value) for value in row) for row in cursor.fetchall()]


# A tranche counts against the cap until it is undone, and against the budget from the approval on.
_UNDONE: Final = "('revoked', 'recalled')"
_PAID: Final = "('paid', 'in_recovery', 'recovered')"
_UNAPPROVED: Final = "('computed', 'recommended', 'planned', 'revoked', 'recalled')"

# Snapshots from before there were instruments do not name theirs.
_BY_BANK: Final = """'{"instrument": "bank_transfer"}'::jsonb"""

_LEDGER: Final = (
    Invariant(
        name="every ledger entry balances by source and year",
        checked="select count(*) from ledger_entry",
        broken="""
            select city, entry_id, fund_source, fund_year, sum(amount_fen) from ledger_posting
            group by city, entry_id, fund_source, fund_year having sum(amount_fen) <> 0
            union all
            select e.city, e.id, 'postings', e.postings, count(p.line) from ledger_entry e
            left join ledger_posting p on p.city = e.city and p.entry_id = e.id
            group by e.city, e.id, e.postings having count(p.line) <> e.postings
        """,
    ),
    Invariant(
        name="the ledger balances per city, source and year",
        checked="select count(*) from (select distinct city, fund_source, fund_year from ledger_posting) books",
        broken="""
            select city, fund_source, fund_year, sum(amount_fen) from ledger_posting
            group by city, fund_source, fund_year having sum(amount_fen) <> 0
        """,
    ),
    Invariant(
        name="no place that money can be in is overdrawn",
        checked="select count(*) from ledger_account",
        broken="""
            select p.city, p.fund_source, p.fund_year, p.category, p.account, sum(p.amount_fen)
            from ledger_posting p join ledger_account a on a.code = p.account
            group by p.city, p.fund_source, p.fund_year, p.category, p.account, a.normal_side
            having sum(p.amount_fen) * case a.normal_side when 'debit' then 1 else -1 end < 0
        """,
    ),
    Invariant(
        name="the ledger says of every tranche where its state says it is",
        checked="select count(*) from tranche",
        broken=f"""
            with part as (
                select t.city, t.id, t.state, t.fund_year, t.fund_category, share.key as fund_source,
                       share.value::bigint as fen, coalesce((t.netted ->> share.key)::bigint, 0) as netted,
                       (select coalesce(sum((r.shares ->> share.key)::bigint), 0) from recovery r
                        where r.city = t.city and r.tranche_id = t.id) as claimed,
                       (select i.state from payment_instruction i
                        where i.city = t.city and i.tranche_id = t.id and i.attempt = t.attempts) as instruction
                from tranche t, jsonb_each_text(t.shares) as share where t.state not in {_UNAPPROVED}
            ), claim as (
                select r.city, t.fund_year, t.fund_category, share.key as fund_source, r.state,
                       (r.terms ->> 'reenters_budget')::boolean as reenters, share.value::bigint as fen,
                       coalesce((r.netted ->> share.key)::bigint, 0) as netted
                from recovery r join tranche t on t.city = r.city and t.id = r.tranche_id,
                     jsonb_each_text(r.shares) as share
            ), place as (
                select city, fund_source, fund_year, fund_category, at.account, at.fen from part, lateral (values
                    (case state
                         when 'approved' then 'committed' when 'released' then 'payable' when 'returned' then 'returned'
                         when 'in_payment' then case instruction when 'made' then 'payable' else 'in_transit' end
                         else 'paid'
                     end, case when state in {_PAID} then fen - claimed else fen - netted end),
                    ('paid', case when state in {_PAID} then 0 else netted end)
                ) as at (account, fen)
                union all
                select city, fund_source, fund_year, fund_category, at.account, at.fen from claim, lateral (values
                    ('receivable', case state when 'opened' then fen - netted else 0 end),
                    ('recovered', case when reenters then 0 when state = 'settled' then fen else netted end)
                ) as at (account, fen)
            ), expected as (
                select city, fund_source, fund_year, fund_category as category, account, sum(fen) as fen
                from place group by city, fund_source, fund_year, fund_category, account
            ), booked as (
                select city, fund_source, fund_year, category, account, sum(amount_fen) as fen from ledger_posting
                where account not in ('budget_received', 'budget_quota')
                group by city, fund_source, fund_year, category, account
            )
            select city, fund_source, fund_year, category, account,
                   coalesce(expected.fen, 0) as expected_fen, coalesce(booked.fen, 0) as booked_fen
            from expected full join booked using (city, fund_source, fund_year, category, account)
            where coalesce(expected.fen, 0) <> coalesce(booked.fen, 0)
        """,
    ),
)

_SHARES: Final = Invariant(
    name="shares add up to their amount, and awards to what is due of them",
    checked="select (select count(*) from award) + (select count(*) from tranche) + (select count(*) from plan_line)",
    broken=f"""
        select 'award', city, id, award_fen, sum_of_shares(shares) from award where sum_of_shares(shares) <> award_fen
        union all
        select 'tranche', city, id, amount_fen, sum_of_shares(shares) from tranche
        where sum_of_shares(shares) <> amount_fen
        union all
        select 'plan_line', city, id, amount_fen, sum_of_shares(shares) from plan_line
        where sum_of_shares(shares) <> amount_fen
        union all
        select 'award and tranches', a.city, a.id, a.award_fen, coalesce(sum(t.amount_fen), 0)
        from award a left join tranche t
            on t.city = a.city and t.award_id = a.id and t.state not in {_UNDONE}
        group by a.city, a.id, a.award_fen having a.award_fen <> coalesce(sum(t.amount_fen), 0)
    """,
)

_LIMITS: Final = (
    Invariant(
        name="no cap is exceeded",
        checked="select count(*) from enterprise_allowance",
        broken=f"""
            with taken as (
                select city, programme_year, line, holder, state, amount_fen from tranche
                union all
                select city, programme_year, cap ->> 'name', cap ->> 'holder', state, amount_fen
                from tranche, jsonb_array_elements(caps) as cap
            ), counted as (
                select city, programme_year, line, holder,
                       coalesce(sum(amount_fen) filter (where state not in {_UNDONE}), 0) as held,
                       coalesce(sum(amount_fen) filter (where state not in {_UNAPPROVED}), 0) as approved
                from taken group by city, programme_year, line, holder
            )
            select city, programme_year, line, holder, e.cap_fen, e.held_fen, e.approved_fen, held, approved
            from enterprise_allowance e full join counted using (city, programme_year, line, holder)
            where coalesce(e.held_fen, 0) <> coalesce(held, 0) or coalesce(e.approved_fen, 0) <> coalesce(approved, 0)
                or e.held_fen > coalesce(e.cap_fen, e.held_fen)
        """,
    ),
    Invariant(
        name="no row that is counted across awards passes its cap in all of them",
        checked="select count(*) from award",
        broken=f"""
            select a.city, a.programme_year, a.line, said -> 'inputs' ->> 'row' as name,
                   sum((counted ->> 'award_fen')::bigint), max((said ->> 'cap_fen')::bigint)
            from award a join tranche t on t.city = a.city and t.award_id = a.id and t.state not in {_UNDONE},
                 jsonb_array_elements(a.computation -> 'outcome' -> 'rows') as counted,
                 jsonb_array_elements(a.computation -> 'outcome' -> 'explanation') as said
            where a.award_fen > 0 and t.state <> 'recovered' and said -> 'inputs' ? 'awarded_in'
                and said -> 'inputs' ->> 'row' = counted ->> 'row'
            group by 1, 2, 3, 4 having sum((counted ->> 'award_fen')::bigint) > max((said ->> 'cap_fen')::bigint)
        """,
    ),
    Invariant(
        name="no budget is exceeded",
        checked="select count(*) from budget_pool",
        broken=f"""
            with confirmed as (
                select city, fund_source, fund_year, category, sum(amount_fen) as fen from budget_line
                where state = 'confirmed' group by city, fund_source, fund_year, category
            ), drawn as (
                select t.city, share.key as fund_source, t.fund_year, t.fund_category as category,
                       sum(share.value::bigint) as fen
                from tranche t, jsonb_each_text(t.shares) as share where t.state not in {_UNAPPROVED}
                group by t.city, share.key, t.fund_year, t.fund_category
            ), reentered as (
                select r.city, share.key as fund_source, t.fund_year, t.fund_category as category,
                       sum(case r.state when 'settled' then share.value::bigint
                           else coalesce((r.netted ->> share.key)::bigint, 0) end) as fen
                from recovery r join tranche t on t.city = r.city and t.id = r.tranche_id,
                     jsonb_each_text(r.shares) as share
                where (r.terms ->> 'reenters_budget')::boolean
                group by r.city, share.key, t.fund_year, t.fund_category
            )
            select city, fund_source, fund_year, category, pool.allocated_fen, pool.committed_fen,
                   coalesce(confirmed.fen, 0), coalesce(drawn.fen, 0), coalesce(reentered.fen, 0)
            from budget_pool pool full join confirmed using (city, fund_source, fund_year, category)
            full join drawn using (city, fund_source, fund_year, category)
            left join reentered using (city, fund_source, fund_year, category)
            where coalesce(pool.allocated_fen, 0) <> coalesce(confirmed.fen, 0)
                or coalesce(pool.committed_fen, 0) <> coalesce(drawn.fen, 0) - coalesce(reentered.fen, 0)
                or coalesce(pool.committed_fen, 0) > coalesce(confirmed.fen, 0)
        """,
    ),
)

_PAYMENTS: Final = (
    Invariant(
        name="one live instruction per tranche",
        checked="select count(*) from payment_instruction",
        broken="""
            select city, tranche_id, count(*) from payment_instruction where state in ('made', 'checked', 'paid')
            group by city, tranche_id having count(*) > 1
            union all
            select t.city, t.id, count(i.id) from tranche t left join payment_instruction i
                on i.city = t.city and i.tranche_id = t.id and i.state in ('made', 'checked', 'paid')
            group by t.city, t.id, t.state, t.amount_fen, t.netted
            having count(i.id) <> case when t.state in ('in_payment', 'paid', 'in_recovery', 'recovered')
                and sum_of_shares(t.netted) < t.amount_fen then 1 else 0 end
        """,
    ),
    Invariant(
        name="the payee is the approved snapshot, the amount that of the plan",
        checked="select count(*) from payment_instruction",
        broken=f"""
            select i.city, i.number, i.tranche_id, i.amount_fen, s.id as snapshot_id
            from payment_instruction i
            join tranche t on t.city = i.city and t.id = i.tranche_id
            left join payee_snapshot s on s.city = i.city and s.id = i.snapshot_id and s.tranche_id = i.tranche_id
            left join plan_line l on l.city = i.city and l.tranche_id = i.tranche_id and l.plan_id = t.plan_id
                and l.state = 'included'
            where {_BY_BANK} || s.payee is distinct from {_BY_BANK} || i.payee
                or l.amount_fen is distinct from i.amount_fen + sum_of_shares(i.netted)
                or exists (
                    select from jsonb_each_text(l.shares) as planned
                    where planned.value::bigint is distinct from coalesce((i.shares ->> planned.key)::bigint, 0)
                        + coalesce((i.netted ->> planned.key)::bigint, 0)
                )
        """,
    ),
    Invariant(
        name="nothing is instructed before its notice ended, or under an objection",
        checked="select count(*) from payment_instruction",
        broken="""
            select i.city, i.number, i.tranche_id, b.made_at, n.closes_at, objection ->> 'state'
            from payment_instruction i
            join payment_batch b on b.city = i.city and b.id = i.batch_id
            join tranche t on t.city = i.city and t.id = i.tranche_id
            left join plan_line l on l.city = i.city and l.tranche_id = i.tranche_id and l.plan_id = t.plan_id
                and l.state = 'included'
            left join plan_notice n on n.city = i.city and n.plan_id = t.plan_id
            left join jsonb_array_elements(n.lines) as published on published ->> 'id' = l.id::text
            left join jsonb_array_elements(published -> 'objections') as objection
                on objection ->> 'state' <> 'not_upheld' or (objection ->> 'decided_at')::timestamptz > b.made_at
            where n.id is null or published is null or n.closes_at is null or b.made_at < n.closes_at
                or objection is not null
        """,
    ),
    Invariant(
        name="whoever made a payment did not check it, nor drew up its plan",
        checked="select count(*) from payment_batch",
        broken="""
            select b.city, b.number, b.made_by, b.checked_by, p.drawn_up_by
            from payment_batch b
            join payment_instruction i on i.city = b.city and i.batch_id = b.id
            join tranche t on t.city = i.city and t.id = i.tranche_id
            join allocation_plan p on p.city = t.city and p.id = t.plan_id
            where b.made_by = b.checked_by or p.drawn_up_by in (b.made_by, b.checked_by)
        """,
    ),
    Invariant(
        name="a batch is the sum of its instructions",
        checked="select count(*) from payment_batch",
        broken="""
            select b.city, b.number, b.count, b.total_fen, count(i.id), coalesce(sum(i.amount_fen), 0)
            from payment_batch b left join payment_instruction i on i.city = b.city and i.batch_id = b.id
            group by b.city, b.number, b.count, b.total_fen
            having b.count <> count(i.id) or b.total_fen <> coalesce(sum(i.amount_fen), 0)
        """,
    ),
)

_NETTING: Final = Invariant(
    name="what is netted of a tranche settled a recovery of the same payee by as much",
    checked="select count(*) from netting",
    broken="""
        select 'tranche', t.city, t.id, sum_of_shares(t.netted), coalesce(sum(n.amount_fen), 0)
        from tranche t left join netting n on n.city = t.city and n.tranche_id = t.id and n.state = 'confirmed'
        group by t.city, t.id, t.netted having sum_of_shares(t.netted) <> coalesce(sum(n.amount_fen), 0)
        union all
        select 'recovery', r.city, r.id, sum_of_shares(r.netted), coalesce(sum(n.amount_fen), 0)
        from recovery r left join netting n on n.city = r.city and n.recovery_id = r.id and n.state = 'confirmed'
        group by r.city, r.id, r.netted having sum_of_shares(r.netted) <> coalesce(sum(n.amount_fen), 0)
        union all
        select 'payee', n.city, n.id, n.amount_fen, 0 from netting n
        join recovery r on r.city = n.city and r.id = n.recovery_id
        join tranche paid on paid.city = n.city and paid.id = r.tranche_id
        join tranche later on later.city = n.city and later.id = n.tranche_id
        where paid.applicant_id <> later.applicant_id
    """,
)

INVARIANTS: Final[tuple[Invariant, ...]] = (*_LEDGER, _SHARES, *_LIMITS, *_PAYMENTS, _NETTING)
