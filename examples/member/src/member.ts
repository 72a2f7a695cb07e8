// A council member's client: signs in, refreshes the session, pages through what is under review, votes where a vote is open,
// says something about a decision while it watches what is said about it, and signs out. Every document below is checked against the schema when it is built: `npm run build`.
//
//   KENES_URL=http://127.0.0.1:8080/graphql KENES_EMAIL=… KENES_PASSWORD=… npm start

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { graphql } from "./gql/gql.js";
import type { Choice } from "./gql/graphql.js";

const SIGN_IN = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { accessToken refreshToken account { person { name } } userErrors { message } }
  }
`);

const REFRESH = graphql(`
  mutation Refresh($input: RefreshSessionInput!) {
    refreshSession(input: $input) { accessToken refreshToken expiresAt userErrors { message } }
  }
`);

const SIGN_OUT = graphql(`
  mutation SignOut($input: SignOutInput!) {
    signOut(input: $input) { userErrors { message } }
  }
`);

const DECISIONS = graphql(`
  query Decisions($after: String) {
    decisions(first: 40, after: $after, filter: { states: [PUBLISHED] }) {
      nodes { id title { text } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const OPEN_POLLS = graphql(`
  query OpenPolls($after: String) {
    polls(first: 40, after: $after, filter: { states: [OPEN] }) {
      nodes { id mode question { text } closesAt viewerCanVote viewerBallot { choice } decision { title { text } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const VOTE = graphql(`
  mutation Vote($input: CastBallotInput!) {
    castBallot(input: $input) { ballot { choice revision castAt } userErrors { code message } }
  }
`);

const OPEN_REVIEWS = graphql(`
  query OpenReviews {
    reviews(first: 40, filter: { states: [OPEN] }) { nodes { id viewerCanComment decision { id title { text } } } }
  }
`);

/** Where the feed of comments on something stands now: whoever subscribes after it misses none. */
const NOW = graphql(`
  query Now($subject: ID!) {
    events(last: 1, kinds: [COMMENT_ADDED], subject: $subject) { pageInfo { endCursor } }
  }
`);

const COMMENTS = graphql(`
  subscription Comments($subject: ID!, $after: String) {
    commentAdded(subject: $subject, after: $after) { cursor comment { id body author { name } } }
  }
`);

const COMMENT = graphql(`
  mutation Comment($input: AddCommentInput!) {
    addComment(input: $input) { comment { id } userErrors { message } }
  }
`);

/** The server's answer to a request that could not run: who has to do something about it is told by the code. */
class Refused extends Error {
  constructor(readonly code: string, message: string) {
    super(`${code}: ${message}`);
  }
}

class Kenes {
  private access: string | null = null;
  private refresh: string | null = null;

  constructor(private readonly url: string, private readonly language: string) {}

  /** Sends a document; asks again when the server says when, and with new tokens when the old ones have run out. */
  async ask<R, V>(document: TypedDocumentNode<R, V>, variables: V, tries = 4): Promise<R> {
    const headers: Record<string, string> = {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json",
      "Accept-Language": this.language,
    };
    if (this.access !== null) headers["Authorization"] = `Bearer ${this.access}`;
    const body = JSON.stringify({ query: print(document), variables });
    const response = await fetch(this.url, { method: "POST", headers, body });
    if ((response.status === 429 || response.status === 503) && tries > 1) {
      const seconds = Number(response.headers.get("Retry-After") ?? "1");
      await new Promise((done) => setTimeout(done, seconds * 1000));
      return this.ask(document, variables, tries - 1);
    }
    if (response.status === 401 && this.refresh !== null && tries > 1) {
      await this.renew();
      return this.ask(document, variables, 1);
    }
    const answer = (await response.json()) as { data?: R | null; errors?: { message: string; extensions?: { code?: string } }[] };
    const error = answer.errors?.[0];
    if (error !== undefined || !answer.data) {
      throw new Refused(error?.extensions?.code ?? String(response.status), error?.message ?? "no data");
    }
    return answer.data;
  }

  async signIn(email: string, password: string): Promise<string> {
    const { signIn } = await this.ask(SIGN_IN, { input: { email, password } });
    refuse(signIn.userErrors);
    this.access = signIn.accessToken ?? null;
    this.refresh = signIn.refreshToken ?? null;
    return signIn.account?.person.name ?? "?";
  }

  /** A refresh token is good once: the new pair replaces the old at once, and nobody else may use it meanwhile. */
  async renew(): Promise<string> {
    if (this.refresh === null) throw new Refused("UNAUTHENTICATED", "not signed in");
    const refreshToken = this.refresh;
    this.access = this.refresh = null;
    const { refreshSession } = await this.ask(REFRESH, { input: { refreshToken } });
    refuse(refreshSession.userErrors);
    this.access = refreshSession.accessToken ?? null;
    this.refresh = refreshSession.refreshToken ?? null;
    return refreshSession.expiresAt ?? "?";
  }

  /** What a subscription is told, one after the other, until whoever asks has heard enough. */
  async *watch<R, V extends Record<string, unknown>>(document: TypedDocumentNode<R, V>, variables: V): AsyncGenerator<R> {
    const client = createClient({
      url: this.url.replace(/^http/, "ws"),
      webSocketImpl: WebSocket,
      // Asked for again at each connection: by then the token may be another.
      connectionParams: () => (this.access === null ? {} : { authorization: `Bearer ${this.access}` }),
    });
    try {
      for await (const result of client.iterate<R>({ query: print(document), variables })) {
        const error = result.errors?.[0];
        if (error !== undefined || !result.data) {
          throw new Refused(String(error?.extensions?.["code"] ?? "?"), error?.message ?? "no data");
        }
        yield result.data;
      }
    } finally {
      await client.dispose();
    }
  }

  async signOut(): Promise<void> {
    const { signOut } = await this.ask(SIGN_OUT, { input: {} });
    refuse(signOut.userErrors);
    this.access = this.refresh = null;
  }
}

function refuse(errors: readonly { message: string }[]): void {
  if (errors[0] !== undefined) throw new Refused("REFUSED", errors.map((error) => error.message).join(" "));
}

async function decisions(kenes: Kenes): Promise<Set<string>> {
  const seen = new Set<string>();
  for (let after: string | null = null, more = true; more; ) {
    const page: Awaited<ReturnType<typeof decisionsAfter>> = await decisionsAfter(kenes, after);
    for (const node of page.nodes) {
      if (seen.has(node.id)) throw new Error(`a page repeats ${node.id}`);
      seen.add(node.id);
    }
    more = page.pageInfo.hasNextPage;
    after = page.pageInfo.endCursor ?? null;
  }
  return seen;
}

async function decisionsAfter(kenes: Kenes, after: string | null) {
  return (await kenes.ask(DECISIONS, { after })).decisions;
}

/** Votes in every open poll in which the member may, and has not yet. */
async function vote(kenes: Kenes, choice: Choice): Promise<number> {
  let votes = 0;
  const { polls } = await kenes.ask(OPEN_POLLS, { after: null });
  for (const poll of polls.nodes) {
    if (!poll.viewerCanVote || poll.viewerBallot != null) continue;
    const { castBallot } = await kenes.ask(VOTE, { input: { pollId: poll.id, choice } });
    refuse(castBallot.userErrors);
    // In a secret poll not even the voter is told the choice again.
    const said = castBallot.ballot?.choice ?? "(secret)";
    console.log(`voted ${said} in a ${poll.mode} poll on ${poll.decision.title.text}`);
    votes += 1;
  }
  return votes;
}

/** Says something about a decision under review, and waits until it is told of it as everybody else is. */
async function discuss(kenes: Kenes, body: string): Promise<void> {
  const { reviews } = await kenes.ask(OPEN_REVIEWS, {});
  const review = reviews.nodes.find((one) => one.viewerCanComment);
  if (review === undefined) {
    console.log("nothing is open to comments");
    return;
  }
  const subject = review.decision.id;
  const { events } = await kenes.ask(NOW, { subject });
  const told = kenes.watch(COMMENTS, { subject, after: events.pageInfo.endCursor ?? null });
  const first = told.next();
  const { addComment } = await kenes.ask(COMMENT, { input: { reviewId: review.id, stance: "NEUTRAL", body } });
  refuse(addComment.userErrors);
  for (let next = await first; next.done !== true; next = await told.next()) {
    const comment = next.value.commentAdded.comment;
    if (comment?.id !== addComment.comment?.id) continue;
    console.log(`told of a comment on ${review.decision.title.text}: ${comment?.body ?? "?"}`);
    break;
  }
  await told.return(undefined);
}

async function main(): Promise<void> {
  const kenes = new Kenes(process.env["KENES_URL"] ?? "http://127.0.0.1:8080/graphql", "en");
  const email = process.env["KENES_EMAIL"] ?? "member@demo.kenes.example";
  const name = await kenes.signIn(email, process.env["KENES_PASSWORD"] ?? "kenes demonstration 2026");
  console.log(`signed in as ${name}`);
  console.log(`session renewed until ${await kenes.renew()}`);
  console.log(`${(await decisions(kenes)).size} decisions are published`);
  console.log(`${await vote(kenes, "FOR")} votes cast`);
  await discuss(kenes, "Heard by everybody who waits.");
  await kenes.signOut();
  console.log("signed out");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
