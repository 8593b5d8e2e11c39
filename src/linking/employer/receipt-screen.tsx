import type { EmployerPageView } from '../../employer/employer-page-view.ts';
import { Icon } from '../modal/parts/icons.tsx';
import { ScreenHeading } from '../modal/parts/screen-heading.tsx';
import { texts } from '../modal/texts/index.ts';
import { toMoment } from '../modal/time-words.ts';
import type { Receipt } from './employer-api.ts';
import { Facts } from './sections/facts.tsx';
import { ToRemove } from './sections/to-remove.tsx';
import { saveFile } from './save-file.ts';
import type { EmployerTexts } from '../modal/texts/employer-texts.ts';

interface ReceiptScreenProps {
  receipt: Receipt;
  /** What was shown before; null: not known here any more. */
  former: EmployerPageView | null;
  words: EmployerTexts;
}

/** What was erased, in numbers, to keep; and what is left to do at the source. */
export function ReceiptScreen({ receipt, former, words }: ReceiptScreenProps) {
  const at = (time: string | null) => toMoment(time, texts.locale, 'second') ?? words.receiptErasing;
  const isOver = receipt.erased_at !== null;
  const facts: [name: string, value: string][] = [
    [words.receiptNumber, receipt.id],
    [words.receiptAccount, receipt.linked_account_id],
    [words.receiptRequested, at(receipt.requested_at)],
    [words.receiptErased, at(receipt.erased_at)],
    [words.receiptAccess, at(receipt.access_ended_at)],
  ];
  const save = () => saveFile(`erasure-receipt-${receipt.id}.json`, JSON.stringify(receipt, null, 2));
  return (
    <>
      <span class="medallion medallion-good">
        <Icon name="check" />
      </span>
      <ScreenHeading
        title={isOver ? words.receiptTitle : words.receiptRunningTitle}
        lead={words.receiptLead}
      />
      {former && former.state !== 'not_linked' && <ToRemove view={former} words={words} />}
      <Facts facts={facts} />
      <h2>{words.receiptCounts}</h2>
      <Facts
        facts={Object.entries(receipt.counts).map(([kind, count]) => [
          words.receiptKinds[kind] ?? kind.replaceAll('_', ' '),
          count.toLocaleString(texts.locale),
        ])}
      />
      <div class="actions">
        <button type="button" class="button button-primary" onClick={save}>
          {words.receiptDownload}
        </button>
      </div>
    </>
  );
}
