/** Fields and bytes of what goes from thread to thread; null: there are no bytes. */
export interface Parcel<Fields> {
  fields: Fields;
  bytes: Uint8Array | null;
}

/** Many parcels in one message: their fields as JSON, and their bytes one behind the other. */
export interface Batch {
  text: string;
  bytes: Uint8Array<ArrayBuffer>;
}

type Entry<Fields> = [fields: Fields, length: number | null];

/** A copy into memory that may be handed over: what is handed over is gone here. JSON is quicker than cloning objects. */
export function packBatch<Fields>(parcels: readonly Parcel<Fields>[]): Batch {
  const bytes = new Uint8Array(parcels.reduce((sum, parcel) => sum + (parcel.bytes?.length ?? 0), 0));
  let end = 0;
  for (const parcel of parcels) {
    if (!parcel.bytes) continue;
    bytes.set(parcel.bytes, end);
    end += parcel.bytes.length;
  }
  const entries = parcels.map((parcel): Entry<Fields> => [parcel.fields, parcel.bytes?.length ?? null]);
  return { text: JSON.stringify(entries), bytes };
}

export function unpackBatch<Fields>({ text, bytes }: Batch): Parcel<Fields>[] {
  let end = 0;
  return (JSON.parse(text) as Entry<Fields>[]).map(([fields, length]) => {
    if (length === null) return { fields, bytes: null };
    end += length;
    return { fields, bytes: bytes.subarray(end - length, end) };
  });
}

/** More of them wait for one another: while one thread prepares fifty, the other has nothing to do. */
const MOST_TOGETHER = 10;

/** Calls together what is given in one turn of the loop, ten at most. */
export function inOneTurn<Item>(send: (items: Item[]) => void): (item: Item) => void {
  let waiting: Item[] = [];
  let isPlanned = false;
  const sendWaiting = () => {
    const items = waiting;
    waiting = [];
    if (items.length > 0) send(items);
  };
  return (item) => {
    waiting.push(item);
    if (waiting.length === MOST_TOGETHER) return sendWaiting();
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      sendWaiting();
    });
  };
}
