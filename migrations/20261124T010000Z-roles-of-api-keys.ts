import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Keys of before could do everything, and go on so.
  await sql`
    alter table api_keys
      add column roles text[] not null default '{read,sensitive,operate,administer}'
        check (roles <@ '{read,sensitive,operate,administer}' and cardinality(roles) > 0),
      -- To the minute at best; null until the first use.
      add column last_used_at timestamptz,
      -- A rotated key works on under its former hash until then.
      add column previous_key_hash bytea unique,
      add column previous_key_expires_at timestamptz,
      add check ((previous_key_hash is null) = (previous_key_expires_at is null))`.execute(db);
  await sql`alter table api_keys alter column roles drop default`.execute(db);
  // A key is rotated by its name. Of those that shared one, the oldest keeps it.
  await sql`
    update api_keys k set name = k.name || ' ' || k.id
     where k.revoked_at is null
       and exists (select from api_keys older
                    where older.organization_id = k.organization_id and older.name = k.name
                      and older.revoked_at is null and (older.created_at, older.id) < (k.created_at, k.id))`.execute(
    db,
  );
  await sql`create unique index api_keys_name on api_keys (organization_id, name) where revoked_at is null`.execute(
    db,
  );
  await sql`create index api_keys_by_organization on api_keys (organization_id, created_at, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index api_keys_by_organization, api_keys_name`.execute(db);
  await sql`
    alter table api_keys
      drop column roles, drop column last_used_at, drop column previous_key_hash, drop column previous_key_expires_at`.execute(
    db,
  );
}
