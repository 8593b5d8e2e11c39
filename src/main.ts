#!/usr/bin/env -S node --max-semi-space-size=8
import { runCommandLine } from './cli/index.ts';

await runCommandLine(process.argv);
