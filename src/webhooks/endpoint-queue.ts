import type { ClaimedDelivery } from './claim-deliveries.ts';

interface Ready {
  delivery: ClaimedDelivery;
  /** Monotonic; then its lease would not last for an attempt any more. */
  staleAtMs: number;
}

/** What a process has of one endpoint, as the next claim wants to know it. */
export interface EndpointShare {
  endpointId: string;
  /** Claimed and not yet written down. */
  count: number;
  /** It answers at once, and well: more than it may have under way may be claimed ahead. */
  isBrisk: boolean;
}

/** The deliveries of one endpoint that one process has: those that wait and those under way. */
export class EndpointQueue {
  readonly endpointId: string;
  readonly #mostUnderWay: number;
  #ready: Ready[] = [];
  #posting = 0;
  #slow = 0;
  #recording = 0;
  #isFailing = false;
  #hasTroubleSinceClaim = false;

  constructor(endpointId: string, mostUnderWay: number) {
    this.endpointId = endpointId;
    this.#mostUnderWay = mostUnderWay;
  }

  get share(): EndpointShare {
    return { endpointId: this.endpointId, count: this.size, isBrisk: this.#isBrisk };
  }

  /** Claimed and not yet written down. */
  get size(): number {
    return this.#ready.length + this.#posting + this.#recording;
  }

  /** One waits, and may be begun. */
  get isStartable(): boolean {
    return this.#ready.length > 0 && this.#posting < this.#mostUnderWay;
  }

  get #isBrisk(): boolean {
    return !this.#isFailing && this.#slow === 0;
  }

  /** It had trouble that the last claim did not know of: what it brought may be signed by a secret that is no longer taken. */
  get hasTroubleSinceClaim(): boolean {
    return this.#hasTroubleSinceClaim;
  }

  /** The claim that comes now sees the endpoint as it is. */
  claimBegins(): void {
    this.#hasTroubleSinceClaim = false;
  }

  add(ready: Ready): void {
    this.#ready.push(ready);
  }

  /** The one that has waited longest. */
  take(): Ready {
    return this.#ready.shift()!;
  }

  takeAll(): ClaimedDelivery[] {
    return this.#ready.splice(0).map(({ delivery }) => delivery);
  }

  began(): void {
    this.#posting += 1;
  }

  /** An answer is long in coming: whoever waits behind it is better off elsewhere. Returns who waited. */
  slowed(): ClaimedDelivery[] {
    this.#slow += 1;
    this.#hasTroubleSinceClaim = true;
    return this.takeAll();
  }

  /** Returns who waited for an endpoint that turns out to be failing: how it goes on is said by its health. */
  posted({ isWell, wasSlow }: { isWell: boolean; wasSlow: boolean }): ClaimedDelivery[] {
    this.#posting -= 1;
    this.#recording += 1;
    if (wasSlow) this.#slow -= 1;
    this.#isFailing = !isWell;
    if (!isWell) this.#hasTroubleSinceClaim = true;
    return isWell ? [] : this.takeAll();
  }

  recorded(): void {
    this.#recording -= 1;
  }
}
