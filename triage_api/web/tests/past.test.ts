import { expect, test } from "vitest";

import { inOrder } from "../src/desk/past";
import { type Body } from "../src/seal/chat";

const text = (words: string): Body => ({ kind: "text", text: words });
const got = (upto: number): Body => ({ kind: "got", upto });

test("what was said comes back in the order it was read", () => {
  const person = [text("p1"), got(1), text("p2")];
  const counsellor = [got(1), text("c1"), text("c2")].slice(1);
  expect(inOrder(person, [counsellor[0]!, got(3), counsellor[1]!]).map((said) => said.text)).toEqual(["p1", "c1", "p2", "c2"]);
});

test("what the other side has not had on the screen is marked so", () => {
  const said = inOrder([text("p1"), got(1)], [text("c1"), text("c2")]);
  expect(said.filter((one) => one.from === "counsellor").map((one) => one.got)).toEqual([true, false]);
});

test("a text that never arrived had not been got, whatever was marked before or after", () => {
  const lost: Body = { kind: "lost", seq: 1 };
  for (const person of [[lost, got(2)], [got(2), lost]]) {
    const said = inOrder(person, [text("c1"), text("c2")]);
    expect(said.map(({ text: words, got: had }) => [words, had])).toEqual([["c1", false], ["c2", true]]);
  }
});

test("marks that point beyond what there is do not stop the reading", () => {
  expect(inOrder([got(9), text("p1")], [got(7), text("c1")]).map((said) => said.text).sort()).toEqual(["c1", "p1"]);
});
