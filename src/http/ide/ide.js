// A small IDE for the API of this server: sign in, write, run, read the documentation, subscribe. It talks to nobody else, keeps tokens
// in memory only, and what comes from the server becomes text on the page, never markup.
"use strict";

const $ = (id) => document.getElementById(id);
const ENDPOINT = "/graphql";
const FIRST = `# What the councils look at. Ctrl+Enter runs it.
query Decisions {
  decisions(first: 5) {
    nodes { id kind state title { text } body { name { text } } }
    pageInfo { hasNextPage endCursor }
  }
}
`;

/** The tokens of whoever is signed in, or null. */
let session = null;
/** What is being waited for: a socket, or null. */
let socket = null;
let schema = null;
/** How often something was run: an answer that comes after the next was asked for is not shown. */
let runs = 0;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function link(text, go) {
  const made = element("button", text, { type: "button", class: "link" });
  made.addEventListener("click", go);
  return made;
}

async function post(query, variables, operationName) {
  const headers = {
    "Content-Type": "application/json",
    Accept: "application/graphql-response+json",
    "Accept-Language": $("language").value,
  };
  if (session) headers.Authorization = `Bearer ${session.access}`;
  const body = JSON.stringify({ query, variables, operationName: operationName || undefined });
  const response = await fetch(ENDPOINT, { method: "POST", headers, body });
  return { response, answer: await response.json() };
}

/** Asks; once more with fresh tokens when the old ones have run out. */
async function ask(query, variables, operationName) {
  const first = await post(query, variables, operationName);
  if (first.response.status !== 401 || !session) return first;
  return (await renewed()) ? post(query, variables, operationName) : first;
}

function entered(result) {
  const refused = result?.userErrors?.map((error) => error.message).join(" ");
  if (refused || !result?.accessToken) throw new Error(refused || "The server did not let you in.");
  return { access: result.accessToken, refresh: result.refreshToken, name: result.account?.person?.name ?? session?.name ?? "" };
}

async function signIn(event) {
  event.preventDefault();
  const query = `mutation($input: SignInInput!) { signIn(input: $input) {
    accessToken refreshToken account { person { name } } userErrors { message } } }`;
  const input = { email: $("email").value, password: $("password").value };
  try {
    const { answer } = await post(query, { input });
    if (answer.errors) throw new Error(answer.errors[0].message);
    session = entered(answer.data.signIn);
    $("password").value = "";
    if (schema === null) learn();
    show(`Signed in.`);
  } catch (error) {
    show(error.message);
  }
}

async function renewed() {
  const query = `mutation($input: RefreshSessionInput!) { refreshSession(input: $input) {
    accessToken refreshToken userErrors { message } } }`;
  const refreshToken = session.refresh;
  const name = session.name;
  session = null;
  try {
    const { answer } = await post(query, { input: { refreshToken } });
    session = { ...entered(answer.data?.refreshSession), name };
  } catch (error) {
    show(`The session has ended: ${error.message}`);
  }
  return session !== null;
}

async function signOut() {
  stop();
  try {
    await ask("mutation($input: SignOutInput!) { signOut(input: $input) { userErrors { message } } }", { input: {} });
  } catch {
    // What cannot be told to the server is forgotten here all the same.
  }
  session = null;
  runs += 1;
  tell(null);
  show("Signed out.");
}

function show(words) {
  $("sign-in").hidden = session !== null;
  $("signed-in").hidden = session === null;
  $("who").textContent = session?.name ?? "";
  $("session").textContent = words;
}

/** The operations of a document, as far as one can tell without parsing it: their kinds and names. */
function operations(text) {
  const bare = text.replace(/#[^\n]*/g, "").replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"/g, '""');
  const found = [];
  let depth = 0;
  let headed = false;
  for (const token of bare.match(/[{}]|\b(?:query|mutation|subscription|fragment)\b(?:\s+[A-Za-z_]\w*)?/g) ?? []) {
    if (token === "}") depth -= 1;
    else if (token === "{") {
      if (depth === 0 && !headed) found.push({ kind: "query", name: "" });
      headed = false;
      depth += 1;
    } else if (depth === 0) {
      const [kind, name = ""] = token.split(/\s+/);
      if (kind !== "fragment") found.push({ kind, name });
      headed = true;
    }
  }
  return found;
}

function offerOperations() {
  const chosen = $("operation").value;
  const names = operations($("query").value).map((one) => one.name).filter((name) => name !== "");
  $("operation").replaceChildren(...names.map((name) => element("option", name, { value: name })));
  if (names.includes(chosen)) $("operation").value = chosen;
}

async function run() {
  const number = (runs += 1);
  stop();
  offerOperations();
  tell(null);
  const query = $("query").value;
  const name = $("operation").value;
  let variables;
  try {
    variables = $("variables").value.trim() === "" ? {} : JSON.parse($("variables").value);
  } catch (error) {
    $("status").textContent = `The variables are not JSON: ${error.message}`;
    return;
  }
  const found = operations(query);
  const chosen = found.find((one) => one.name === name) ?? found[0];
  if (chosen?.kind === "subscription") return subscribe(query, variables, name);
  $("status").textContent = "Asking…";
  try {
    const started = performance.now();
    const { response, answer } = await ask(query, variables, name);
    if (number !== runs) return;
    const took = Math.round(performance.now() - started);
    const left = response.headers.get("RateLimit-Remaining");
    $("status").textContent = `${response.status}, ${took} ms${left ? `, ${left} left of this minute` : ""}`;
    tell(answer);
  } catch (error) {
    $("status").textContent = `The server did not answer: ${error.message}`;
  }
}

/** Shows an answer, or none. */
function tell(answer) {
  const said = (error) => `${error.extensions?.code ?? "ERROR"}: ${error.message}${error.path ? ` (${error.path.join(".")})` : ""}`;
  $("errors").replaceChildren(...(answer?.errors ?? []).map((error) => element("li", said(error))));
  $("answer").textContent = answer ? JSON.stringify(answer, null, 2) : "";
}

/** Waits for what happens, over the graphql-transport-ws protocol. */
function subscribe(query, variables, operationName, again = true) {
  const opened = new WebSocket(location.origin.replace(/^http/, "ws") + ENDPOINT, "graphql-transport-ws");
  const send = (message) => opened.send(JSON.stringify(message));
  let told = 0;
  socket = opened;
  $("stop").disabled = false;
  $("status").textContent = "Connecting…";
  opened.onopen = () => send({ type: "connection_init", payload: session ? { authorization: `Bearer ${session.access}` } : {} });
  opened.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.type === "connection_ack") {
      send({ type: "subscribe", id: "1", payload: { query, variables, operationName: operationName || undefined } });
      $("status").textContent = "Waiting for what happens…";
    } else if (message.type === "next") {
      told += 1;
      $("status").textContent = `Told ${told} times, the last at ${new Date().toLocaleTimeString()}`;
      tell(message.payload);
    } else if (message.type === "error") {
      tell({ errors: message.payload });
      stop("Refused.");
    } else if (message.type === "complete") stop("It is over.");
    else if (message.type === "ping") send({ type: "pong" });
  };
  opened.onclose = async (event) => {
    if (socket !== opened) return;
    stop(`Ended: ${event.code} ${event.reason}`);
    // The token has run out: with a fresh one it goes on, once.
    if (event.code === 4403 && again && session && (await renewed())) subscribe(query, variables, operationName, told > 0);
  };
}

