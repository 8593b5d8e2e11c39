/** Names and places to draw from. The people are invented; phones and domains are reserved for fiction. */
const words = (list: string): string[] => list.trim().split(/\s+/);

export const FIRST_NAMES = words(`
  Adele Amara Beatrix Callum Carmen Dalia Desmond Edith Elias Farah Felix Gideon Greta Hollis Imani Ines Jasper
  Joanna Kamal Keiko Lionel Lorena Marcus Mei Milo Nadia Nolan Odette Omar Petra Priya Quentin Rafael Rosalind
  Samir Selma Soren Tabitha Theo Uma Viola Wendell Xenia Yusuf Yvette Zadie`);

export const LAST_NAMES = words(`
  Abernathy Alcott Banerjee Birchwood Calloway Castellan Dalrymple Dunmore Eastwick Ferncliff Fairweather
  Garrick Greenhalgh Hartwell Holloway Ibarra Islington Jessup Kettering Kingsolver Larkspur Lockridge
  Marchbanks Merriweather Nakagawa Northcott Oakhurst Okafor Pemberton Penhallow Quillfeather Radcliffe
  Rosewater Standish Summerfield Tanaka Thistlewood Underhill Vandermeer Whitlock Winterbourne Yarrow Zabriskie`);

export const ACCENTED_NAMES = [
  ['Zoë', 'Núñez-Ibáñez'],
  ['Renée', 'Beauséjour'],
  ['Łukasz', 'Wiśniewski'],
  ['Søren', 'Håkansson'],
  ['José', 'Peñalver'],
] as const;

export const ETHNICITIES = [
  'Asian',
  'Black or African American',
  'Hispanic or Latino',
  'Two or More Races',
  'White',
];

export const DEPARTMENT_NAMES = [
  'Operations',
  'Product Design',
  'Engineering',
  'Sales & Partnerships',
  'People',
] as const;

export const TITLES: Record<string, { head: string; staff: string[] }> = {
  Operations: {
    head: 'Director of Operations',
    staff: ['Fulfillment Lead', 'Inventory Planner', 'Warehouse Associate'],
  },
  'Product Design': {
    head: 'Head of Design',
    staff: ['Product Designer', 'Textile Designer', 'Design Researcher'],
  },
  Engineering: {
    head: 'VP, Engineering',
    staff: ['Software Engineer', 'Senior Software Engineer', 'Site Reliability Engineer'],
  },
  'Sales & Partnerships': {
    head: 'Head of Sales & Partnerships',
    staff: ['Account Executive', 'Partnerships Associate', 'Wholesale Representative'],
  },
  People: {
    head: 'Head of People',
    staff: ['People Operations Associate', 'Recruiter', 'Benefits Specialist'],
  },
};

export interface Place {
  city: string;
  state: string;
  postalCode: string;
  country: string;
}

export const PLACES: readonly Place[] = [
  { city: 'Brooklyn', state: 'NY', postalCode: '11201', country: 'United States' },
  { city: 'New York', state: 'NY', postalCode: '10012', country: 'United States' },
  { city: 'Portland', state: 'OR', postalCode: '97205', country: 'United States' },
  { city: 'Beaverton', state: 'OR', postalCode: '97005', country: 'United States' },
  { city: 'Jersey City', state: 'NJ', postalCode: '07302', country: 'United States' },
  { city: "Coeur d'Alene", state: 'ID', postalCode: '83814', country: 'United States' },
];

export const STREETS = words(
  'Alder Birch Cedar Dogwood Elm Foxglove Hawthorn Juniper Linden Maple Poplar Sorrel Tamarack Willow',
);

export const AREA_CODES = words(`
  212 332 347 503 541 551 646 718 917 929 971 201 208 302 315 401 412 484 516 607
  203 215 267 339 351 360 405 413 425 443 475 508 509 518 570 571 585 603 609 610`);
