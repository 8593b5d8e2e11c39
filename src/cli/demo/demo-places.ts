/** Where the parts of a demo are, and whose it is. */
export interface DemoPlaces {
  apiKey: string;
  apiUrl: string;
  partnerUrl: string;
  sandboxUrl: string;
  employer: { originId: string; name: string; adminEmail: string };
}
