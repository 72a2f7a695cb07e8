// The IDE as its users meet it, in a headless Chromium: node ide.mjs URL PASSWORD. Fails at the first thing that is not so.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [url, password] = process.argv.slice(2);
const patience = { timeout: 20_000 };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
const troubles = [];
const foreign = [];
page.on("pageerror", (error) => troubles.push(String(error)));
page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
page.on("request", (request) => new URL(request.url()).origin !== new URL(url).origin && foreign.push(request.url()));

const text = (id) => page.locator(`#${id}`).innerText();
const until = (id, what) => page.waitForFunction(([id, what]) => document.getElementById(id).textContent.includes(what), [id, what], patience);
async function run(query, variables = "") {
  await page.fill("#query", query);
  await page.fill("#variables", variables);
  await page.press("#query", "Control+Enter");
}

try {
  await page.goto(url, patience);

  // The first document, as it stands there.
  await page.click("#run");
  await until("status", "200");
  assert.equal(JSON.parse(await text("answer")).data.decisions.nodes.length, 5);

  // Errors are said, with their code.
  await run("{ nothing }");
  await until("errors", "BAD_INPUT");

  // The documentation at hand.
  await until("docs", "decisions");
  await page.fill("#search", "castBallot");
  await page.click("#docs button:has-text('Mutation')");
  await until("docs", "castBallot");

  // Who signs in is somebody.
  await page.fill("#email", "member@demo.kenes.example");
  await page.fill("#password", password);
  await page.click("#sign-in button");
  await page.waitForSelector("#signed-in:not([hidden])", patience);
  await run("query Me($none: Boolean) { viewer { account @skip(if: $none) { person { name } } } }", '{ "none": false }');
  await until("answer", "person");
  const name = JSON.parse(await text("answer")).data.viewer.account.person.name;
  assert.equal(await text("who"), name);
  assert.equal(await page.inputValue("#password"), "", "the password does not stay on the page");

  // What is said elsewhere is told here: the subscription begins where the feed stands, and a comment is written in another page.
  await run("{ reviews(first: 40, filter: { states: [OPEN] }) { nodes { id viewerCanComment decision { id } } } }");
  await until("answer", "viewerCanComment");
  const review = JSON.parse(await text("answer")).data.reviews.nodes.find((one) => one.viewerCanComment);
  await run("query($subject: ID!) { events(last: 1, kinds: [COMMENT_ADDED], subject: $subject) { pageInfo { endCursor } } }", JSON.stringify({ subject: review.decision.id }));
  await until("answer", "endCursor");
  const after = JSON.parse(await text("answer")).data.events.pageInfo.endCursor;
  await run("subscription Talk($subject: ID, $after: String) { commentAdded(subject: $subject, after: $after) { comment { body } } }", JSON.stringify({ subject: review.decision.id, after }));
  await until("status", "Waiting");
  const other = await browser.newPage();
  await other.goto(url, patience);
  await other.fill("#email", "member@demo.kenes.example");
  await other.fill("#password", password);
  await other.click("#sign-in button");
  await other.waitForSelector("#signed-in:not([hidden])", patience);
  await other.fill("#query", "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } userErrors { message } } }");
  await other.fill("#variables", JSON.stringify({ input: { reviewId: review.id, stance: "NEUTRAL", body: "<b>Said in another page</b>" } }));
  await other.click("#run");
  await until("status", "Told");
  assert.equal(JSON.parse(await text("answer")).data.commentAdded.comment.body, "<b>Said in another page</b>");
  assert.equal(await page.locator("#answer b").count(), 0, "what was said is text, not markup");
  await page.click("#stop");
  await until("status", "Stopped");

  await page.click("#sign-out");
  await page.waitForSelector("#sign-in:not([hidden])", patience);
  await run("{ viewer { account { person { name } } } }");
  await until("answer", "null");

  // A request that could not run is an error of the browser's console too; nothing else may be.
  assert.deepEqual(troubles.filter((trouble) => !trouble.includes("status of 400")), []);
  assert.deepEqual(foreign, []);
  console.log(`the IDE works in ${browser.version()}`);
} finally {
  await browser.close();
}
