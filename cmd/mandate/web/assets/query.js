// The editor of queries: colours, completion, and Ctrl-Enter.
"use strict";
(async () => {
  const area = document.getElementById("cypher");
  if (!area) return;
  area.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      area.form.requestSubmit();
    }
  });
  let words;
  try {
    words = await (await fetch("/query/words")).json();
  } catch { return; }
  const editor = area.parentElement;
  const shade = document.createElement("pre");
  shade.className = "ink";
  shade.setAttribute("aria-hidden", "true");
  editor.prepend(shade);
  editor.classList.add("inked");
  const keywords = new Set(words.keywords.flatMap((k) => k.toUpperCase().split(" ")));
  const token = /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?)|([A-Za-z_][\w]*)|(\d+(?:\.\d+)?)|([\s\S])/g;
  const paint = () => {
    const parts = [];
    for (const [text, comment, string, word] of area.value.matchAll(token)) {
      const tag = comment ? "s" : string ? "u" : word && keywords.has(word.toUpperCase()) ? "b" : word && /^[A-Z]/.test(word) ? "i" : "";
      if (!tag) { parts.push(text); continue; }
      const e = document.createElement(tag);
      e.textContent = text;
      parts.push(e);
    }
    shade.replaceChildren(...parts, "\n");
    shade.scrollTop = area.scrollTop;
  };
  area.addEventListener("input", paint);
  area.addEventListener("scroll", () => { shade.scrollTop = area.scrollTop; });
  paint();

  const menu = document.createElement("ul");
  menu.className = "menu";
  menu.id = "query-menu";
  menu.setAttribute("role", "listbox");
  menu.setAttribute("aria-label", "Suggestions");
  menu.hidden = true;
  editor.append(menu);
  let list = [], at = 0, from = 0;
  const close = () => { menu.hidden = true; };
  const mark = (n) => {
    at = n;
    [...menu.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    menu.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const put = (word) => {
    area.setRangeText(word, from, area.selectionStart, "end");
    close();
    paint();
    area.focus();
  };
  /** What the word before the cursor may become. */
  const complete = () => {
    const before = area.value.slice(0, area.selectionStart);
    const found = /([:.|]?)\s*([\w.]*)$/.exec(before);
    const prefix = found[2].toLowerCase();
    from = area.selectionStart - found[2].length;
    const lead = before.slice(0, from).trimEnd().slice(-1);
    let pool = [...words.keywords, ...words.functions, ...words.procedures];
    if (lead === ":" || lead === "|") pool = before.lastIndexOf("[") > before.lastIndexOf("]") ? words.types : words.labels;
    else if (found[2].includes(".") && !found[2].startsWith("algo")) {
      from = area.selectionStart - (found[2].length - found[2].lastIndexOf(".") - 1);
      pool = words.properties;
    }
    const start = before.slice(from).toLowerCase();
    list = (start || pool === words.types || pool === words.labels || pool === words.properties) ? pool.filter((w) => w.toLowerCase().startsWith(start) && w.toLowerCase() !== start).slice(0, 12) : [];
    menu.replaceChildren(...list.map((w, i) => {
      const li = document.createElement("li");
      li.setAttribute("role", "option");
      li.textContent = w;
      li.addEventListener("mousedown", (e) => { e.preventDefault(); put(list[i]); });
      return li;
    }));
    menu.hidden = list.length === 0 || (!prefix && lead !== ":" && lead !== "|");
    if (!menu.hidden) mark(0);
  };
  area.addEventListener("input", complete);
  area.addEventListener("blur", () => setTimeout(close, 150));
  area.addEventListener("keydown", (e) => {
    if (menu.hidden || e.ctrlKey || e.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) { e.preventDefault(); mark((at + step + list.length) % list.length); }
    else if (e.key === "Tab") { e.preventDefault(); put(list[at]); }
    else if (e.key === "Escape") { e.preventDefault(); close(); }
  });
})();
