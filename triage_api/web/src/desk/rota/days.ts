/** Days as `YYYY-MM-DD`, counted without clocks: a day in a rota has no time zone and is never 23 hours long. */

const SWEDEN = "Europe/Stockholm";

/** Which day it is in Sweden. */
export function today(now: Date = new Date()): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: SWEDEN }).format(now);
}

export function daysAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  return daysAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** "mån 23 nov.", which breaks after the weekday alone. */
export function shortDay(language: string, day: string): string {
  return written(language, day, { weekday: "short", day: "numeric", month: "short" }).replace(/(\d+) /, "$1\u00a0");
}

/** "måndag 23 november" */
export function longDay(language: string, day: string): string {
  return written(language, day, { weekday: "long", day: "numeric", month: "long" });
}

export function weekdayName(language: string, weekday: number): string {
  return written(language, daysAfter("2026-11-23", weekday), { weekday: "long" });
}

/** The clock in Sweden at a moment. */
export function swedishClock(language: string, moment: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: SWEDEN, hourCycle: "h23" }).format(new Date(moment));
}

/** The day in Sweden of a moment. */
export function swedishDay(moment: string): string {
  return today(new Date(moment));
}

function written(language: string, day: string, how: Intl.DateTimeFormatOptions): string {
  const tag = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(tag, { ...how, timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
}
