import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { SessionView } from '../../session-view.ts';
import { toChoices, toGuideForm } from '../guide-form.ts';
import { FormFields } from '../parts/form-fields.tsx';
import { Icon } from '../parts/icons.tsx';
import { PermissionsToTick } from '../parts/permissions-to-tick.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';

const LATE_AFTER_MS = 4 * 60_000;

/** What the person does at the source while we wait for the invitation. */
export function Guide({ view }: { view: SessionView }) {
  const { fields, sendInvitation } = toGuideForm(view.service_account.form);
  const { email } = view.service_account;
  const source = view.integration.name;
  const words = texts.guide;
  return (
    <>
      <ScreenHeading title={words.title(view.organization.name, source)} lead={words.lead(source)} />
      {view.problem && <ProblemNotice problem={view.problem} />}
      <ol class="tasks">
        <Task title={words.open}>
          <p>{words.openText(source)}</p>
          <MenuPath />
          <p class="fine">{words.pathNote}</p>
        </Task>
        <Task title={words.fill}>
          <p>{words.fillText}</p>
          <FormFields fields={fields} email={email} />
        </Task>
        <Task title={words.send}>
          <p>{words.sendText}</p>
          <Choices
            label={sendInvitation?.label ?? words.sendLabel}
            choices={toChoices(sendInvitation?.value ?? words.sendValue)}
          />
          <p class="fine breakable">{words.sendNote(email)}</p>
        </Task>
        <Task title={words.tick}>
          <p>{words.tickText(source)}</p>
          <PermissionsToTick view={view} />
        </Task>
      </ol>
      <LateInvitation since={view.state_entered_at} email={email} source={source} />
      <p class="waiting-bar">
        <span class="pulse" aria-hidden="true" />
        <span>
          <strong>{words.waiting}</strong> <span class="waiting-note">{words.waitingNote}</span>
        </span>
      </p>
    </>
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

/** Unfolds by itself when the invitation takes longer than it should. */
function LateInvitation({ since, email, source }: { since: string; email: string; source: string }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(
      () => setLate(true),
      Math.max(0, Date.parse(since) + LATE_AFTER_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [since]);
  return (
    <details class="unfold" open={isLate}>
      <summary>{texts.guide.late}</summary>
      <ul class="plain-list breakable">
        {texts.guide.lateFixes(email, source).map((fix) => (
          <li key={fix}>{fix}</li>
        ))}
      </ul>
    </details>
  );
}
