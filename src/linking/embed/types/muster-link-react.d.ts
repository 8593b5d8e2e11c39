/** Types of `muster-link-react.js`. */
import type { MusterLinkError, MusterLinkOptions } from './muster-link.d.ts';

export type UseMusterLinkOptions = MusterLinkOptions;

export interface UseMusterLink {
  /** Stays the same function while the component is mounted. */
  open: () => void;
  /** The script is loaded and there is a link token, or a way to ask for one. */
  isReady: boolean;
  error: MusterLinkError | null;
}

export function useMusterLink(options: UseMusterLinkOptions): UseMusterLink;