function stop(words) {
  if (socket === null) return;
  const open = socket;
  socket = null;
  open.close(1000);
  $("stop").disabled = true;
  $("status").textContent = typeof words === "string" ? words : "Stopped.";
}

const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
const INPUT = `name description defaultValue type { ${TYPE} }`;
const SCHEMA = `{ __schema { queryType { name } mutationType { name } subscriptionType { name } types { kind name description
  fields(includeDeprecated: true) { name description isDeprecated deprecationReason args { ${INPUT} } type { ${TYPE} } }
  inputFields { ${INPUT} } enumValues(includeDeprecated: true) { name description } } } }`;

async function learn() {
  try {
    const { answer } = await ask(SCHEMA, {});
    if (!answer.data) throw new Error(answer.errors?.[0]?.message ?? "no schema");
    schema = answer.data.__schema;
    schema.byName = new Map(schema.types.map((type) => [type.name, type]));
    roots();
  } catch (error) {
    $("docs").replaceChildren(element("p", `The schema cannot be asked for here (${error.message}); it can be read as a whole below.`));
  }
}

function roots() {
  $("path").replaceChildren();
  const kinds = [schema.queryType, schema.mutationType, schema.subscriptionType].filter(Boolean);
  $("docs").replaceChildren(...kinds.flatMap(({ name }) => [element("h3", name), fieldsOf(schema.byName.get(name))]));
}

function nameOf(type) {
  return type.name ?? nameOf(type.ofType);
}

function written(type) {
  if (type.kind === "NON_NULL") return `${written(type.ofType)}!`;
  if (type.kind === "LIST") return `[${written(type.ofType)}]`;
  return type.name;
}

function fieldsOf(type) {
  const list = element("dl");
  for (const field of type.fields ?? type.inputFields ?? []) {
    const term = element("dt");
    term.append(element("code", `${field.name}: `), link(written(field.type), () => open(nameOf(field.type))));
    list.append(term, element("dd", field.description ?? ""));
    if (field.isDeprecated) list.append(element("dd", `Deprecated: ${field.deprecationReason ?? ""}`));
    for (const argument of field.args ?? []) {
      const said = element("dd");
      const value = argument.defaultValue ? ` = ${argument.defaultValue}` : "";
      said.append(element("code", `(${argument.name}: `), link(written(argument.type), () => open(nameOf(argument.type))));
      said.append(element("code", `${value}) `), argument.description ?? "");
      list.append(said);
    }
  }
  for (const value of type.enumValues ?? []) list.append(element("dt", value.name), element("dd", value.description ?? ""));
  return list;
}

function open(name) {
  const type = schema.byName.get(name);
  if (!type) return;
  $("path").replaceChildren(link("Everything", roots), ` / ${name}`);
  $("docs").replaceChildren(element("h3", name), element("p", type.description ?? ""), fieldsOf(type));
}

function search() {
  const wanted = $("search").value.trim().toLowerCase();
  if (!schema) return;
  if (wanted === "") return roots();
  const fits = (name) => name.toLowerCase().includes(wanted);
  const list = element("ul");
  for (const type of schema.types) {
    if (type.name.startsWith("__")) continue;
    const fields = (type.fields ?? type.inputFields ?? []).filter((field) => fits(field.name));
    if (!fits(type.name) && fields.length === 0) continue;
    const item = element("li");
    item.append(link(type.name, () => open(type.name)), fields.map((field) => ` .${field.name}`).join(""));
    list.append(item);
    if (list.children.length >= 100) break;
  }
  $("path").replaceChildren(link("Everything", roots), ` / ${list.children.length} found`);
  $("docs").replaceChildren(list);
}

function key(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    run();
  }
}

$("query").value = FIRST;
$("query").addEventListener("input", offerOperations);
$("query").addEventListener("keydown", key);
$("variables").addEventListener("keydown", key);
$("run").addEventListener("click", run);
$("stop").addEventListener("click", () => stop());
$("sign-in").addEventListener("submit", signIn);
$("sign-out").addEventListener("click", signOut);
$("search").addEventListener("input", search);
offerOperations();
learn();
