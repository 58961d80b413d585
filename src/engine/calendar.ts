const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days since 1970-01-01 of an ISO date; null where there is no such day. */
export function dayNumber(text: string): number | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const [, year, month, day] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  const exists = time.getUTCFullYear() === year && time.getUTCMonth() === month - 1 && time.getUTCDate() === day;
  return exists ? Math.round(time.getTime() / 86_400_000) : null;
}

/** Month × 100 + day of a day number. */
export function monthDay(day: number): number {
  const date = new Date(day * 86_400_000);
  return (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** The next day on or after `day` that is `to` (month × 100 + day). */
export function nextMonthDay(day: number, to: number): number {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const inYear = (candidate: number): number => Date.UTC(candidate, Math.floor(to / 100) - 1, to % 100) / 86_400_000;
  return inYear(year) >= day ? inYear(year) : inYear(year + 1);
}

/** Month × 100 + day of a text like 06-30; null where no year has such a day. */
export function readMonthDay(text: string): number | null {
  const match = /^(\d{2})-(\d{2})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined || dayNumber(`2024-${text}`) === null) return null;
  return Number(match[1]) * 100 + Number(match[2]);
}

/** The ISO date of a day number. */
export function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
