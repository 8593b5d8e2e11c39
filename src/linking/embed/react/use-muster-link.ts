import { useCallback, useEffect, useInsertionEffect, useRef, useState } from 'react';
import type { MusterLinkError, MusterLinkHandle } from '../types/muster-link.d.ts';
import type { UseMusterLink, UseMusterLinkOptions } from '../types/muster-link-react.d.ts';
import { loadMusterLink } from './load-script.ts';

type Status = Pick<MusterLinkHandle, 'isReady' | 'error'>;

const NOT_READY: Status = { isReady: false, error: null };

/** The modal for a React component: made when it is mounted, gone with it. New tokens and callbacks count at once. */
export function useMusterLink(options: UseMusterLinkOptions): UseMusterLink {
  const { linkToken, apiUrl, theme, getLinkToken } = options;
  const latest = useRef(options);
  const [link, setLink] = useState<MusterLinkHandle | null>(null);
  const [status, setStatus] = useState(NOT_READY);
  // Before anything that the render shows can be clicked.
  useInsertionEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const onFailure = (error: MusterLinkError) => setStatus({ isReady: false, error });
    const attempt = startLink(latest, setLink, onFailure);
    return () => {
      attempt.end();
      setLink(null);
      setStatus(NOT_READY);
    };
  }, [apiUrl]);
  const mustAsk = getLinkToken !== undefined;
  useEffect(() => {
    if (!link) return;
    const ask = mustAsk ? () => latest.current.getLinkToken?.() ?? '' : undefined;
    const onValidationError = (error: MusterLinkError): void => {
      setStatus(readStatus(link));
      latest.current.onValidationError?.(error);
    };
    link.update({ linkToken, theme, getLinkToken: ask, onValidationError });
    setStatus(readStatus(link));
  }, [link, linkToken, theme, mustAsk]);
  const open = useCallback(() => {
    link?.open();
    if (link) setStatus(readStatus(link));
  }, [link]);
  return { open, ...status };
}

interface Attempt {
  end(): void;
}

/** Loads the script and makes the link, unless the component is gone by then. */
function startLink(
  latest: { current: UseMusterLinkOptions },
  onLink: (link: MusterLinkHandle) => void,
  onFailure: (error: MusterLinkError) => void,
): Attempt {
  let isOver = false;
  let link: MusterLinkHandle | null = null;
  loadMusterLink(latest.current.apiUrl).then(
    ({ create }) => {
      if (isOver) return;
      link = create({
        apiUrl: latest.current.apiUrl,
        onSuccess: (publicToken) => latest.current.onSuccess(publicToken),
        onExit: () => latest.current.onExit?.(),
      });
      onLink(link);
    },
    (error: MusterLinkError) => {
      if (!isOver) onFailure(error);
    },
  );
  return {
    end() {
      isOver = true;
      link?.destroy();
    },
  };
}

const readStatus = ({ isReady, error }: MusterLinkHandle): Status => ({ isReady, error });
