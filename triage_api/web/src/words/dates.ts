/** Dates as each language writes them (Thai counts the Buddhist era). An unreadable date shows as it came. */
export function day(language: string, written: string): string {
  const at = new Date(`${written}T12:00:00Z`);
  if (Number.isNaN(at.getTime())) return written;
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(at);
}

/** The clock time of an instant, where the reader is. */
export function clock(language: string, written: string): string {
  const at = new Date(written);
  if (Number.isNaN(at.getTime())) return written;
  return new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(at);
}
