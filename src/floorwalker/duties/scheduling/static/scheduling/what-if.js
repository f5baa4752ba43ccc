/* The what-if board: each slider tells its number while it moves. The answer itself is fetched by htmx;
   without scripts a button sends the form. */

const percent = "\u00a0%";
const writers = {
  signed: (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value) + percent,
  percent: (value) => value + percent,
  kept: (value, slider) => (value === Number(slider.min) ? slider.dataset.lowest : value + percent),
};

document.querySelector("[data-what-if]")?.addEventListener("input", ({ target }) => {
  if (target.type !== "range") return;
  const written = writers[target.dataset.kind](target.valueAsNumber, target);
  target.setAttribute("aria-valuetext", written);
  target.parentElement.querySelector("output").textContent = written;
});
