import { texts } from '../texts/index.ts';
import { Icon } from './icons.tsx';

/** Says that the service can't be reached, and what becomes of it. The place stands there all the time, so that it is read out. */
export function TroubleNotice({ isInTrouble }: { isInTrouble: boolean }) {
  return (
    <div role="status">
      {isInTrouble && (
        <p class="notice notice-warning">
          <Icon name="alert" />
          {texts.trouble}
        </p>
      )}
    </div>
  );
}
