// Matching an address to a pattern such as `/topics/:topic`. Pure, so that it can be tested without a browser.

export type Params = Record<string, string>;

/** The parameters if the path fits the pattern. */
export function match(pattern: string, path: string): Params | undefined {
  const wanted = parts(pattern);
  const given = parts(path);
  if (wanted.length !== given.length) return undefined;
  const params: Params = {};
  for (const [i, want] of wanted.entries()) {
    const have = given[i] ?? '';
    if (want.startsWith(':')) params[want.slice(1)] = decode(have);
    else if (want !== have) return undefined;
  }
  return params;
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
