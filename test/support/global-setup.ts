import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createDb, createPool } from '../../src/db/client.ts';
import { claimClusterName } from '../../src/db/cluster-claim.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts';
import { migrateToLatest } from '../../src/db/migrator.ts';
import { dropClones, onServer, withDatabase } from './database.ts';
import { readShape } from './empty-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    database: { serverUrl: string; template: string; shape: string };
  }
}

const projectRoot = path.resolve(import.meta.dirname, '../..');

/** One server for the run: TEST_DATABASE_URL, else Docker if an engine answers, else the embedded one. Migrated once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = `muster_template_${process.pid}`;
  await dropClones(server.url, template);
  await onServer(server.url, async (client) => {
    await client.query(`drop database if exists ${template} with (force)`);
    await client.query(`create database ${template}`);
  });
  const pool = createPool({
    url: withDatabase(server.url, template),
    maxConnections: 2,
    applicationName: 'muster-template',
    onError: () => undefined,
  });
  const db = createDb(pool);
  await migrateToLatest(db, pool);
  const shape = await readShape(pool);
  await db.destroy();
  project.provide('database', { serverUrl: server.url, template, shape });
  return async () => {
    await dropClones(server.url, template);
    await onServer(server.url, async (client) => {
      await client.query(`drop database if exists ${template} with (force)`);
    });
    await server.stop();
  };
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  return (await startContainer()) ?? (await startEmbedded());
}

/** Only where an engine answers; without the image, or without a way to pull it, the embedded server serves. */
async function startContainer(): Promise<{ url: string; stop: () => Promise<void> } | undefined> {
  if (!process.env['DOCKER_HOST'] && !existsSync('/var/run/docker.sock')) return undefined;
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  try {
    const container = await new PostgreSqlContainer(
      process.env['MUSTER_TEST_POSTGRES_IMAGE'] ?? 'postgres:18',
    ).start();
    return { url: container.getConnectionUri(), stop: async () => void (await container.stop()) };
  } catch (error) {
    console.warn(`The Docker engine gave no PostgreSQL (${String(error)}); the embedded one is used.`);
    return undefined;
  }
}

async function startEmbedded(): Promise<{ url: string; stop: () => Promise<void> }> {
  const name = await claimClusterName(projectRoot, 'test');
  const postgres = await startEmbeddedPostgres({
    projectRoot,
    name,
    preferredPort: 54_400,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' },
  });
  return { url: postgres.urlOf('postgres'), stop: () => postgres.stop() };
}
