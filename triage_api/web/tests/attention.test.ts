import { describe, expect, test, vi } from "vitest";

import { Attention, type Sight, titleFor } from "../src/desk/attention";

const sight = (waiting: number, unread: [number, number][] = [], asked = 0): Sight => ({ waiting, unread: new Map(unread), asked });

describe("what calls a counsellor back", () => {
  test("the title is a number and a neutral name", () => {
    expect(titleFor(sight(0))).toBe("Lykta");
    expect(titleFor(sight(1, [[2, 3]], 1))).toBe("(5) Lykta");
  });

  test("who comes and who writes is said; who goes, and what is read, is not", () => {
    const attention = new Attention(() => () => undefined);
    const told: (string | undefined)[] = [];
    for (const now of [sight(1), sight(0), sight(0, [[2, 1]]), sight(0), sight(3), sight(3, [], 1)]) {
      attention.said.value = null;
      attention.see(now);
      told.push(attention.said.value ? (attention.said.value as { phrase: string }).phrase : undefined);
    }
    expect(told).toEqual(["attention.waits_one", undefined, "attention.writes", undefined, "attention.waits", "attention.asked"]);
  });

  test("nothing sounds until she has said yes, and then not over and over", () => {
    const chime = vi.fn();
    const attention = new Attention(() => chime);
    attention.see(sight(1), 0);
    expect(chime).not.toHaveBeenCalled();
    attention.turnSound(true);
    expect(chime).toHaveBeenCalledTimes(1); // so that she has heard what it is
    attention.see(sight(2), 10_000);
    attention.see(sight(3), 10_500);
    attention.see(sight(4), 20_000);
    expect(chime).toHaveBeenCalledTimes(3);
    attention.turnSound(false);
    attention.see(sight(5), 40_000);
    expect(chime).toHaveBeenCalledTimes(3);
  });

  test("after locking, those who still wait are news again", () => {
    const attention = new Attention(() => () => undefined);
    attention.see(sight(2));
    attention.forget();
    attention.see(sight(2));
    expect(attention.said.value?.facts).toEqual({ count: 2 });
  });
});
