import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../project-root.ts';
import type { Demo } from './start-demo.ts';

/** `.muster/demo.json`: what somebody who programs against a running demo needs. */
export async function writeDemoFile(demo: Demo, linkUrl: string | null): Promise<void> {
  const folder = path.join(projectRoot, '.muster');
  await mkdir(folder, { recursive: true });
  const content = {
    api_url: demo.apiUrl,
    api_key: demo.apiKey,
    partner_url: demo.partnerUrl,
    link_url: linkUrl,
    sandbox_url: demo.sandboxUrl,
    smtp_host: '127.0.0.1',
    smtp_port: demo.smtpPort,
    database_url: demo.databaseUrl,
    webhook_inbox_url: `${demo.partnerUrl}/inbox.json`,
    operator: {
      pid: process.pid,
      organization_id: demo.organizationId,
      end_user_origin_id: demo.employer.originId,
      sandbox_admin_url: `${demo.sandboxUrl}/admin`,
      sandbox_control_url: `${demo.sandboxUrl}/control`,
      mailbox_url: demo.mailboxUrl,
      metrics_url: `${demo.apiUrl}/metrics`,
    },
  };
  await writeFile(path.join(folder, 'demo.json'), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}
