#!/usr/bin/env python3
"""A newsroom's script: who keeps a council waiting, and what has happened since the last run.

    python newsroom.py --url http://127.0.0.1:8080/graphql --state newsroom.cursor

The first run lists every overdue term and remembers where the event feed ends. Each later run lists what happened since,
nothing missed and nothing twice, however long ago the last run was: the state is one cursor. With --wait it stays and tells
what happens as it happens.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError, TransportServerError
from gql.transport.requests import RequestsHTTPTransport

# What a newsroom wants to hear of. A cursor belongs to its kinds: whoever changes them begins a new state file.
KINDS = [
    "DECISION_PUBLISHED",
    "POLL_CLOSED",
    "FINAL_DOCUMENT_SENT",
    "RECOMMENDATION_ANSWERED",
    "ANSWER_CORRECTED",
    "DEADLINE_OVERDUE",
]

OVERDUE = gql("""
query Overdue($after: String) {
  deadlines(filter: { states: [OVERDUE] }, first: 50, after: $after) {
    nodes { dueOn rule { key citation { text } } body { name { text } } review { decision { title { text } } } }
    pageInfo { hasNextPage endCursor }
  }
}""")

WHERE_IT_ENDS = gql("""
query WhereItEnds($kinds: [EventKind!]) {
  events(kinds: $kinds, last: 1) { pageInfo { endCursor } }
}""")

SINCE = gql("""
query Since($kinds: [EventKind!], $after: String) {
  events(kinds: $kinds, after: $after, first: 50) {
    nodes {
      kind occurredAt
      node {
        __typename
        ... on Decision { title { text } body { name { text } } }
        ... on Poll { question { text } result { outcome } }
        ... on FinalDocument { designation }
        ... on Answer { verdict }
        ... on Deadline { dueOn body { name { text } } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}""")


class Kenes:
    """The API, asked again where it says so."""

    def __init__(self, url: str, language: str) -> None:
        transport = RequestsHTTPTransport(url=url, headers={"Accept-Language": language}, timeout=30)
        self.client = Client(transport=transport, fetch_schema_from_transport=False)

    def ask(self, document: Any, **variables: Any) -> dict[str, Any]:
        for attempt in range(5):
            try:
                return self.client.execute(document, variable_values=variables)
            except TransportServerError as error:
                # 429 and 503: too much was asked, or the database is away for a moment.
                if error.code not in (429, 503):
                    raise
                time.sleep(2**attempt)
        raise SystemExit("the server is busy; try again later")

    def rows(self, document: Any, field: str, **variables: Any) -> Iterator[tuple[dict[str, Any], str]]:
        """All rows of a list from a cursor on, each page with the cursor behind it."""
        while True:
            page = self.ask(document, **variables)[field]
            for row in page["nodes"]:
                yield row, page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            variables["after"] = page["pageInfo"]["endCursor"]


def text(value: dict[str, Any] | None) -> str:
    return value["text"] if value else "?"


def tell_overdue(kenes: Kenes) -> int:
    count = 0
    for row, _ in kenes.rows(OVERDUE, "deadlines"):
        decision = text(row["review"]["decision"]["title"])
        citation = text(row["rule"]["citation"])
        print(f"overdue since {row['dueOn']}: {text(row['body']['name'])}, {decision} ({citation})")
        count += 1
    return count


def about(node: dict[str, Any] | None) -> str:
    match node:
        case {"__typename": "Decision", "title": title, "body": body}:
            return f"{text(title)} ({text(body['name'])})"
        case {"__typename": "Poll", "question": question, "result": result}:
            return f"{text(question)}: {result['outcome'] if result else 'no result'}"
        case {"__typename": "FinalDocument", "designation": designation}:
            return designation
        case {"__typename": "Answer", "verdict": verdict}:
            return verdict
        case {"__typename": "Deadline", "dueOn": due_on, "body": body}:
            return f"{text(body['name'])}, due on {due_on}"
        case _:
            return "(not to be seen any more)"


def remember(state: Path, cursor: str) -> None:
    """Written beside and moved over, so that a crash leaves the old cursor or the new one."""
    beside = state.with_suffix(state.suffix + ".new")
    beside.write_text(cursor)
    os.replace(beside, state)


def follow(kenes: Kenes, state: Path) -> int:
    count, cursor = 0, state.read_text()
    for event, behind_page in kenes.rows(SINCE, "events", kinds=KINDS, after=cursor):
        print(f"{event['occurredAt']} {event['kind']}: {about(event['node'])}", flush=True)
        count, cursor = count + 1, behind_page
    # After the telling: a crash in between tells twice rather than never.
    remember(state, cursor)
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080/graphql", help="where the API is (%(default)s)")
    parser.add_argument("--state", type=Path, default=Path("newsroom.cursor"), help="the file of the cursor (%(default)s)")
    parser.add_argument("--language", default="en", choices=["kk", "ru", "en"])
    parser.add_argument("--wait", action="store_true", help="stay, and ask every ten seconds")
    options = parser.parse_args()
    kenes = Kenes(options.url, options.language)
    try:
        if not options.state.exists():
            end = kenes.ask(WHERE_IT_ENDS, kinds=KINDS)["events"]["pageInfo"]["endCursor"]
            print(f"{tell_overdue(kenes)} terms are overdue")
            if end is None:
                sys.exit("nothing has happened yet; run me again")
            remember(options.state, end)
        while True:
            print(f"events since the last time: {follow(kenes, options.state)}")
            if not options.wait:
                return
            time.sleep(10)
    except TransportQueryError as error:
        sys.exit(f"refused: {error}")


if __name__ == "__main__":
    main()
