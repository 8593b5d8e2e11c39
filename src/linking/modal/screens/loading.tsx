import { texts } from '../texts/index.ts';

export function Loading() {
  return (
    <div class="loading">
      <span class="spinner spinner-large" aria-hidden="true" />
      <h1 class="visually-hidden" tabIndex={-1}>
        {texts.loading}
      </h1>
    </div>
  );
}
