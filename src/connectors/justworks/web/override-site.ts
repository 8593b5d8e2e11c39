import { canonicalJson } from '../../../lib/canonical-json.ts';
import type { OverridePatch } from '../../contract.ts';
import { assertSite, isPlainObject, ownValue, type Site } from './site.ts';

/**
 * The site with an override on top: objects merge key by key, single values replace, and a list gains the override's
 * entries at its front. It can't lose any, so that withdrawing an override takes back just what it added.
 * @throws AppError invalid_input `override_invalid` naming the key at fault
 */
export function overrideSite(site: Site, patch: OverridePatch): Site {
  return assertSite(widen(site, patch), 'override_invalid');
}

/** What can't be applied any more, after an upgrade perhaps, is left out: one stale line must not stop every account. */
export function applyOverrides(site: Site, patches: readonly OverridePatch[]): Site {
  return patches.reduce<Site>((current, patch) => {
    try {
      return overrideSite(current, patch);
    } catch {
      return current;
    }
  }, site);
}

/**
 * The site as it is now, for each use. The overrides are read each time, so that every process sees one as soon as it is
 * stored; only the merging is remembered.
 */
export function createSiteReader(
  configured: Site,
  readPatches: () => Promise<readonly OverridePatch[]>,
): () => Promise<Site> {
  let known = { key: '[]', site: configured };
  return async () => {
    const patches = await readPatches();
    const key = canonicalJson(patches);
    if (key !== known.key) known = { key, site: applyOverrides(configured, patches) };
    return known.site;
  };
}

function widen(base: unknown, patch: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(patch)) return addInFront(base, patch);
  if (!isPlainObject(base) || !isPlainObject(patch)) return patch;
  const merged = Object.keys(patch).map(
    (key) => [key, widen(ownValue(base, key), ownValue(patch, key))] as const,
  );
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

function addInFront(base: readonly unknown[], entries: readonly unknown[]): unknown[] {
  const added = entries.filter((entry) => !base.includes(entry));
  return [...new Set(added), ...base];
}
