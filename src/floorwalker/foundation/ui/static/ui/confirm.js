/* A deed that cannot be taken back is asked for twice: <form data-asks="Publish?" data-asks-more="…">.
   Without this script the deed is done at once. */

const dialog = document.getElementById("confirm");
const confirms = dialog?.querySelector("[data-confirms]");
let waiting = null; // the form and the button that was pressed

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!dialog || !form.dataset.asks || waiting?.isConfirmed) return;
  event.preventDefault();
  event.stopPropagation();
  waiting = { form, button: event.submitter };
  dialog.querySelector("#confirm-question").textContent = form.dataset.asks;
  dialog.querySelector("#confirm-more").textContent = form.dataset.asksMore ?? "";
  confirms.textContent = event.submitter?.textContent.trim() ?? "";
  dialog.showModal();
}, { capture: true });

confirms?.addEventListener("click", () => {
  const { form, button } = waiting;
  waiting.isConfirmed = true;
  dialog.close();
  form.requestSubmit(button);
  waiting = null;
});
