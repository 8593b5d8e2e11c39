import type { EmployerPageView } from '../../../employer/employer-page-view.ts';
import { Address } from '../../modal/parts/address.tsx';
import type { EmployerTexts } from '../../modal/texts/employer-texts.ts';

/** What is left to do at the source after a disconnection. */
export function ToRemove({ view, words }: { view: EmployerPageView; words: EmployerTexts }) {
  const { service_accounts: accounts, integration } = view;
  if (accounts.length === 0) {
    return <p class="notice">{words.nothingToRemove[view.connection_method](integration.name)}</p>;
  }
  return (
    <section class="part part-todo" aria-labelledby="to-remove">
      <h2 id="to-remove">{words.toRemoveTitle(integration.name)}</h2>
      <p>{words.toRemove(integration.name)}</p>
      <ul class="checks">
        {accounts.map(({ name, email }) => (
          <li key={email}>
            <strong>{name}</strong>
            <br />
            <Address text={email} />
          </li>
        ))}
      </ul>
    </section>
  );
}
