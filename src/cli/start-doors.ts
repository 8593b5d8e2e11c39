import { readFile } from 'node:fs/promises';
import type { AppContext } from '../app-context.ts';
import { startHttpServer } from '../http/server.ts';
import { startWorker } from '../jobs/worker.ts';
import { ensureModalIsBuilt } from '../linking/modal-build.ts';
import { startSmtpDoor, type SmtpCertificate } from '../linking/inbound-mail/smtp-door.ts';
import { projectRoot } from './project-root.ts';

export type DoorName = 'api' | 'worker' | 'mail';

export interface RunningDoors {
  /** Null when the door was not asked for. */
  apiUrl: string | null;
  smtpPort: number | null;
  /** In the order that loses nothing: first what lets work in, then what does it. */
  stop(): Promise<void>;
}

export async function startDoors(context: AppContext, doors: readonly DoorName[]): Promise<RunningDoors> {
  // A database that is away now is asked again at each tick.
  await context.synchroniseClock().catch(() => undefined);
  if (doors.includes('api')) await ensureModalIsBuilt(projectRoot);
  const mail = doors.includes('mail')
    ? await startSmtpDoor(context, await readCertificate(context))
    : undefined;
  const api = doors.includes('api')
    ? await startHttpServer(context, {
        mailDoor: mail ? { host: context.config.smtp.host, port: mail.port } : null,
      })
    : undefined;
  const worker = doors.includes('worker') ? startWorker(context) : undefined;
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

async function readCertificate(context: AppContext): Promise<SmtpCertificate | undefined> {
  const files = context.config.smtp.certificateFiles;
  if (files === null) return undefined;
  const [key, cert] = await Promise.all([readFile(files.keyFile, 'utf8'), readFile(files.certFile, 'utf8')]);
  return { key, cert };
}
