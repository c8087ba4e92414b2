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
  let list = [], at = -1, timer = 0, asked = 0;

  const close = () => {
    menu.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
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
      li.addEventListener("mousedown", (e) => { e.preventDefault(); choose(f, input); close(); });
      return li;
    }));
    menu.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!menu.hidden));
    mark(found.findIndex((f) => f.id === chosen)); // what was chosen stays chosen when more comes in
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text.length < 2) return close();
    timer = setTimeout(async () => {
      const turn = ++asked;
      try {
        const res = await fetch(`/complete?q=${encodeURIComponent(text)}`);
        if (res.ok && turn === asked && document.activeElement === input) show(await res.json());
      } catch { close(); }
    }, 120);
  });
  input.addEventListener("keydown", (e) => {
    if (menu.hidden) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      const step = e.key === "ArrowDown" ? 1 : -1;
      mark((at + step + list.length + 1) % (list.length + 1) === list.length ? -1 : (at + step + list.length) % list.length);
    } else if (e.key === "Enter" && at >= 0) {
      e.preventDefault();
      choose(list[at], input);
      close();
    } else if (e.key === "Escape") close();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

if (box) suggest(box, (f) => { location.href = f.address; });
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
