/** A "Print" button where there is script to answer it. */
for (const button of document.querySelectorAll('[data-part="print"]')) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
