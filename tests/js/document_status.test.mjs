// The poller of a document that is being made: shows progress, survives a lost network, hands over to the page when it is over.

import assert from "node:assert/strict";
import { test } from "node:test";

import { documentStatus } from "../../static/js/components/document-status.mjs";

function page() {
  const said = { textContent: "Đang chờ đến lượt" };
  const bar = { value: 0 };
  return {
    said,
    bar,
    getAttribute: () => "/jobs/1/status",
    querySelector: (what) => (what === "progress" ? bar : said),
  };
}

function answering(...answers) {
  const asked = [];
  return {
    asked,
    fetch: async (url) => {
      asked.push(url);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return { ok: answer.ok ?? true, json: async () => answer };
    },
  };
}

async function run(element, network) {
  const pauses = [];
  let left = 0;
  await documentStatus(element, {
    fetch: network.fetch,
    wait: async (ms) => void pauses.push(ms),
    leave: () => void (left += 1),
  });
  return { pauses, left };
}

test("shows each step and leaves for the server's page when it is over", async () => {
  const element = page();
  const network = answering(
    { over: false, progress: 15, said: "Đang chuẩn bị ảnh" },
    { over: false, progress: 40, said: "Đang dàn trang" },
    { over: true, progress: 100, said: "Đã lập xong" },
  );
  const { left } = await run(element, network);
  assert.equal(left, 1);
  assert.deepEqual(network.asked, Array(3).fill("/jobs/1/status"));
  assert.equal(element.said.textContent, "Đang dàn trang");
  assert.equal(element.bar.value, 40);
});

test("goes on asking after the network was away, more and more slowly", async () => {
  const network = answering(new TypeError("offline"), new TypeError("offline"), { over: true, progress: 100, said: "" });
  const { pauses, left } = await run(page(), network);
  assert.equal(left, 1);
  assert.equal(pauses.length, 3);
  assert.ok(pauses[0] < pauses[1] && pauses[1] < pauses[2] && pauses[2] <= 5000);
});

test("leaves it to the page when the server refuses", async () => {
  const { left } = await run(page(), answering({ ok: false }));
  assert.equal(left, 1);
});
