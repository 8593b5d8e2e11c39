import { ConnectorError } from '../../../errors.ts';
import { foldWord } from '../../../../hris/normalize/text.ts';

/** Two spellings of one company's name may differ in these. */
const LEGAL_FORM =
  /[\s,]+(?:incorporated|inc|llc|llp|lp|ltd|limited|corporation|corp|co|company|pbc|gmbh)\.?(?=[\s,.]|$)/giu;
/** What stands in a file's name for a character that it can't have. */
const REPLACED = /[_?\uFFFD]+/;

/**
 * A report names its company in its file's name. Another company's name there means that the report is not the employer's,
 * whatever the pages said. No header, another form of name, and names that nothing is left of say nothing.
 * @param template e.g. `Justworks - {company} Census Report {date}.csv`
 * @throws ConnectorError wrong_company
 */
export function assertFileOfCompany(
  disposition: string | undefined,
  template: string,
  companyNames: readonly string[],
  report: string,
): void {
  const fileName = disposition === undefined ? undefined : findFileName(disposition);
  const named = fileName === undefined ? undefined : companyIn(fileName, template);
  const known = companyNames.map(foldCompany).filter((name) => name !== '');
  if (named === undefined || foldCompany(named) === '' || known.length === 0) return;
  if (known.some((name) => isSpelledAs(name, named))) return;
  throw new ConnectorError('wrong_company', "The report's file bears another company's name.", {
    subject: report,
  });
}

/** RFC 6266: the exact name where there is one, else the one for old readers. */
function findFileName(disposition: string): string | undefined {
  const exact = /;\s*filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(disposition)?.[1];
  if (exact !== undefined) return decodeOr(() => decodeURIComponent(exact));
  const match = /;\s*filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]+))/i.exec(disposition);
  const plain = match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
  if (plain === undefined) return undefined;
  // Header bytes come as Latin-1; many senders write UTF-8.
  return (
    decodeOr(() => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(plain, 'latin1'))) ?? plain
  );
}

function decodeOr(decode: () => string): string | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

function companyIn(fileName: string, template: string): string | undefined {
  const [before, after] = template.toLowerCase().split('{company}');
  if (before === undefined || after === undefined) return undefined;
  const undated = fileName.replace(/\d{2}_\d{2}_\d{4}(?=\D*$)/, '{date}');
  const folded = undated.toLowerCase();
  const isWhole = undated.length > before.length + after.length;
  if (!isWhole || !folded.startsWith(before) || !folded.endsWith(after)) return undefined;
  return undated.slice(before.length, undated.length - after.length);
}

/** Whether the parts of `written` between replaced characters stand in `name`, in their order and from end to end. */
function isSpelledAs(name: string, written: string): boolean {
  const parts = written.replace(LEGAL_FORM, '').split(REPLACED).map(foldWord);
  const [first, last] = [parts[0]!, parts.at(-1)!];
  if (parts.length === 1) return name === first;
  let from = 0;
  for (const part of parts) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return name.startsWith(first) && name.endsWith(last);
}

function foldCompany(name: string): string {
  return foldWord(name.replace(LEGAL_FORM, ''));
}
