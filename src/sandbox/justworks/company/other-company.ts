import { makeCompany, type Company } from './company.ts';
import { SeededRandom } from './seeded-random.ts';

/** A further company of the same log-in: settings of its own and no people. The same name makes the same one. */
export function makeOtherCompany(home: Company, name: string): Company {
  const seed = `${home.id}/${name}`;
  return { ...makeCompany(seed, name), id: `company_${new SeededRandom(seed).base32Id()}` };
}
