/** Codes of issues about what the source says of people. They keep nothing from being read. */
export const DATA_QUALITY_CODES = [
  'required_field_missing',
  'manager_unresolved',
  'manager_ambiguous',
  'manager_cycle',
  'organization_head_unknown',
  'identity_ambiguous',
  'employment_person_unknown',
  'record_person_unknown',
  'unknown_words',
] as const;
