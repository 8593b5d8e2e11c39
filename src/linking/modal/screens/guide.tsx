import type { ComponentChildren } from 'preact';
import type { SessionView } from '../../session-view.ts';
import { toChoices, toGuideForm } from '../guide-form.ts';
import { FormFields } from '../parts/form-fields.tsx';
import { Icon } from '../parts/icons.tsx';
import { PermissionsToTick } from '../parts/permissions-to-tick.tsx';
import { GuideFilm } from '../parts/guide-film.tsx';
import { GuideMedia } from '../parts/guide-media.tsx';
import { LateInvitation } from '../parts/late-invitation.tsx';
import { MailNotices } from '../parts/mail-notices.tsx';
import { ReplacedUser } from '../parts/replace-account.tsx';
import { RelinkNotice } from '../parts/relink-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';
import type { Outcome } from '../use-session.ts';

interface GuideProps {
  view: SessionView;
  onSentAgain: () => Promise<Outcome>;
  onCheck: () => Promise<Outcome>;
}

/** What the person does at the source while we wait for the invitation. */
export function Guide({ view, onSentAgain, onCheck }: GuideProps) {
  const { fields, sendInvitation } = toGuideForm(view.service_account.form);
  const { email } = view.service_account;
  const source = view.integration.name;
  const words = texts.guide;
  return (
    <>
      <ScreenHeading title={words.title(view.organization.name, source)} lead={words.lead(source)} />
      <RelinkNotice view={view} />
      <ReplacedUser view={view} />
      <LastTime view={view} />
      <MailNotices view={view} onSentAgain={onSentAgain} />
      <GuideFilm method="service_account" language={view.language} />
      <ol class="tasks">
        <Task title={words.open}>
          <p>{words.openText(source)}</p>
          <GuideMedia task="open" />
          <MenuPath />
          <p class="fine">{words.pathNote}</p>
        </Task>
        <Task title={words.fill}>
          <p>{words.fillText}</p>
          <GuideMedia task="fill" />
          <FormFields fields={fields} email={email} />
        </Task>
        <Task title={words.send}>
          <p>{words.sendText}</p>
          <GuideMedia task="send" />
          <Choices
            label={sendInvitation?.label ?? words.sendLabel}
            choices={toChoices(sendInvitation?.value ?? words.sendValue)}
          />
          <p class="fine breakable">{words.sendNote(email)}</p>
        </Task>
        <Task title={words.tick}>
          <p>{words.tickText(source)}</p>
          <GuideMedia task="tick" />
          <PermissionsToTick view={view} />
        </Task>
      </ol>
      <LateInvitation {...{ view, onSentAgain, onCheck }} />
      <p class="waiting-bar">
        <span class="pulse" aria-hidden="true" />
        <span>
          <strong>{words.waiting}</strong> <span class="waiting-note">{words.waitingNote}</span>
        </span>
      </p>
    </>
  );
}

/** The invitation is waited for once more: why the former was of no use is no news, but not forgotten. */
function LastTime({ view }: { view: SessionView }) {
  if (view.problem === null) return null;
  return (
    <p class="fine">
      {texts.waiting.lastTime} {view.problem.message} {view.problem.fix}
    </p>
  );
}

function Task({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <li class="task">
      <h2>{title}</h2>
      {children}
    </li>
  );
}

function MenuPath() {
  return (
    <ol class="menu-path">
      {texts.guide.path.map((entry) => (
        <li key={entry}>
          <span class="chip">{entry}</span>
          <Icon name="chevron" />
        </li>
      ))}
    </ol>
  );
}

function Choices({ label, choices }: { label: string; choices: string[] }) {
  return (
    <p class="choices">
      <span class="field-label">{label}</span>
      {choices.map((choice) => (
        <span key={choice} class="chip chip-chosen">
          <Icon name="check" />
          {choice}
        </span>
      ))}
    </p>
  );
}
