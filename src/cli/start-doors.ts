import { readFile } from 'node:fs/promises';
import type { AppContext } from '../app-context.ts';
import type { HttpOptions } from '../http/app.ts';
import type { HttpServer } from '../http/server.ts';
import type { RunningWorker } from '../jobs/worker.ts';
import type { SmtpCertificate, SmtpDoor } from '../linking/inbound-mail/smtp-door.ts';
import { projectRoot } from './project-root.ts';

export type DoorName = 'api' | 'worker' | 'mail';

export interface RunningDoors {
  /** Null when the door was not asked for. */
  apiUrl: string | null;
  smtpPort: number | null;
  /** In the order that loses nothing: first what lets work in, then what does it. */
  stop(): Promise<void>;
}

/** Loads only what its doors need: most of a process's start is the loading. */
export async function startDoors(context: AppContext, doors: readonly DoorName[]): Promise<RunningDoors> {
  // A database that is away now is asked again at each tick.
  await context.synchroniseClock().catch(() => undefined);
  if (doors.includes('api')) await buildModal();
  const mail = doors.includes('mail') ? await openMailDoor(context) : undefined;
  const mailDoor = mail ? { host: context.config.smtp.host, port: mail.port } : null;
  const api = doors.includes('api') ? await openApiDoor(context, mailDoor) : undefined;
  const worker = doors.includes('worker') ? await openWorkerDoor(context) : undefined;
  return {
    apiUrl: api?.url ?? null,
    smtpPort: mail?.port ?? null,
    async stop() {
      await mail?.close();
      await api?.close();
      await worker?.stop();
    },
  };
}

async function buildModal(): Promise<void> {
  const { ensureModalIsBuilt } = await import('../linking/modal-build.ts');
  await ensureModalIsBuilt(projectRoot);
}

async function openMailDoor(context: AppContext): Promise<SmtpDoor> {
  const { startSmtpDoor } = await import('../linking/inbound-mail/smtp-door.ts');
  return startSmtpDoor(context, await readCertificate(context));
}

async function openApiDoor(
  context: AppContext,
  mailDoor: Required<HttpOptions>['mailDoor'],
): Promise<HttpServer> {
  const { startHttpServer } = await import('../http/server.ts');
  return startHttpServer(context, { mailDoor });
}

async function openWorkerDoor(context: AppContext): Promise<RunningWorker> {
  const { startWorker } = await import('../jobs/worker.ts');
  return startWorker(context);
}

async function readCertificate(context: AppContext): Promise<SmtpCertificate | undefined> {
  const files = context.config.smtp.certificateFiles;
  if (files === null) return undefined;
  const [key, cert] = await Promise.all([readFile(files.keyFile, 'utf8'), readFile(files.certFile, 'utf8')]);
  return { key, cert };
}
