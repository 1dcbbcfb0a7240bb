// What a program prints is shown, never obeyed: control characters, terminal commands, text-direction
// overrides and invisible characters become words in brackets that every font has.

/** Invisible or direction-changing characters beyond the ASCII controls. */
const HIDDEN =
  // eslint-disable-next-line no-misleading-character-class -- each is meant by itself.
  /[\u0080-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Joiners are part of some scripts and of emoji; anywhere else they only hide. */
const STRAY_JOINER =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]+|[\u200c\u200d]{2,}/gu;
/** More marks on one letter than any script has. */
const PILED_MARKS = /(\p{M}{6})\p{M}+/gu;
const CONTROL_NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );
// eslint-disable-next-line no-control-regex -- these are the characters to be shown.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

export function inert(text: string): string {
  // Most text is plain; one cheap look saves the four searches.
  if (/^[\n\t\x20-\x7e]*$/.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replace(CONTROL, (sign) => `\u2039${CONTROL_NAMES[sign.charCodeAt(0)] ?? 'DEL'}\u203a`)
    .replace(HIDDEN, named)
    .replace(STRAY_JOINER, (signs) => Array.from(signs, named).join(''))
    .replace(PILED_MARKS, '$1\u25cc');
}

function named(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  return `\u2039U+${code.toString(16).toUpperCase().padStart(4, '0')}\u203a`;
}
