import { html, type Html } from '../../justworks/pages/html.ts';
import type { TourStepView } from '../tour.ts';

/** The steps of the tour, each with what was seen, and the button that plays the next one. */
export function renderTour(steps: readonly TourStepView[]): Html {
  const isAtWork = steps.some(({ state }) => state === 'at work');
  const nextNumber = steps.findIndex(({ state }) => state !== 'done') + 1;
  const next = steps[nextNumber - 1];
  return html`<h2>Step by step</h2>
    ${next ? renderNext(next, nextNumber, steps.length, isAtWork) : html`<p role="status"><strong>That was all.</strong> Go on by yourself: everything stays as it is.</p>`}
    <ol class="steps">
      ${steps.map(renderStep)}
    </ol>`;
}

function renderNext(step: TourStepView, number: number, count: number, isAtWork: boolean): Html {
  return html`<div class="next-step">
    <p><strong>Step ${number} of ${count}: ${step.title}</strong></p>
    <p>${step.tells}</p>
    <p><strong>Where to look:</strong> ${step.look}</p>
    <button id="next-step" data-post="/tour/next" aria-disabled="${isAtWork ? 'true' : 'false'}">
      ${isAtWork ? 'At work …' : step.state === 'failed' ? 'Try this step again' : 'Play this step'}
    </button>
  </div>`;
}

function renderStep(step: TourStepView): Html {
  return html`<li class="step ${step.state.replace(' ', '-')}">
    ${step.title} <span class="badge ${step.state.replace(' ', '-')}">${step.state}</span>
    ${
      step.seen.length > 0 &&
      html`<ul>
        ${step.seen.map((fact) => html`<li>${fact}</li>`)}
      </ul>`
    }
  </li>`;
}
