import type { ConnectionMethod } from '../../connectors/contract.ts';
import type { SessionView } from '../session-view.ts';
import type { LinkApi } from './link-api.ts';
import type { Opener } from './opener.ts';
import { MethodChoice } from './parts/method-choice.tsx';
import { ReplaceAccount } from './parts/replace-account.tsx';
import { SendToAdmin } from './parts/send-to-admin.tsx';
import { SourceAway } from './parts/source-away.tsx';
import { Authorize } from './screens/authorize.tsx';
import { Company } from './screens/company.tsx';
import { Confirm } from './screens/confirm.tsx';
import { Connecting } from './screens/connecting.tsx';
import { Consent } from './screens/consent.tsx';
import { Credentials } from './screens/credentials.tsx';
import { Ended } from './screens/ended.tsx';
import { Failed } from './screens/failed.tsx';
import { Guide } from './screens/guide.tsx';
import { Linked } from './screens/linked.tsx';
import { Permissions } from './screens/permissions.tsx';
import { Relink } from './screens/relink.tsx';
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
  /** Another link token takes the place of this page's. */
  goOnWith: (linkToken: string) => void;
}

/** One screen per state of the link session. */
export function SessionScreen({ screen, view, api, opener, exit, run, goOnWith }: SessionScreenProps) {
  const check = () => run(() => api.checkPermissions());
  const choose = (method: ConnectionMethod) => run(() => api.chooseMethod(method));
  const sentAgain = () => run(() => api.sayInvitationSent());
  const otherUser = <ReplaceAccount {...{ view, api, goOnWith }} />;
  const otherWays = (
    <>
      <SendToAdmin {...{ view, api, run }} />
      {otherUser}
      <MethodChoice view={view} onChoose={choose} />
    </>
  );
  switch (screen) {
    case 'consent':
      return (
        <>
          {view.is_consent_needed && view.consent !== null ? (
            <Consent
              view={view}
              consent={view.consent}
              onAgree={(personName) => run(() => api.consent(view.consent!.agreement, personName))}
              onDecline={exit}
            />
          ) : (
            <Relink view={view} onResume={() => run(() => api.resume())} />
          )}
          {otherWays}
        </>
      );
    case 'guide':
      return (
        <>
          <Guide view={view} onSentAgain={sentAgain} onCheck={check} />
          {otherWays}
        </>
      );
    case 'credentials':
      return (
        <>
          <Credentials view={view} onGive={(logIn) => run(() => api.giveCredentials(logIn))} />
          {otherWays}
        </>
      );
    case 'authorize':
      return (
        <>
          <Authorize view={view} api={api} />
          {otherWays}
        </>
      );
    case 'company':
      return (
        <Company
          view={view}
          onChoose={(companyId) => run(() => api.chooseCompany(companyId))}
          onNone={() => choose(view.method)}
        />
      );
    case 'confirm':
      return (
        <Confirm
          view={view}
          onConfirm={(companyId) => run(() => api.confirmCompany(companyId))}
          onDecline={(companyId) => run(() => api.declineCompany(companyId))}
        />
      );
    case 'connecting':
      return (
        <>
          <SourceAway view={view} />
          <Connecting view={view} />
        </>
      );
    case 'permissions':
      return (
        <>
          <SourceAway view={view} />
          <Permissions view={view} onCheck={check} onStartOver={() => choose(view.method)} />
          {otherUser}
        </>
      );
    case 'linked':
      return (
        <>
          <Linked view={view} api={api} opener={opener} onDone={exit} />
          {otherUser}
        </>
      );
    case 'failed':
      return (
        <>
          <Failed view={view} onTryAgain={check} onSentAgain={sentAgain} />
          {otherWays}
        </>
      );
    case 'expired':
      return (
        <Ended title={texts.ended.expiredTitle} text={texts.ended.expiredText(view.organization.name)} />
      );
  }
}
