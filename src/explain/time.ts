/** A moment as a stamp says it: the date and time of the machine, with its distance from UTC (`2025-04-01 09:05:07 +08:00`). */
export function timeText(time: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const offset = -time.getTimezoneOffset();
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())} ${zone}`;
}
