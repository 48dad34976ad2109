import { describe, expect, test } from "vitest";

import { daysAfter, longDay, mondayOf, shortDay, swedishClock, swedishDay, today, weekdayName } from "../src/desk/rota/days";

describe("days of the rota", () => {
  test.each([
    ["2026-11-23", "2026-11-23"],
    ["2026-11-29", "2026-11-23"],
    ["2027-01-01", "2026-12-28"],
  ])("the week of %s begins on %s", (day, monday) => expect(mondayOf(day)).toBe(monday));

  test("a week on, over either change of the clock, is seven days on", () => {
    expect(daysAfter("2026-10-19", 7)).toBe("2026-10-26");
    expect(daysAfter("2026-03-23", 7)).toBe("2026-03-30");
    expect(daysAfter("2026-03-01", -1)).toBe("2026-02-28");
  });

  test("the day and the clock are Sweden's, wherever the reader is", () => {
    expect(today(new Date("2026-11-21T23:30:00Z"))).toBe("2026-11-22");
    expect(swedishDay("2026-06-21T22:30:00Z")).toBe("2026-06-22");
    expect(swedishClock("en", "2026-11-21T23:00:00Z")).toBe("00:00");
    expect(swedishClock("sv", "2026-06-21T06:00:00Z")).toBe("08:00");
  });

  test("each language names its days", () => {
    expect(longDay("sv", "2026-11-23")).toBe("måndag 23 november");
    expect(longDay("en", "2026-11-23")).toContain("Monday");
    expect(shortDay("sv", "2026-11-23")).toMatch(/^mån 23\u00a0nov/);
    expect(weekdayName("sv", 6)).toBe("söndag");
  });
});
