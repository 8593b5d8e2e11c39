import { afterAll, beforeAll, expect, test } from 'vitest';
import { silenceSource } from '../support/api-watch.ts';
import { LinkedRoster } from '../support/linked-roster.ts';

let world: LinkedRoster;
beforeAll(async () => {
  world = await LinkedRoster.start('service_account');
  silenceSource(world);
});
afterAll(() => world[Symbol.asyncDispose]());

interface RemoteField {
  remote_key_name: string;
  remote_endpoint_info: { method: string; url_path: string; field_traversal_path: string[] };
}

const call = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
  const { accountToken } = world.employer;
  const answer = await world.service.api<T>(method, `/api/hris/v1/${path}`, {
    accountToken,
    ...(body && { body }),
  });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};

const officeOf = (person: Record<string, unknown>) => {
  const mapped = person['field_mappings'] as {
    linked_account_defined_targets: { seat: { value: string | null } };
  };
  return mapped.linked_account_defined_targets.seat.value;
};

test('a column of the source’s report is found, mapped, and kept in step person by person', async () => {
  const { Employee: fields } = await call<{ Employee: RemoteField[] }>('GET', 'remote-fields');
  const office = fields.find(({ remote_key_name }) => /office/i.test(remote_key_name))!;
  const { method, url_path, field_traversal_path } = office.remote_endpoint_info;
  await call('POST', 'field-mappings', {
    target_field_name: 'seat',
    target_field_description: 'Where the person sits.',
    remote_method: method,
    remote_url_path: url_path,
    remote_field_traversal_path: field_traversal_path,
    common_model_name: 'Employee',
    jmes_path: "not_null(@, 'at home') | upper(@)",
  });
  await world.service.drain();
  const before = await world.people();
  const names = before.map(officeOf);
  expect(names.every((name) => name !== null && name === name.toUpperCase())).toBe(true);
  expect(before.map((person) => person['field_mappings'])).not.toContain(null);

  // Of the rest of the roster, nothing is read anew.
  const [first] = world.control.state().members;
  world.control.editEmployee(first!.id, { preferredName: 'Robin' });
  const told = await world.sync();
  expect(told.filter(({ type }) => type === 'employee.updated')).toMatchObject([
    { changes: expect.not.arrayContaining([expect.objectContaining({ field: 'field_mappings' })]) },
  ]);
  const after = await world.people();
  expect(after.map(officeOf)).toEqual(names);
});
