"""What an index says of one cell, question by question."""

from __future__ import annotations

import sqlite3

MOST_EPISODES = 20


def credit_by_question(database: sqlite3.Connection, protocol: str, agents: str) -> dict[str, float]:
    """The mean credit of each question that the cell decided."""
    query = (
        "select question, avg(credit) from episodes where protocol = ? and agents = ? and credit is not null "
        "group by question"
    )
    return dict(database.execute(query, (protocol, agents)))


def asked_of(database: sqlite3.Connection, questions: list[str]) -> dict[str, str]:
    """The beginning of each of these questions' text."""
    places = ", ".join("?" * len(questions))
    query = f"select question, max(asked) from episodes join shown using (row) where question in ({places}) group by 1"
    return dict(database.execute(query, questions))


def episodes_of(database: sqlite3.Connection, protocol: str, agents: str, question: str) -> list[str]:
    """The ids of the cell's first episodes on a question."""
    query = "select id from episodes where protocol = ? and agents = ? and question = ? order by id limit ?"
    return [id for (id,) in database.execute(query, (protocol, agents, question, MOST_EPISODES))]
