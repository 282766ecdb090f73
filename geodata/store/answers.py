"""Keeps online geocoders' answers in the store, where the chain of geocoders looks before it asks again."""

from __future__ import annotations

from sqlalchemy import Engine, select

from geodata.geocoder.cache import Answer, from_json, to_json
from geodata.store import schema
from geodata.store.opening import begin_writing
from geodata.store.readings import upsert


class StoredAnswers:
    """Answers by question in a store; fits ``geodata.geocoder.AnswerCache``. May be shared by threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, question: str) -> Answer | None:
        """Return the answer to a question, None when it was never answered."""
        column = schema.geocoder_answers.c
        with self._engine.connect() as connection:
            query = select(column.places).where(column.question == question)
            places = connection.execute(query).scalar()
        return None if places is None else from_json(places)

    def put(self, question: str, answer: Answer) -> None:
        """Keep the answer to a question in place of an earlier one."""
        row = {"question": question, "places": to_json(answer)}
        with begin_writing(self._engine) as connection:
            upsert(connection, schema.geocoder_answers, [row], "question")
