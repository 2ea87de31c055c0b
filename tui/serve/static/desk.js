// The keyboard is the desk's: its terminal takes keys as soon as it is there, and when the window is come back to.
"use strict";

const terminal = () => document.querySelector("body:not(.-closed) .xterm-helper-textarea");
const arrives = new MutationObserver(() => {
  if (terminal()) {
    arrives.disconnect();
    terminal().focus();
  }
});
arrives.observe(document.getElementById("terminal"), { childList: true, subtree: true });
window.addEventListener("focus", () => terminal()?.focus());
