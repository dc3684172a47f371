export function renderMarkdown(): string {
  return '';
}
