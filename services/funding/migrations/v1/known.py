"""Copies of foreign facts. Frozen: a change is a new migration."""

from __future__ import annotations

from typing import Final

TABLES: Final = ("known_pilot", "known_contract", "known_project_end", "known_payee_account", "known_case_pack")

STATEMENTS: Final = (
    """
    create table known_pilot (
        city text not null,
        case_id uuid not null,
        sequence bigint not null,
        is_listed boolean not null,
        constraint known_pilot_pkey primary key (city, case_id)
    )
    """,
    """
    create table known_contract (
        city text not null,
        project_id uuid not null,
        sequence bigint not null,
        signed_on date not null,
        amount_fen bigint not null,
        payee_account_id uuid not null,
        ceilings jsonb not null,
        constraint known_contract_pkey primary key (city, project_id)
    )
    """,
    """
    create table known_project_end (
        city text not null,
        project_id uuid not null,
        sequence bigint not null,
        constraint known_project_end_pkey primary key (city, project_id)
    )
    """,
    """
    create table known_payee_account (
        city text not null,
        id uuid not null,
        sequence bigint not null,
        organisation_id uuid not null,
        account_name text not null,
        bank_name text not null,
        branch_code text not null,
        number jsonb not null,
        constraint known_payee_account_pkey primary key (city, id)
    )
    """,
    """
    create table known_case_pack (
        city text not null,
        case_id uuid not null,
        sequence bigint not null,
        pack text not null,
        pack_sha256 text not null,
        constraint known_case_pack_pkey primary key (city, case_id)
    )
    """,
)
