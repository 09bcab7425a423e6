// After a form came back with faults, put the reader where they are listed.
export function focusFirst(root) {
  root.querySelector("[data-focus]")?.focus();
}
