// Finds each behaviour's elements by its data- attribute. Every page works without this.
import { watchProgress } from "./progress.js";
import { focusFirst } from "./focus.js";
import { suggest } from "./suggest.js";

for (const element of document.querySelectorAll("[data-progress]")) watchProgress(element);
for (const element of document.querySelectorAll("[data-suggest]")) suggest(element);
focusFirst(document);
