// RFC 9562, 6.2 method 3: milliseconds, the version, twelve bits of their fraction, and the random rest of a version 4.
const TICKS = `lpad(to_hex(trunc(extract(epoch from clock_timestamp()) * 4096000)::bigint), 15, '0')`;

/**
 * SQL: the id of an event that a statement announces. Version 7 by the database's clock, which alone puts the events of all
 * statements in a row: what is announced later sorts later, whatever a machine's clock says.
 */
export const EVENT_ID = `overlay(replace(gen_random_uuid()::text, '-', '')
  placing overlay(${TICKS} placing '7' from 13 for 0) from 1 for 16)::uuid`;
