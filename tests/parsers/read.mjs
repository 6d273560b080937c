// The name of a parser and calendar files in; for each file its events out, as JSON: [start, end, uid, status].
import { readFileSync } from "node:fs";

const event = (start, end, uid, status) => [start.toISOString(), end.toISOString(), uid, status ?? ""];

const READERS = {
  "ical.js": async () => {
    const { default: ICAL } = await import("ical.js");
    return (text) => {
      const calendar = new ICAL.Component(ICAL.parse(text));
      return calendar.getAllSubcomponents("vevent").map((component) => {
        const { startDate, endDate, uid } = new ICAL.Event(component);
        return event(startDate.toJSDate(), endDate.toJSDate(), uid, component.getFirstPropertyValue("status"));
      });
    };
  },
  "node-ical": async () => {
    const { default: ical } = await import("node-ical");
    return (text) =>
      Object.values(ical.sync.parseICS(text))
        .filter((each) => each.type === "VEVENT")
        .map((each) => event(each.start, each.end, each.uid, each.status));
  },
  "ts-ics": async () => {
    const { convertIcsCalendar } = await import("ts-ics");
    return (text) =>
      (convertIcsCalendar(undefined, text).events ?? []).map((each) =>
        event(each.start.date, each.end.date, each.uid, each.status),
      );
  },
};

const [name, ...files] = process.argv.slice(2);
const read = await READERS[name]();
console.log(JSON.stringify(files.map((file) => read(readFileSync(file, "utf8")))));
