import { expect, it } from 'vitest';
import { ModalHands } from '../../src/cli/demo/modal-hands.ts';
import {
  finishLink,
  linkEmployer,
  listAll,
  startLink,
  startWholeService,
  syncNow,
  type WholeService,
} from '../support/whole-service.ts';

interface Replacement {
  service_email: string;
  replaced_service_email: string;
  magic_link_url: string;
}

async function replace(service: WholeService, linkedAccountId: string): Promise<Replacement> {
  const path = `/api/v1/linked-accounts/${linkedAccountId}/replace-service-account`;
  const { status, body } = await service.api<Replacement>('POST', path, { body: {} });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** As many tellings of a change as have come, and the next one. */
async function listen(service: WholeService, linkToken: string) {
  const response = await fetch(`${service.apiUrl}/link/api/session/events`, {
    headers: { authorization: `Bearer ${linkToken}` },
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const next = async (): Promise<void> => {
    for (let text = ''; !text.includes('event: changed');) {
      const { done, value } = await reader.read();
      if (done) throw new Error('The service has ended the news.');
      text += value;
    }
  };
  return { next, leave: () => reader.cancel() };
}

it('another service account takes the place of the one that is linked, and records, readings and the account go on', async () => {
  await using service = await startWholeService();
  const employer = await linkEmployer(service);
  const before = await listAll(service, employer, 'employees');
  const started = await replace(service, employer.linkedAccountId);
  const token = /#token=(.+)$/.exec(started.magic_link_url)![1]!;
  const modal = new ModalHands(service.apiUrl, token);
  const shown = await modal.view();
  const invited = shown.is_consent_needed ? await modal.consent() : await modal.resume();
  expect(invited).toMatchObject({
    state: 'awaiting_invitation',
    replaced_service_email: started.replaced_service_email,
  });

  // The page hears of the mail: no question of its own lies between.
  const news = await listen(service, token);
  await news.next();
  const told = news.next();
  const thirdPartyId = await service.admin.addThirdParty(invited.service_account.form);
  await told;
  await news.leave();

  // Until the new one works, the account is read by the former.
  await syncNow(service, employer);
  expect((await modal.view()).state).toBe('awaiting_permissions');
  await finishLink(service, modal, thirdPartyId);
  const linked = await modal.view();
  expect(linked).toMatchObject({
    state: 'linked',
    replaced_service_email: started.replaced_service_email,
  });

  service.sandbox.control.removeThirdParty(employer.thirdPartyId);
  await syncNow(service, employer);
  const account = await service.api('GET', `/api/v1/linked-accounts/${employer.linkedAccountId}`);
  expect(account.body['status']).toBe('COMPLETE');
  const after = await listAll(service, employer, 'employees');
  expect(after.map((one) => one['id'])).toEqual(before.map((one) => one['id']));
  const relink = await startLink(service);
  expect((await relink.view()).service_account.email).toBe(started.service_email);
});
