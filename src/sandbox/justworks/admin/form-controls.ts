import { fullName, type Member } from '../company/member.ts';
import { html, type Html } from '../pages/html.ts';

interface InputOptions {
  value?: string | null;
  type?: 'text' | 'email' | 'date';
  isRequired?: boolean;
}

export function textInput(name: string, label: string, options: InputOptions = {}): Html {
  const { value, type = 'text', isRequired = false } = options;
  const required = isRequired ? html` required` : null;
  return html`<label
    >${label} <input type="${type}" name="${name}" value="${value ?? ''}" ${required}
  /></label>`;
}

type Choice = readonly [value: string, text: string];

/** With `hasNone` the first choice is an empty one. */
export function selectInput(
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen: string | null,
  hasNone = false,
): Html {
  const all: readonly Choice[] = hasNone ? [['', '(none)'], ...choices] : choices;
  return html`<label
    >${label}
    <select name="${name}">
      ${all.map(([value, text]) => optionOf(value, text, value === (chosen ?? '')))}
    </select>
  </label>`;
}

function optionOf(value: string, text: string, isChosen: boolean): Html {
  return html`<option value="${value}" ${isChosen ? html` selected` : null}>${text}</option>`;
}

export function sameText(choices: readonly string[]): Choice[] {
  return choices.map((choice) => [choice, choice]);
}

const MAX_CHOICES = 200;

/** A list to choose from while it is short; in a large company a field for the work e-mail. */
export function managerInput(members: readonly Member[], chosen: string | null): Html {
  if (members.length <= MAX_CHOICES) {
    const choices = members.map((member): Choice => [member.id, fullName(member)]);
    return selectInput('manager', 'Manager', choices, chosen, true);
  }
  const manager = members.find(({ id }) => id === chosen);
  return textInput('manager', 'Manager (work e-mail)', { value: manager?.workEmail ?? chosen });
}

export function radioInput(name: string, legend: string, choices: readonly string[], chosen: string): Html {
  return html`<fieldset>
    <legend>${legend}</legend>
    ${choices.map(
      (choice) =>
        html`<label
          ><input
            type="radio"
            name="${name}"
            value="${choice}"
            ${choice === chosen ? html` checked` : null}
          />
          ${choice}</label
        >`,
    )}
  </fieldset>`;
}

/** A form of one button. */
export function buttonForm(action: string, label: string): Html {
  return html`<form method="post" action="${action}"><button type="submit">${label}</button></form>`;
}
