// The list of topics, fetched once for the page that is open.
import * as api from '../api';
import type { Catalogue } from '../api/types';

let loading: Promise<Catalogue> | undefined;

export function catalogue(): Promise<Catalogue> {
  loading ??= api.topics().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
