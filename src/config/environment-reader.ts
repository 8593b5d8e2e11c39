export type Environment = Record<string, string | undefined>;

/** Collects every problem, so that a person mends all of them in one go. */
export class EnvironmentReader {
  readonly problems: string[] = [];
  readonly environment: Environment;
  constructor(environment: Environment) {
    this.environment = environment;
  }

  text(name: string, fallback: string): string {
    return this.environment[name]?.trim() || fallback;
  }

  optionalText(name: string): string | null {
    return this.environment[name]?.trim() || null;
  }

  requiredText(name: string, hint: string): string {
    const value = this.environment[name]?.trim();
    if (!value) this.problems.push(`${name} is not set. ${hint}`);
    return value ?? '';
  }

  number(name: string, fallback: number, min: number, max: number): number {
    const text = this.environment[name]?.trim();
    if (!text) return fallback;
    const value = Number(text);
    if (!Number.isFinite(value) || value < min || value > max) {
      this.problems.push(`${name} must be a number from ${min} to ${max}.`);
      return fallback;
    }
    return value;
  }

  /** Null when it is not set: there is no limit. */
  optionalNumber(name: string, min: number, max: number): number | null {
    return this.optionalText(name) === null ? null : this.number(name, min, min, max);
  }

  boolean(name: string, fallback: boolean): boolean {
    const text = this.environment[name]?.trim().toLowerCase();
    if (!text) return fallback;
    if (text !== 'true' && text !== 'false') this.problems.push(`${name} must be true or false.`);
    return text === 'true';
  }

  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const text = this.text(name, fallback) as T;
    if (choices.includes(text)) return text;
    this.problems.push(`${name} must be one of ${choices.join(', ')}.`);
    return fallback;
  }

  url(name: string, fallback: string): string {
    const text = this.text(name, fallback);
    if (!URL.canParse(text)) this.problems.push(`${name} must be a URL, like ${fallback}.`);
    return text.replace(/\/+$/, '');
  }

  list(name: string): string[] {
    return (this.optionalText(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  }

  choices<T extends string>(name: string, choices: readonly T[]): T[] {
    const given = this.list(name);
    const known = given.filter((text): text is T => choices.includes(text as T));
    if (known.length < given.length || new Set(known).size < known.length)
      this.problems.push(
        `${name} must name each of ${choices.join(', ')} once at most, separated by commas.`,
      );
    return known;
  }

  json(name: string): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(this.text(name, '{}'));
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return value as Record<string, unknown>;
    } catch {
      // Told below.
    }
    this.problems.push(`${name} must be a JSON object.`);
    return {};
  }
}
