import { createMusterLinkApi } from './create-api.ts';

window.MusterLink = createMusterLinkApi();
