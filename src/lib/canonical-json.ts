/** JSON with sorted keys and no `undefined`, so that equal values give equal bytes (hashes, idempotency). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = value as Record<string, unknown>;
    const entries: string[] = [];
    for (const key of Object.keys(fields).sort()) {
      if (fields[key] !== undefined) entries.push(`${JSON.stringify(key)}:${canonicalJson(fields[key])}`);
    }
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
