import { escapeText } from '../../terminal/escape.ts';
import { escapeHtml } from '../html/markup.ts';

/** Text between tags or within a quoted attribute of XML or HTML. Controls become visible marks: XML 1.0 cannot hold them. */
export function escapeXml(text: string): string {
  return escapeHtml(text).replace(/[\ufffe\uffff]/g, '\ufffd');
}

/** The message of a GitHub workflow command. */
export function escapeCommand(text: string): string {
  return escapeText(text).replaceAll('%', '%25');
}

/** A property of a GitHub workflow command. */
export function escapeCommandProperty(text: string): string {
  return escapeCommand(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
