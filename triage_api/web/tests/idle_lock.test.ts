import { expect, test } from "vitest";

import { IdleLock } from "../src/desk/idle_lock";

const MINUTE = 60_000;

test("a page that nobody uses warns a minute before, and locks", () => {
  const idle = new IdleLock();
  idle.use(100 * MINUTE);
  expect([idle.see(0, 15, 113.9 * MINUTE), idle.warned.value]).toEqual([false, false]);
  expect([idle.see(0, 15, 114 * MINUTE), idle.warned.value]).toEqual([false, true]);
  expect(idle.see(0, 15, 115 * MINUTE)).toBe(true);
});

test("whatever is done after the warning keeps it open, for as long again", () => {
  const idle = new IdleLock();
  idle.use(0);
  idle.see(0, 15, 14.5 * MINUTE);
  idle.use(14.6 * MINUTE);
  expect(idle.warned.value).toBe(false);
  expect([idle.see(0, 15, 28 * MINUTE), idle.see(0, 15, 29.6 * MINUTE)]).toEqual([false, true]);
});

test("while a chat goes on it does not lock, though she only reads", () => {
  const idle = new IdleLock();
  idle.use(0);
  expect([idle.see(10 * MINUTE, 15, 24 * MINUTE), idle.see(10 * MINUTE, 15, 25 * MINUTE)]).toEqual([false, true]);
});

test("a laptop that slept past its time locks at its first look", () => {
  const idle = new IdleLock();
  idle.use(0);
  expect(idle.see(0, 15, 180 * MINUTE)).toBe(true);
});

test("set to a minute, it still warns before", () => {
  const idle = new IdleLock();
  idle.use(0);
  expect([idle.see(0, 1, 0.4 * MINUTE), idle.warned.value]).toEqual([false, false]);
  expect([idle.see(0, 1, 0.5 * MINUTE), idle.warned.value]).toEqual([false, true]);
});
