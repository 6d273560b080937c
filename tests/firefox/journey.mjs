// The address of a site in; out, as JSON, where a resident gets to in Firefox by typing and a key or two, and all that
// the browser complained of or asked others for on the way.
import { createRequire } from "node:module";

const [site, modules, firefox] = process.argv.slice(2);
const puppeteer = createRequire(`${modules}/`)("puppeteer-core");
const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true });
try {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (said) => ["error", "warn"].includes(said.type()) && complaints.push(said.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (asked) => asked.url().startsWith(site) || asked.url().startsWith("data:") || complaints.push(asked.url()));
  await page.goto(`${site}/`);
  await page.type("#find", "hvitstn");
  await page.waitForSelector("#find-list li");
  await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.$eval("#map_stops", (map) => map.scrollIntoView());
  await page.waitForSelector("#map_stops[data-stops]");
  const heading = await page.$eval("h1", (found) => found.textContent);
  console.log(JSON.stringify({ address: page.url(), heading, complaints }));
} finally {
  await browser.close();
}
