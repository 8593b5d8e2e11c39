import { toText } from '../../../hris/normalize/text.ts';
import type { CompanyItem } from '../../../hris/snapshot.ts';
import type { CompanySettings } from '../web/settings.ts';
import { COMPANY_KEY } from './source-keys.ts';

/** @param path where the settings were read, for `remote_data` */
export function toCompanyItem(settings: CompanySettings, path: string): CompanyItem {
  const ein = toText(settings.ein);
  return {
    model: 'company',
    sourceKey: COMPANY_KEY,
    remoteId: settings.id,
    fields: {
      legal_name: toText(settings.legal_name),
      display_name: toText(settings.display_name),
      eins: ein === null ? null : [ein],
    },
    enumOrigins: {},
    remoteData: [{ path, data: settings }],
  };
}
