import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SessionView } from '../session-view.ts';
import { LinkRefused, RequestFailed } from './link-api.ts';
import { pollSession } from './poll-session.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const view = (state: SessionView['state']): SessionView => ({ state, sync: null }) as SessionView;

function started(fetchView: () => Promise<SessionView>) {
  const seen: string[] = [];
  const poll = pollSession({
    fetchView,
    onView: ({ state }) => seen.push(state),
    onTrouble: () => seen.push('trouble'),
    onRefused: () => seen.push('refused'),
  });
  return { poll, seen };
}

it('asks at once and then every second while it waits', async () => {
  const fetchView = vi.fn(() => Promise.resolve(view('awaiting_invitation')));
  const { poll, seen } = started(fetchView);
  await vi.advanceTimersByTimeAsync(3_000);
  poll.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(fetchView).toHaveBeenCalledTimes(4);
  expect(seen).toEqual(Array(4).fill('awaiting_invitation'));
});

it('backs off while the service is away and recovers by itself', async () => {
  const fetchView = vi.fn(() => Promise.reject<SessionView>(new RequestFailed(503)));
  const { poll, seen } = started(fetchView);
  await vi.advanceTimersByTimeAsync(7_000);
  expect(fetchView).toHaveBeenCalledTimes(4);
  fetchView.mockImplementation(() => Promise.resolve(view('awaiting_invitation')));
  await vi.advanceTimersByTimeAsync(8_000);
  poll.stop();
  expect(seen.slice(0, 5)).toEqual(['trouble', 'trouble', 'trouble', 'trouble', 'awaiting_invitation']);
});

it('ends when the link is refused', async () => {
  const fetchView = vi.fn(() => Promise.reject<SessionView>(new LinkRefused()));
  const { seen } = started(fetchView);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetchView).toHaveBeenCalledTimes(1);
  expect(seen).toEqual(['refused']);
});

it('never shows an answer that is older than what was accepted', async () => {
  const answers: ((view: SessionView) => void)[] = [];
  const { poll, seen } = started(() => new Promise((resolve) => answers.push(resolve)));
  poll.accept(view('awaiting_invitation'));
  answers[0]!(view('awaiting_consent'));
  await vi.advanceTimersByTimeAsync(0);
  poll.stop();
  expect(seen).toEqual(['awaiting_invitation']);
});

it('asks rarely while it is told of changes, and every second again when it is not', async () => {
  const fetchView = vi.fn(() => Promise.resolve(view('awaiting_invitation')));
  const { poll } = started(fetchView);
  await vi.advanceTimersByTimeAsync(0);
  poll.setWatched(true);
  await vi.advanceTimersByTimeAsync(19_000);
  expect(fetchView).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fetchView).toHaveBeenCalledTimes(2);
  poll.setWatched(false);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(fetchView).toHaveBeenCalledTimes(5);
  poll.stop();
});

it('shows each answer however fast news come on a slow line, and the last of them', async () => {
  const answers: ((view: SessionView) => void)[] = [];
  const { poll, seen } = started(() => new Promise((resolve) => answers.push(resolve)));
  for (let told = 0; told < 5; told += 1) poll.tellNews();
  expect(answers).toHaveLength(1);
  answers[0]!(view('awaiting_invitation'));
  await vi.advanceTimersByTimeAsync(0);
  expect([seen, answers.length]).toEqual([['awaiting_invitation'], 2]);
  answers[1]!(view('accepting_invitation'));
  await vi.advanceTimersByTimeAsync(0);
  poll.tellNews();
  expect(answers).toHaveLength(3);
  poll.stop();
  poll.tellNews();
  expect([seen, answers.length]).toEqual([['awaiting_invitation', 'accepting_invitation'], 3]);
});
