import type { ConnectionMethod } from '../../connectors/contract.ts';
import type { SessionView } from '../session-view.ts';
import type { LinkApi } from './link-api.ts';
import type { Opener } from './opener.ts';
import { MethodChoice } from './parts/method-choice.tsx';
import { Authorize } from './screens/authorize.tsx';
import { Company } from './screens/company.tsx';
import { Connecting } from './screens/connecting.tsx';
import { Consent } from './screens/consent.tsx';
import { Credentials } from './screens/credentials.tsx';
import { Ended } from './screens/ended.tsx';
import { Failed } from './screens/failed.tsx';
import { Guide } from './screens/guide.tsx';
import { Linked } from './screens/linked.tsx';
import { Permissions } from './screens/permissions.tsx';
import type { ScreenName } from './steps.ts';
import { texts } from './texts/index.ts';
import type { Session } from './use-session.ts';

export interface SessionScreenProps {
  screen: ScreenName;
  view: SessionView;
  api: LinkApi;
  opener: Opener | null;
  /** Null when there is no page to go back to. */
  exit: (() => void) | null;
  run: Session['run'];
}

/** One screen per state of the link session. */
export function SessionScreen({ screen, view, api, opener, exit, run }: SessionScreenProps) {
  const check = () => run(() => api.checkPermissions());
  const choose = (method: ConnectionMethod) => run(() => api.chooseMethod(method));
  const otherMethods = <MethodChoice view={view} onChoose={choose} />;
  switch (screen) {
    case 'consent':
      return (
        <>
          <Consent view={view} onAgree={() => run(() => api.consent(view.agreement))} onDecline={exit} />
          {otherMethods}
        </>
      );
    case 'guide':
      return (
        <>
          <Guide view={view} />
          {otherMethods}
        </>
      );
    case 'credentials':
      return (
        <>
          <Credentials view={view} onGive={(logIn) => run(() => api.giveCredentials(logIn))} />
          {otherMethods}
        </>
      );
    case 'authorize':
      return (
        <>
          <Authorize view={view} api={api} />
          {otherMethods}
        </>
      );
    case 'company':
      return <Company view={view} onChoose={(companyId) => run(() => api.chooseCompany(companyId))} />;
    case 'connecting':
      return <Connecting view={view} />;
    case 'permissions':
      return <Permissions view={view} onCheck={check} onStartOver={() => choose(view.method)} />;
    case 'linked':
      return <Linked view={view} api={api} opener={opener} onDone={exit} />;
    case 'failed':
      return <Failed view={view} onTryAgain={check} />;
    case 'expired':
      return (
        <Ended title={texts.ended.expiredTitle} text={texts.ended.expiredText(view.organization.name)} />
      );
  }
}
