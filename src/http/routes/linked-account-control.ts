import type { FastifyRequest } from 'fastify';
import { describeAccount, pauseAccount, requestSyncNow, resumeAccount } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { LinkedAccount, SyncRequest } from '../schemas/accounts.ts';
import { Component, problems } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const tags = ['linked accounts'];
const access = 'organization' as const;

/** `GET /linked-accounts/{id}` and what starts, pauses and resumes the reading of one account. */
export function addLinkedAccountControlRoutes(app: RouteApp, context: AppContext): void {
  addRetrieve(app, context);
  addSync(app, context);
  addPause(app, context);
  addResume(app, context);
}

function addRetrieve(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts/:id',
    {
      config: { access },
      schema: {
        summary: 'Retrieve a linked account',
        description:
          'Its settings, when it is read next, how fresh its records are, and how reading it goes.',
        tags,
        operationId: 'native_linked-accounts_retrieve',
        params: IdParams,
        response: { 200: Component(LinkedAccount), ...problems(401, 404) },
      },
    },
    (request) => describeAccount(context, scopeOf(request)),
  );
}

function addSync(app: RouteApp, context: AppContext): void {
  app.post(
    '/linked-accounts/:id/sync',
    {
      config: { access, role: 'operate' },
      schema: {
        summary: 'Read the source now',
        description:
          'Answers the run. While one is open no other is started: one that waits is this one, and one at work is followed by one ' +
          'more. Where the source asked to be left alone, or is away for many accounts, nothing is started: `waiting` says until when.',
        tags,
        operationId: 'native_linked-accounts_sync',
        params: IdParams,
        response: { 200: Component(SyncRequest), ...problems(401, 404, 409) },
      },
    },
    (request) => requestSyncNow(context, scopeOf(request)),
  );
}

function addPause(app: RouteApp, context: AppContext): void {
  app.post(
    '/linked-accounts/:id/pause',
    {
      config: { access, role: 'operate' },
      schema: {
        summary: 'Pause a linked account',
        description:
          'Nothing is read until it is resumed; a run at work comes to its end. What is known stays and is served, and what the ' +
          'calendar brings is told. Safe to repeat.',
        tags,
        operationId: 'native_linked-accounts_pause',
        params: IdParams,
        response: { 200: Component(LinkedAccount), ...problems(401, 404) },
      },
    },
    async (request) => {
      await pauseAccount(context, scopeOf(request), actorOf(request));
      return await describeAccount(context, scopeOf(request));
    },
  );
}

function addResume(app: RouteApp, context: AppContext): void {
  app.post(
    '/linked-accounts/:id/resume',
    {
      config: { access, role: 'operate' },
      schema: {
        summary: 'Resume a linked account',
        description: 'It is due at once. What was missed is told with its true dates. Safe to repeat.',
        tags,
        operationId: 'native_linked-accounts_resume',
        params: IdParams,
        response: { 200: Component(LinkedAccount), ...problems(401, 404) },
      },
    },
    async (request) => {
      await resumeAccount(context, scopeOf(request), actorOf(request));
      return await describeAccount(context, scopeOf(request));
    },
  );
}

function scopeOf(request: FastifyRequest & { params: { id: string } }) {
  return {
    organizationId: organizationOf(request).organizationId,
    linkedAccountId: uuidParam(request, 'linked account'),
  };
}
