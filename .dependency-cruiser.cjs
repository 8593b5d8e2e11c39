/** Who may import whom; see docs/architecture.md. Each comment says what to do instead. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one idea or three: move what both need below them.',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this file: delete it, or call it.',
      from: {
        orphan: true,
        pathNot: [
          '\\.test\\.ts$',
          '^test/',
          '^src/main\\.ts$',
          'vite\\.config\\.ts$',
          '^scripts/',
          '^bench/',
          '^[^/]+\\.(ts|js|cjs)$',
          '^src/linking/(modal|embed|employer)/',
          '\\.d\\.ts$',
        ],
      },
      to: {},
    },
    {
      name: 'features-do-not-know-the-doors',
      severity: 'error',
      comment:
        'Features and foundations are called by the doors. Return a value or throw an AppError instead.',
      from: {
        path: '^src/(accounts|audit|auth|connectors|crypto|db|employer|erasure|hris|lib|linking|mappings|notifications|observability|overrides|passthrough|queue|sync|traffic|webhooks)/',
      },
      to: { path: '^src/(http|jobs|cli|sandbox)/|^src/(app-context|main)\\.ts$' },
    },
    {
      name: 'context-does-not-know-the-doors',
      severity: 'error',
      comment:
        'The composition root builds what stands below; the command that starts a door builds the door.',
      from: { path: '^src/app-context\\.ts$' },
      to: { path: '^src/(http|jobs|cli|sandbox)/' },
    },
    {
      name: 'linking-and-sync-are-strangers',
      severity: 'error',
      comment: 'Linking ends by enqueuing a job; what both need lives in accounts, hris or queue.',
      from: { path: '^src/(linking|sync)/' },
      to: { path: '^src/(linking|sync)/', pathNot: '^src/$1/' },
    },
    {
      name: 'notifications-stand-below-what-they-tell-of',
      severity: 'error',
      comment:
        'Who causes a notification calls it in its own transaction, with codes and counts; it asks nobody back but accounts.',
      from: { path: '^src/notifications/' },
      to: { path: '^src/(connectors|hris|linking|overrides|sync|webhooks)/' },
    },
    {
      name: 'connectors-get-everything-handed-in',
      severity: 'error',
      comment:
        'A connector knows hris models and lib only; credentials, HTTP, clock and logger are arguments.',
      from: { path: '^src/connectors/[^/]+/' },
      to: {
        path: '^src/',
        pathNot: '^src/(connectors|hris/(model|normalize)|lib)/|^src/hris/snapshot\\.ts$',
      },
    },
    {
      name: 'doors-use-features',
      severity: 'error',
      comment:
        'Routes and tasks call a use case; SQL and connectors stand behind it. Write or extend the use case.',
      from: { path: '^src/(http|jobs)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(db|connectors)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'foundations-stand-below',
      severity: 'error',
      comment: 'Foundations know no feature: pass what they need as an argument.',
      from: { path: '^src/(queue|crypto|db|observability)/' },
      to: {
        path: '^src/(accounts|audit|auth|connectors|employer|erasure|hris|linking|mappings|notifications|overrides|passthrough|sync|webhooks)/',
      },
    },
    {
      name: 'lib-stands-alone',
      severity: 'error',
      comment: 'lib is for ideas without a home above; it imports nothing of ours.',
      from: { path: '^src/lib/' },
      to: { path: '^src/', pathNot: '^src/lib/' },
    },
    {
      name: 'sandbox-shares-no-code',
      severity: 'error',
      comment: 'The sandbox meets the service over HTTP and SMTP only, else both could be wrong together.',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/(sandbox|lib)/' },
    },
    {
      name: 'nobody-imports-the-sandbox',
      severity: 'error',
      comment: 'Only tests and, by dynamic import, the demo and sandbox commands start it.',
      from: { path: '^src/', pathNot: '^src/(sandbox|cli)/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'the-sandbox-is-loaded-on-demand',
      severity: 'error',
      comment: 'The image ships without it: use await import().',
      from: { path: '^src/cli/' },
      to: { path: '^src/sandbox/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules|\\.muster)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
