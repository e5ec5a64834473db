// What a content does with the store through @xapi/xapi: statements, states, profiles, each under its ETag.
// Usage: node walk.mjs endpoint username secret version adapter
import assert from "node:assert/strict";
import XAPI from "@xapi/xapi";

const [endpoint, username, secret, version, adapter] = process.argv.slice(2);
const xapi = new XAPI({ endpoint, version, adapter, auth: XAPI.toBasicAuth(username, secret) });
const agent = { mbox: "mailto:camille@caf.example", name: "Camille" };
const activityId = "https://cours.example/module-1?é=1&x=2";
const registration = "6e1c0b8e-3d8c-4b1c-9a3d-0f4a8f6f6a11";

const etagOf = (answer) => {
  assert.match(answer.headers.etag, /^(W\/)?"[0-9a-f]{40}"$/);
  return answer.headers.etag;
};

// The axios adapter tells the answer that refused, the fetch adapter its text.
async function refused(promise, status, rule) {
  const error = await promise.then(() => assert.fail("not refused"), (reason) => reason);
  if (error.response) assert.equal(error.response.status, status);
  const content = error.response ? error.response.data : JSON.parse(error.message);
  assert.equal(content.rule, rule);
}

async function statements() {
  const about = await xapi.getAbout();
  assert(about.data.version.includes(version));
  const statement = {
    actor: agent,
    verb: XAPI.Verbs.COMPLETED,
    object: { id: activityId, definition: { name: { fr: "Module 1" } } },
    context: { registration },
  };
  const [statementId] = (await xapi.sendStatement({ statement })).data;
  const more = (await xapi.sendStatements({ statements: [statement, statement] })).data;
  assert.equal((await xapi.getStatement({ statementId })).data.context.registration, registration);
  const found = await xapi.getStatements({ agent, activity: activityId, verb: XAPI.Verbs.COMPLETED.id, limit: 2 });
  assert.equal(found.data.statements.length, 2);
  const rest = await xapi.getMoreStatements({ more: found.data.more });
  assert.deepEqual(rest.data.statements.map((one) => one.id), [statementId]);

  await xapi.voidStatement({ actor: agent, statementId });
  await refused(xapi.getStatement({ statementId }), 404, undefined);
  assert.equal((await xapi.getVoidedStatement({ voidedStatementId: statementId })).data.id, statementId);
  assert.equal(more.length, 2);

  assert.deepEqual((await xapi.getAgent({ agent: { mbox: agent.mbox } })).data.name, ["Camille"]);
  assert.deepEqual((await xapi.getActivity({ activityId })).data.definition, { name: { fr: "Module 1" } });
}

async function documents(names, about, id) {
  const { create, set, get, list, remove } = names;
  const place = { ...about, [id.name]: id.value };
  const sent = (content) => ({ ...place, [id.content]: content });

  await set({ ...sent({ page: 1 }), etag: "*", matchHeader: "If-None-Match" });
  await refused(set({ ...sent({ page: 0 }), etag: "*", matchHeader: "If-None-Match" }), 412, "condition");
  const first = await get(place);
  assert.deepEqual(first.data, { page: 1 });

  await set({ ...sent({ page: 2 }), etag: etagOf(first), matchHeader: "If-Match" });
  await refused(set({ ...sent({ page: 0 }), etag: etagOf(first), matchHeader: "If-Match" }), 412, "condition");
  await create(sent({ note: "é".repeat(500) }));
  const merged = await get(place);
  assert.deepEqual(merged.data, { page: 2, note: "é".repeat(500) });

  assert.deepEqual((await list(about)).data, [id.value]);
  assert.deepEqual((await list({ ...about, since: "2999-01-01T00:00:00Z" })).data, []);
  await refused(remove({ ...place, etag: etagOf(first) }), 412, "condition");
  await remove({ ...place, etag: etagOf(merged) });
  await refused(get(place), 404, undefined);
  assert.deepEqual((await list(about)).data, []);
}

const methods = (one, many) => ({
  create: (wanted) => xapi[`create${one}`](wanted),
  set: (wanted) => xapi[`set${one}`](wanted),
  get: (wanted) => xapi[`get${one}`](wanted),
  list: (wanted) => xapi[`get${many}`](wanted),
  remove: (wanted) => xapi[`delete${one}`](wanted),
});

await statements();
const state = { name: "stateId", value: "signet / é", content: "state" };
const profile = { name: "profileId", value: "réglages", content: "profile" };
await documents(methods("State", "States"), { agent, activityId, registration }, state);
await documents(methods("AgentProfile", "AgentProfiles"), { agent }, profile);
await documents(methods("ActivityProfile", "ActivityProfiles"), { activityId }, profile);
await xapi.createState({ agent, activityId, stateId: "a", state: {} });
await xapi.deleteStates({ agent, activityId });
assert.deepEqual((await xapi.getStates({ agent, activityId })).data, []);
console.log("done");
