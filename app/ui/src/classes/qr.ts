// A QR code as one SVG path.
import qrcode from 'qrcode-generator';

export interface Qr {
  /** Modules on each side, the quiet border included. */
  size: number;
  path: string;
}

const BORDER = 4;

export function qrOf(text: string): Qr {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + BORDER} ${row + BORDER}h1v1h-1z`;
    }
  }
  return { size: count + 2 * BORDER, path };
}
