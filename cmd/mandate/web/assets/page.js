// What every page has beyond HTML: suggestions while typing, and keys.
const box = document.getElementById("q");

/** Suggests names below an input; choose is called with the one that was taken. */
function suggest(input, choose) {
  const anchor = document.createElement("span");
  anchor.className = "anchor";
  const inFind = input.closest(".find");
  if (!inFind) {
    input.replaceWith(anchor);
    anchor.append(input);
  }
  const menu = document.createElement("ul");
  menu.className = "menu";
  menu.id = `menu-${input.id || input.name}`;
  menu.setAttribute("role", "listbox");
  menu.setAttribute("aria-label", "Suggestions");
  menu.hidden = true;
  (inFind || anchor).append(menu);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", menu.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
  let list = [], at = -1, timer = 0, asking = null, entered = false;

  /** Forgets what was asked: an answer that comes later is about words that stand there no longer. */
  const forget = () => {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  };
  const close = () => {
    menu.hidden = true;
    list = [];
    at = -1;
    menu.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (f) => {
    forget();
    close();
    choose(f, input);
  };
  const mark = (n) => {
    at = n;
    [...menu.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", menu.children[at].id);
      menu.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = (found) => {
    const chosen = list[at]?.id;
    list = found;
    menu.replaceChildren(...found.map((f, i) => {
      const li = document.createElement("li");
      li.id = `${menu.id}-${i}`;
      li.setAttribute("role", "option");
      const name = document.createElement("span");
      name.className = `ent ${f.class}`;
      name.textContent = f.form ? `${f.form} · ${f.name}` : f.name;
      const type = document.createElement("span");
      type.className = "n";
      type.textContent = f.type;
      li.append(name, type);
      li.addEventListener("mousedown", (e) => { e.preventDefault(); take(f); });
      return li;
    }));
    menu.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!menu.hidden));
    mark(found.findIndex((f) => f.id === chosen)); // what was chosen stays chosen when more comes in
  };
  /** Asks for what fits the words; with down, the first that fits is chosen. */
  const ask = async (down) => {
    forget();
    const text = input.value.trim();
    if (text.length < 2) return close();
    const turn = asking = new AbortController();
    try {
      const res = await fetch(`/complete?q=${encodeURIComponent(text)}`, { signal: turn.signal });
      const found = res.ok ? await res.json() : [];
      if (turn !== asking || document.activeElement !== input) return;
      show(found);
      if (down && at < 0 && found.length > 0) mark(0);
    } catch {
      if (turn === asking) close();
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length > 1) {
      timer = setTimeout(ask, 120, false);
      return;
    }
    forget();
    close();
  });
  input.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    if (e.key === "Enter") {
      if (e.repeat && entered) return e.preventDefault();
      entered = at >= 0;
      if (!entered) return forget();
      e.preventDefault();
      take(list[at]);
    } else if (e.key === "Escape") {
      forget();
      close();
    } else if ((e.key === "ArrowDown" || e.key === "ArrowUp") && !e.altKey && !e.ctrlKey && !e.metaKey) {
      if (menu.hidden) {
        if (e.key === "ArrowDown" && input.value.trim().length > 1) {
          e.preventDefault();
          ask(true);
        }
        return;
      }
      e.preventDefault();
      const places = list.length + 1; // one of them is the box itself
      mark((at + 1 + (e.key === "ArrowDown" ? 1 : places - 1)) % places - 1);
    }
  });
  // The Enter that took a suggestion is not the Enter that sends the form, even where a browser tells of it once more.
  input.addEventListener("keypress", (e) => { if (e.key === "Enter" && entered) e.preventDefault(); });
  input.addEventListener("keyup", (e) => { if (e.key === "Enter") entered = false; });
  input.addEventListener("blur", () => {
    if (document.activeElement === input) return; // only the window went to the back
    forget();
    close();
  });
}

if (box) {
  let leaving = false;
  suggest(box, (f) => {
    leaving = true;
    location.href = f.address;
  });
  // Somebody who presses Enter twice wants what was chosen, not a search that begins before its page is there.
  box.form.addEventListener("submit", (e) => { if (leaving) e.preventDefault(); });
  box.addEventListener("input", () => { leaving = false; });
  addEventListener("pageshow", () => { leaving = false; });
}
for (const input of document.querySelectorAll("[data-complete]")) {
  suggest(input, (f) => { input.value = input.dataset.complete === "id" ? f.id : f.name; });
}

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.("input, textarea, select, [role=application]")) return;
  if (e.key === "/" && box) {
    e.preventDefault();
    box.focus();
    box.select();
    return;
  }
  const to = document.querySelector(`[data-key="${CSS.escape(e.key.toLowerCase())}"]`);
  if (to) {
    e.preventDefault();
    to.click();
  }
});
