// Moments as a person reads them.
import { language } from '../i18n';

/** Day and time, short, in the language of the page and the zone of the computer. */
export function moment(at: string): string {
  return new Date(at).toLocaleString(language.choice, { dateStyle: 'short', timeStyle: 'short' });
}
