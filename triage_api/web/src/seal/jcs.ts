/**
 * JSON in canonical form (RFC 8785), for the values v1.md uses: ASCII strings, safe integers, arrays and objects.
 * Anything else throws: a value whose canonical form this code does not know must not be bound into a seal.
 */
export type Canonical = string | number | readonly Canonical[] | { readonly [name: string]: Canonical };

export function jcs(value: Canonical): string {
  if (typeof value === "string") {
    if (!/^[\x20-\x7e]*$/.test(value)) throw new TypeError("only printable ASCII is bound into a header");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError("only safe integers are bound into a header");
    return String(value);
  }
  if (isList(value)) return `[${value.map(jcs).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${jcs(name)}:${jcs(member)}`).join(",")}}`;
}

function isList(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value);
}
