// Calendars in, what ical.js makes of them out. `node reader.mjs DIST/ICAL.JS` answers each line
// of standard input, a JSON list of calendars, with a line: a JSON list of {"error": "…"} or
// {"events": [{uid, start, end, summary, location, description, cn: […]}]}, with times as seconds
// since 1970 and null where ical.js cannot tell the instant.

import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { default: ICAL } = await import(pathToFileURL(process.argv[2]).href);

function instant(time) {
  if (!time || time.zone === ICAL.Timezone.localTimezone) return null; // floating
  return time.toUnixTime();
}

function eventOf(component) {
  const text = (name) => component.getFirstPropertyValue(name) ?? '';
  const people = ['organizer', 'attendee'].flatMap((name) => component.getAllProperties(name));
  return {
    uid: text('uid'),
    start: instant(component.getFirstPropertyValue('dtstart')),
    end: instant(component.getFirstPropertyValue('dtend')),
    summary: text('summary'),
    location: text('location'),
    description: text('description'),
    cn: people.map((person) => person.getFirstParameter('cn') ?? ''),
  };
}

// ical.js looks at a value only when somebody wants it.
function everyValue(component) {
  for (const property of component.getAllProperties()) {
    for (const value of property.getValues()) String(value);
  }
  component.getAllSubcomponents().forEach(everyValue);
}

function reading(calendar) {
  try {
    const root = new ICAL.Component(ICAL.parse(calendar));
    everyValue(root);
    return { events: root.getAllSubcomponents('vevent').map(eventOf) };
  } catch (error) {
    return { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(JSON.parse(line).map(reading)) + '\n');
}
