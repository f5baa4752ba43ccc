/* Forms that a passkey fills in: fetch the question from `data-question`, let the browser answer it,
   put the answer into the field `answer` and send the form as any other.

   Without this script, or in a browser without passkeys, these forms stay hidden or disabled and
   passwords work as ever. */

const canPasskey = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

async function answerTo(form, question) {
  if (form.dataset.passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(question);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(question);
  return navigator.credentials.get({ publicKey });
}

async function ask(form) {
  const reply = await fetch(form.dataset.question, { method: "POST", body: new FormData(form) });
  const told = await reply.json();
  if (told.error) return say(form, told.error);
  const credential = await answerTo(form, told);
  form.elements.answer.value = JSON.stringify(credential.toJSON());
  form.submit();
}

function say(form, sentence) {
  const notice = form.querySelector("[role=alert]");
  notice.hidden = !sentence;
  notice.querySelector("[data-problem]").textContent = sentence;
}

function sentenceFor(form, error) {
  if (error.name === "InvalidStateError") return form.dataset.known ?? form.dataset.gaveUp;
  return error instanceof DOMException ? form.dataset.gaveUp : form.dataset.broken;
}

function begin(form) {
  const button = form.querySelector("button[type=submit]");
  form.hidden = button.disabled = false;
  const note = form.querySelector("[data-without-script]");
  if (note) note.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say(form, "");
    try {
      await ask(form);
    } catch (error) {
      say(form, sentenceFor(form, error));
    }
    button.disabled = false;
  });
}

if (canPasskey) document.querySelectorAll("form[data-passkey]").forEach(begin);
