import { AppError } from '../lib/app-error.ts';

/**
 * A part of the simulated Justworks, where there is one: the image is built without it.
 * @throws AppError unavailable `sandbox_not_included`
 */
export async function loadSandbox<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    const message =
      'The simulated Justworks is not part of this installation. Run this command from a checkout after `npm ci`.';
    throw new AppError('unavailable', 'sandbox_not_included', message, { cause });
  }
}
