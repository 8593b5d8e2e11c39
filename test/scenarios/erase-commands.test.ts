import { expect, it } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import { findText } from '../support/find-text.ts';
import { startCommand } from '../support/command.ts';
import { people, roster } from '../integration/sync/fake-source.ts';
import { SyncWorld } from '../integration/sync/sync-world.ts';

it('erases a person, and then the account, from the command line', async () => {
  await using world = await SyncWorld.create(roster(people(3)));
  await world.sync();
  const run = async (...args: string[]) => {
    const command = startCommand(args, {
      DATABASE_URL: world.database.url,
      LINK_MAIL_DOMAIN: 'link.partner.example',
      MUSTER_SEALING_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    });
    return [await command.ended, command.stdout() + command.stderr()] as const;
  };
  const { organizationId, linkedAccountId } = world.scope;
  const { id } = await world.employee('person1@corp.test');
  const organization = ['--organization', organizationId];
  const [ignored] = await run('person', 'ignore', id, ...organization, '--account', linkedAccountId);
  expect(ignored).toBe(0);
  expect(await findText(world.deps.db, 'person1@corp.test')).toEqual([]);
  expect(await findText(world.deps.db, 'person2@corp.test')).not.toEqual([]);
  expect((await run('account', 'delete', newId(), ...organization))[0]).toBe(1);
  const [deleted, told] = await run('account', 'delete', linkedAccountId, ...organization);
  expect([deleted, told]).toEqual([0, expect.stringMatching(/^Receipt [0-9a-f-]{36}: \d+ rows; erased at /)]);
  expect(await world.deps.db.selectFrom('linked_accounts').select('id').execute()).toEqual([]);
  const trail = await world.deps.db.selectFrom('audit_events').select(['event_type', 'actor_kind']).execute();
  expect(trail.map(({ event_type, actor_kind }) => [event_type, actor_kind])).toEqual([
    ['IGNORED_RECORD', 'command_line'],
    ['DELETED_LINKED_ACCOUNT', 'command_line'],
  ]);
}, 90_000);
