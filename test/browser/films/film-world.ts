import {
  startTestSandbox,
  type TestSandbox,
} from '../../../src/sandbox/justworks/test-support/test-sandbox.ts';

/** The simulated Justworks that the films are recorded from: the same people and the same day each time. */
export function startFilmWorld(): Promise<TestSandbox> {
  return startTestSandbox({ seed: 'film', companyName: 'Lakeside Bakery', companySize: 9 });
}
