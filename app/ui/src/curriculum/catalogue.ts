// The list of topics, fetched once for the page that is open, in its language.
import * as api from '../api';
import type { Catalogue } from '../api/types';
import { language } from '../i18n';

let loading: Promise<Catalogue> | undefined;
let loaded = '';

export function catalogue(): Promise<Catalogue> {
  if (loaded !== language.choice) loading = undefined;
  loaded = language.choice;
  loading ??= api.topics().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
