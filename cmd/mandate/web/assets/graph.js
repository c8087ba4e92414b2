// The graph view: places and communities come from the server, this draws them and lets people look around.
"use strict";
(() => {
  const root = document.getElementById("graph");
  if (!root || !window.Sigma || !window.graphology) return;
  const stage = document.getElementById("stage"), panel = document.getElementById("panel"), still = document.getElementById("still");
  const Graph = graphology.MultiDirectedGraph || graphology.MultiGraph;
  const graph = new Graph();
  // Okabe and Ito's colours, as in exported pictures: the colour-blind can tell them apart.
  const groupColors = ["#0072b2", "#d55e00", "#009e73", "#a6559a", "#b58900", "#56b4e9", "#6b6b6b", "#7f3b08"];
  const other = "#6b6b6b";
  const statuses = ["asserted", "planned", "reported", "negated"];
  const levels = ["U", "UNCLASSIFIED", "SBU", "C", "CONFIDENTIAL", "S", "SECRET", "TS"];
  const fresh = () => ({ types: [], statuses: [], marks: [], least: 0, since: "", until: "", doc: "", alone: false });
  const state = { title: "", note: "", docs: [], marks: [], types: [], hidden: new Set(), pinned: new Set(), filter: fresh(), size: "rank", color: "type", selected: "", edge: "" };
  const history = [];
  let sigma = null;

  const el = (tag, attributes = {}, ...content) => {
    const e = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
      else if (value === true) e.setAttribute(name, "");
      else if (value !== false && value != null) e.setAttribute(name, value);
    }
    e.append(...content);
    return e;
  };
  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const say = (text) => { document.getElementById("say").textContent = text; };
  const typeOf = (name) => state.types.find((t) => t.name === name) || { name, label: name, color: other };

  async function ask(request) {
    const res = await fetch("/graph/data", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) });
    const body = await res.json();
    if (!res.ok) throw new Error(`${body.title} ${body.detail}`);
    return body;
  }

  /** Takes what the server sent into the view. */
  function take(data) {
    if (data.types) state.types = data.types;
    const docs = data.docs.map((d) => {
      let at = state.docs.findIndex((o) => o.id === d.id);
      if (at < 0) at = state.docs.push(d) - 1;
      return at;
    });
    const marks = data.marks.map((m) => {
      let at = state.marks.indexOf(m);
      if (at < 0) at = state.marks.push(m) - 1;
      return at;
    });
    for (const n of data.nodes) {
      if (!graph.hasNode(n.id)) graph.addNode(n.id, { ...n, kind: n.type, type: "circle", label: n.name, size: 5 });
    }
    for (const e of data.edges) {
      if (graph.hasEdge(e.id) || !graph.hasNode(e.from) || !graph.hasNode(e.to)) continue;
      const said = e.said.map((s) => ({ ...s, d: docs[s.d], m: marks[s.m] }));
      graph.addDirectedEdgeWithKey(e.id, e.from, e.to, { ...e, said, verb: e.label, relation: e.type, type: e.symmetric ? "line" : "arrow" });
    }
    bend();
    measure();
  }

  /** Edges between the same two run beside each other. */
  function bend() {
    const pairs = new Map();
    graph.forEachEdge((id, a, from, to) => {
      const key = from < to ? `${from}\u0000${to}` : `${to}\u0000${from}`;
      if (!pairs.has(key)) pairs.set(key, []);
      pairs.get(key).push(id);
    });
    for (const ids of pairs.values()) {
      ids.sort();
      ids.forEach((id, i) => {
        const a = graph.getEdgeAttributes(id);
        if (ids.length === 1) return graph.setEdgeAttribute(id, "type", a.symmetric ? "line" : "arrow");
        const turned = graph.source(id) < graph.target(id) ? 1 : -1;
        const curve = (i - (ids.length - 1) / 2) * 0.35 * turned;
        graph.mergeEdgeAttributes(id, { type: Math.abs(curve) < 0.01 ? (a.symmetric ? "line" : "arrow") : "curved", curvature: curve });
      });
    }
  }

  /** Sizes and colours by the measures that were chosen. */
  function measure() {
    const value = (a) => state.size === "same" ? 1 : a[state.size] || 0;
    let most = 0;
    graph.forEachNode((id, a) => { most = Math.max(most, value(a)); });
    graph.forEachNode((id, a) => {
      const share = most > 0 ? Math.sqrt(value(a) / most) : 0.5;
      const color = state.color === "community" ? groupColors[a.community - 1] || other : typeOf(a.kind).color;
      graph.mergeNodeAttributes(id, { size: (state.size === "same" ? 7 : 4 + 11 * share) * (stage.clientWidth < 500 ? 0.6 : 1), color });
    });
  }

  /** Whether the filters let a statement through. */
  function passes(s) {
    const f = state.filter, doc = state.docs[s.d] || {};
    return !f.statuses.includes(s.s) && s.c * 100 >= f.least && !f.marks.includes(state.marks[s.m]) &&
      (!f.doc || doc.id === f.doc) && (!f.since || (doc.date && doc.date >= f.since)) && (!f.until || (doc.date && doc.date <= f.until));
  }
  const nodeShown = (id) => {
    const a = graph.getNodeAttributes(id);
    if (state.hidden.has(id) || state.filter.types.includes(a.kind)) return false;
    return !state.filter.alone || graph.someEdge(id, (e, b, from, to) => from !== to && edgeShown(e));
  };
  const edgeShown = (id) => {
    const ends = graph.extremities(id);
    return ends.every((n) => !state.hidden.has(n) && !state.filter.types.includes(graph.getNodeAttribute(n, "kind"))) && graph.getEdgeAttribute(id, "said").some(passes);
  };
  const shownNodes = () => graph.filterNodes(nodeShown);
  const shownEdges = () => graph.filterEdges(edgeShown);

  // Sigma asks for every element on every frame: what it is told is worked out once for each change.
  let visible = new Set(), near = new Set();
  function refresh() {
    visible = new Set([...shownNodes(), ...shownEdges()]);
    near = new Set();
    if (state.selected && graph.hasNode(state.selected)) {
      near = new Set([state.selected]);
      graph.forEachEdge(state.selected, (e, a, from, to) => { if (visible.has(e)) { near.add(from); near.add(to); near.add(e); } });
    }
    if (sigma) sigma.refresh();
    list();
  }
  const reduceNode = (id, a) => {
    if (!visible.has(id)) return { ...a, hidden: true };
    const out = { ...a, label: state.pinned.has(id) ? `${a.name} ·` : a.name };
    if (near.size && !near.has(id)) Object.assign(out, { color: ink("--line"), label: "", zIndex: 0 });
    if (id === state.selected) Object.assign(out, { highlighted: true, zIndex: 2, forceLabel: true });
    return out;
  };
  const edgeInk = { asserted: "--strong", planned: "--link", reported: "--soft", negated: "--bad" };
  const reduceEdge = (id, a) => {
    if (!visible.has(id)) return { ...a, hidden: true };
    const bold = id === state.edge;
    const out = { ...a, color: ink(edgeInk[a.status]), size: bold ? 5 : Math.min(2.4 + Math.log2(a.support || 1) * 0.7, 5), label: a.status === "asserted" ? a.verb : `${a.verb} (${a.status})` };
    if (near.size && !near.has(id) && !bold) Object.assign(out, { color: ink("--line"), label: "" });
    return out;
  };

  function drawHover(context, data, settings) {
    const size = settings.labelSize;
    context.font = `600 ${size}px ${settings.labelFont}`;
    const text = data.label || data.name || "";
    const width = context.measureText(text).width + 14, right = data.x + data.size + 2;
    const x = right + width > stage.clientWidth ? Math.max(1, data.x - data.size - 2 - width) : right, y = data.y - size * 0.8;
    context.fillStyle = ink("--sheet");
    context.strokeStyle = ink("--strong");
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x, y, width, size * 1.6, 4);
    context.fill();
    context.stroke();
    context.beginPath();
    context.arc(data.x, data.y, data.size + 3, 0, Math.PI * 2);
    context.lineWidth = 2;
    context.strokeStyle = ink("--text");
    context.stroke();
    context.fillStyle = ink("--text");
    context.fillText(text, x + 7, data.y + size * 0.36);
  }
  // What stands on the canvas of this frame, so that no name is written over another: boxes as [left, top, right, bottom].
  let taken = null;
  const mostDiscs = 400; // nodes up to which names keep off the discs, too
  const free = (box) => {
    if (!taken) clear();
    return !taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
  };
  function clear() {
    taken = [];
    const nodes = shownHere();
    if (nodes.length > mostDiscs) return;
    for (const id of nodes) {
      const d = sigma.getNodeDisplayData(id), at = sigma.framedGraphToViewport(d), r = sigma.scaleSize(d.size);
      taken.push([at.x - r, at.y - r, at.x + r, at.y + r]);
    }
  }
  const shownHere = () => graph.filterNodes((id) => visible.has(id));
  function write(context, text, x, y) {
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = ink("--sheet");
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  /** Writes a name beside its node, where there is room: right, left, below or above. */
  function drawLabel(context, data, settings) {
    if (!data.label) return;
    context.font = `${settings.labelSize}px ${settings.labelFont}`;
    context.fillStyle = ink("--text");
    const text = data.label.length > 42 ? `${data.label.slice(0, 41)}…` : data.label;
    const width = context.measureText(text).width, high = settings.labelSize, gap = data.size + 4;
    const spots = [[data.x + gap, data.y - high / 2], [data.x - gap - width, data.y - high / 2], [data.x - width / 2, data.y + gap], [data.x - width / 2, data.y - gap - high]];
    const inside = ([x, y]) => x >= 2 && x + width <= stage.clientWidth - 2 && y >= 2 && y + high <= stage.clientHeight - 2;
    const boxOf = ([x, y]) => [x - 1, y, x + width + 1, y + high];
    let spot = spots.find((at) => inside(at) && free(boxOf(at)));
    if (!spot) {
      if (!data.highlighted && !data.forceLabel) return;
      spot = spots.find(inside) || spots[0];
    }
    taken.push(boxOf(spot));
    write(context, text, spot[0], spot[1] + high * 0.84);
  }
  /** Writes the word of an edge along it, where there is room. */
  function drawEdgeLabel(context, edge, from, to, settings) {
    const dx = to.x - from.x, dy = to.y - from.y, size = settings.edgeLabelSize;
    if (!edge.label) return;
    context.font = `${size}px ${settings.edgeLabelFont}`;
    context.fillStyle = ink("--soft");
    const width = context.measureText(edge.label).width, length = Math.hypot(dx, dy) - from.size - to.size;
    if (width + 16 > length) return;
    const x = from.x + dx / 2, y = from.y + dy / 2, turn = Math.atan2(dx < 0 ? -dy : dy, Math.abs(dx));
    const w = (width * Math.cos(turn) + size * Math.abs(Math.sin(turn))) / 2, h = (width * Math.abs(Math.sin(turn)) + size * Math.cos(turn)) / 2;
    const box = [x - w, y - h, x + w, y + h];
    if (!free(box)) return;
    taken.push(box);
    context.save();
    context.translate(x, y);
    context.rotate(turn);
    write(context, edge.label, -width / 2, -3);
    context.restore();
  }

  // Undo: the view as it was before each change.
  const kept = () => JSON.stringify({
    n: graph.mapNodes((id, a) => [id, Math.round(a.x), Math.round(a.y)]), h: [...state.hidden], p: [...state.pinned],
    f: state.filter, s: state.size, c: state.color, t: state.title,
  });
  function remember() {
    history.push(kept());
    if (history.length > 60) history.shift();
  }
  function restore(text) {
    const v = JSON.parse(text);
    const there = new Set(v.n.map((n) => n[0]));
    for (const id of graph.nodes()) if (!there.has(id)) graph.dropNode(id);
    for (const [id, x, y] of v.n) if (graph.hasNode(id)) graph.mergeNodeAttributes(id, { x, y });
    Object.assign(state, { hidden: new Set(v.h), pinned: new Set(v.p), filter: { ...fresh(), ...v.f }, size: v.s, color: v.c, title: v.t || state.title });
    if (!graph.hasNode(state.selected)) state.selected = "";
    measure();
    build();
    refresh();
  }
  function undo() {
    if (!history.length) return say("There is nothing to undo.");
    restore(history.pop());
    say("Undone.");
  }

  async function expand(id) {
    const shown = graph.mapNodes((n, a) => ({ id: n, x: a.x, y: a.y }));
    say("…");
    try {
      const data = await ask({ expand: id, shown });
      if (!data.nodes.length) return say(`Everything next to ${graph.getNodeAttribute(id, "name")} is in the view.`);
      remember();
      take(data);
      for (const n of data.nodes) state.hidden.delete(n.id);
      build();
      refresh();
      say(`${data.nodes.length} added. ${data.note || ""}`);
    } catch (err) { say(err.message); }
  }
  async function arrange() {
    try {
      const data = await ask({ ids: shownNodes() });
      remember();
      const to = {};
      for (const n of data.nodes) if (graph.hasNode(n.id) && !state.pinned.has(n.id)) to[n.id] = { x: n.x, y: n.y };
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const animate = Sigma.utils && Sigma.utils.animateNodes;
      if (animate && !still) animate(graph, to, { duration: 400 });
      else for (const [id, at] of Object.entries(to)) graph.mergeNodeAttributes(id, at);
      say("Arranged; pinned nodes stayed where they were.");
    } catch (err) { say(err.message); }
  }
  const hide = (id) => { remember(); state.hidden.add(id); select(""); say("Hidden. Z brings it back."); };
  const pin = (id) => { remember(); if (!state.pinned.delete(id)) state.pinned.add(id); select(id); };

  function select(id) {
    state.selected = id;
    if (id) state.edge = "";
    about();
    refresh();
    if (id) say(`${graph.getNodeAttribute(id, "name")}, ${graph.getNodeAttribute(id, "kind")}, ${graph.degree(id)} edges in the view.`);
  }

  /** Shows the evidence of an edge, as its page has it. */
  async function open(id) {
    const a = graph.getEdgeAttributes(id);
    state.edge = id;
    state.selected = "";
    refresh();
    const box = document.getElementById("opened");
    try {
      const res = await fetch(a.address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await res.text(), "text/html");
      const head = page.querySelector(".sentence"), evidence = page.querySelector("#evidence");
      if (state.edge !== id) return;
      const title = el("h2");
      if (head) title.append(...head.childNodes);
      const rows = evidence ? [...evidence.children].slice(0, 5) : [];
      box.replaceChildren(title, ...rows, el("p", {}, el("a", { href: a.address }, "All the evidence")));
      box.hidden = false;
      box.scrollIntoView({ block: "nearest" });
      say(`${title.textContent}: ${rows.length === 1 ? "one quote" : `${rows.length} quotes`}.`);
    } catch (err) { say(err.message); }
  }

  /** The part of the panel on what is selected. */
  function about() {
    const box = document.getElementById("opened"), id = state.selected;
    if (!id || !graph.hasNode(id)) { if (!state.edge) { box.replaceChildren(); box.hidden = true; } return; }
    const a = graph.getNodeAttributes(id);
    const page = `/entity?id=${encodeURIComponent(id)}`;
    const edges = graph.filterEdges(id, (e) => visible.has(e) || edgeShown(e)).slice(0, 12);
    box.replaceChildren(
      el("h2", {}, el("a", { href: page }, a.name)),
      el("p", { class: "n" }, `${a.kind} · ${a.mentions} mentions in ${a.documents} documents${a.degree ? ` · ${a.degree} relations` : ""}`),
      el("div", { class: "tools" },
        el("button", { type: "button", onclick: () => expand(id) }, "Expand"), el("button", { type: "button", onclick: () => hide(id) }, "Hide"),
        el("button", { type: "button", onclick: () => pin(id), "aria-pressed": String(state.pinned.has(id)) }, state.pinned.has(id) ? "Unpin" : "Pin"),
        el("a", { class: "chip", href: `/graph?start=${encodeURIComponent(id)}` }, "Start here")),
      el("ul", { class: "plain" }, ...edges.map((e) => {
        const b = graph.getEdgeAttributes(e);
        const text = `${graph.getNodeAttribute(b.from, "name")} ${b.verb} ${graph.getNodeAttribute(b.to, "name")}`;
        return el("li", {}, el("button", { type: "button", class: "link", onclick: () => open(e) }, text));
      })));
    box.hidden = false;
  }

  const change = (what) => () => { remember(); what(); measure(); refresh(); build(); };
  const check = (text, on, set, cls) => el("label", { class: "half" }, el("input", { type: "checkbox", checked: on, onchange: (e) => { remember(); set(e.target.checked); refresh(); } }), el("span", { class: cls }, text));
  const toggle = (list, item, on) => { const at = list.indexOf(item); if (on && at >= 0) list.splice(at, 1); if (!on && at < 0) list.push(item); };

  /** The panel, built anew after changes that concern it. */
  function build() {
    const f = state.filter, open = document.getElementById("opened"), said = document.getElementById("say");
    const kinds = [...new Set(graph.mapNodes((id, a) => a.kind))].sort();
    const colored = (name) => { const s = el("span", { class: "swatch" }); s.style.setProperty("--type", typeOf(name).color); s.append(typeOf(name).label); return s; };
    const types = kinds.map((k) => { const l = check("", !f.types.includes(k), (on) => toggle(f.types, k, on)); l.append(colored(k)); return l; });
    const present = statuses.filter((s) => graph.someEdge((e, a) => a.said.some((x) => x.s === s)));
    const marks = [...state.marks].sort((a, b) => levels.indexOf(a) - levels.indexOf(b));
    const option = (value, text, now) => el("option", { value, selected: value === now }, text);
    const communities = [...new Set(graph.mapNodes((id, a) => a.community))].filter((c) => c > 0).sort((a, b) => a - b);
    const key = state.color === "community" ? el("p", { class: "n" }, ...communities.slice(0, 8).flatMap((c) => { const s = el("span", { class: "swatch" }); s.style.setProperty("--type", groupColors[c - 1] || other); s.append(`community ${c} `); return [s, " "]; })) : "";
    panel.replaceChildren(
      said || el("p", { id: "say", class: "say", role: "status" }),
      el("div", { class: "tools" },
        el("button", { type: "button", onclick: undo, title: "Z" }, "Undo"), el("button", { type: "button", onclick: arrange, title: "L" }, "Arrange"),
        el("button", { type: "button", onclick: () => sigma.getCamera().animatedReset(), title: "0" }, "Whole view"),
        el("button", { type: "button", onclick: change(() => state.hidden.clear()) }, "Show hidden")),
      open || el("div", { id: "opened", class: "opened", hidden: true }),
      el("h2", {}, "Show"),
      el("fieldset", {}, el("legend", {}, "Types (and what the colours mean)"), ...types),
      key,
      el("fieldset", {}, el("legend", {}, "Status"), ...present.map((s) => { const l = check("", !f.statuses.includes(s), (on) => toggle(f.statuses, s, on)); l.append(el("span", { class: `dash ${s}` }), s); return l; })),
      marks.length > 1 ? el("fieldset", {}, el("legend", {}, "Marking"), ...marks.map((m) => check(m || "none", !f.marks.includes(m), (on) => toggle(f.marks, m, on)))) : "",
      el("label", {}, `At least ${f.least} % sure`, el("input", { type: "range", min: 0, max: 100, step: 5, value: f.least, onchange: (e) => change(() => { f.least = Number(e.target.value); })() })),
      el("label", { class: "half" }, "Documents from ", el("input", { type: "date", value: f.since, onchange: (e) => change(() => { f.since = e.target.value; })() })),
      el("label", { class: "half" }, "until ", el("input", { type: "date", value: f.until, onchange: (e) => change(() => { f.until = e.target.value; })() })),
      el("label", {}, "Said by ", el("select", { onchange: (e) => change(() => { f.doc = e.target.value; })() }, option("", "any document", f.doc), ...state.docs.map((d) => option(d.id, d.title, f.doc)))),
      check("hide what is left without edges", f.alone, (on) => { f.alone = on; }),
      el("h2", {}, "Draw"),
      el("label", {}, "Size by ", el("select", { onchange: (e) => change(() => { state.size = e.target.value; })() }, ...[["rank", "PageRank"], ["degree", "relations in the graph"], ["mentions", "mentions"], ["documents", "documents"], ["same", "nothing"]].map(([v, t]) => option(v, t, state.size)))),
      el("label", {}, "Colour by ", el("select", { onchange: (e) => change(() => { state.color = e.target.value; })() }, option("type", "type", state.color), option("community", "community", state.color))),
      el("h2", {}, "Take it with you"),
      el("div", { class: "tools" }, ...["svg", "png", "pdf", "graphml", "jsonl"].map((x) => el("button", { type: "button", onclick: () => save(x) }, x.toUpperCase())), el("button", { type: "button", onclick: link }, "Link")),
      el("details", { class: "keys2" }, el("summary", {}, "Keys and mouse"), el("p", {}, "Click selects, a second click expands; an edge opens its evidence; dragging a node moves and pins it. With the graph in focus: N and P walk the nodes, E the edges of the one selected, Enter expands, O opens its page, H hides, I pins, Z undoes, L arranges, + and − zoom, arrows move, 0 shows all.")),
    );
  }

  /** The list of what is shown, which says the same to those who do not see the picture. */
  function list() {
    document.getElementById("list").replaceChildren(...shownNodes().slice(0, 300).map((id) => {
      const a = graph.getNodeAttributes(id);
      const link = el("a", { class: "ent", href: `/entity?id=${encodeURIComponent(id)}` }, a.name);
      link.style.setProperty("--type", typeOf(a.kind).color);
      return el("li", {}, link, " ", el("button", { type: "button", class: "link", "aria-label": `select ${a.name} in the graph`, onclick: () => { select(id); stage.focus(); } }, "select"));
    }));
  }

  function save(format) {
    const form = document.getElementById("export");
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    form.elements.format.value = format;
    form.elements.view.value = JSON.stringify({
      title: state.title, note: state.note, dark,
      nodes: shownNodes().map((id) => { const a = graph.getNodeAttributes(id); return { id, x: a.x, y: a.y, size: a.size, color: state.color === "type" ? "" : a.color }; }),
      edges: shownEdges().map((id) => { const a = graph.getEdgeAttributes(id); return [a.from, a.relation, a.to]; }),
    });
    form.submit();
    say(`The view is saved as ${format.toUpperCase()}.`);
  }

  // A link holds the view behind its "#", which is not sent to the server.
  const squeeze = async (text) => {
    const bytes = new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
    return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const unsqueeze = async (text) => {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  };
  async function link() {
    const hash = `#view=${await squeeze(kept())}`;
    window.history.replaceState(null, "", hash);
    try {
      await navigator.clipboard.writeText(location.href);
      say("The address of this page restores the view; it is in the clipboard.");
    } catch { say("The address of this page restores the view."); }
  }

  function keys(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const camera = sigma.getCamera(), at = camera.getState(), step = 0.1 * at.ratio, id = state.selected;
    const walk = (by) => { const all = shownNodes(); if (all.length) select(all[(all.indexOf(id) + by + all.length) % all.length]); };
    const edges = id ? graph.filterEdges(id, edgeShown) : [];
    const does = {
      n: () => walk(1), p: () => walk(-1), z: undo, l: arrange, 0: () => camera.animatedReset(), "+": () => camera.animatedZoom(), "-": () => camera.animatedUnzoom(),
      ArrowLeft: () => camera.setState({ x: at.x - step }), ArrowRight: () => camera.setState({ x: at.x + step }), ArrowUp: () => camera.setState({ y: at.y + step }), ArrowDown: () => camera.setState({ y: at.y - step }),
      Escape: () => { state.edge = ""; select(""); },
      ...(id ? { Enter: () => expand(id), h: () => hide(id), i: () => pin(id), o: () => { location.href = `/entity?id=${encodeURIComponent(id)}`; } } : {}),
      ...(edges.length ? { e: () => { walkEdge = (walkEdge + 1) % edges.length; open(edges[walkEdge]).then(() => { state.selected = id; }); } } : {}),
    }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (does) { e.preventDefault(); does(); }
  }
  let walkEdge = -1;

  function draw() {
    const curved = Sigma.rendering && (Sigma.rendering.EdgeCurvedArrowProgram || Sigma.rendering.EdgeCurveProgram);
    const large = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16; // on screens where all text is
    sigma = new Sigma(graph, stage, {
      nodeReducer: reduceNode, edgeReducer: reduceEdge, enableEdgeEvents: true, renderEdgeLabels: true, zIndex: true, allowInvalidContainer: true,
      edgeProgramClasses: curved ? { curved } : {}, defaultEdgeType: "arrow", labelFont: getComputedStyle(document.body).fontFamily, labelSize: 13 * large, edgeLabelSize: 11 * large, edgeLabelFont: getComputedStyle(document.body).fontFamily,
      labelColor: { color: ink("--text") }, edgeLabelColor: { color: ink("--soft") }, defaultDrawNodeLabel: drawLabel, defaultDrawNodeHover: drawHover, defaultDrawEdgeLabel: drawEdgeLabel,
      labelDensity: 3, labelGridCellSize: 110, labelRenderedSizeThreshold: 3, stagePadding: 60, minCameraRatio: 0.02, maxCameraRatio: 4,
    });
    sigma.on("beforeRender", () => { taken = null; });
    let dragged = "", moved = false;
    sigma.on("clickNode", ({ node }) => { if (moved) return; node === state.selected ? expand(node) : select(node); });
    sigma.on("doubleClickNode", (e) => e.preventSigmaDefault());
    sigma.on("clickEdge", ({ edge }) => open(edge));
    sigma.on("clickStage", () => { state.edge = ""; select(""); });
    sigma.on("enterNode", () => { stage.classList.add("hand"); });
    sigma.on("leaveNode", () => { stage.classList.remove("hand"); });
    sigma.on("enterEdge", () => { stage.classList.add("hand"); });
    sigma.on("leaveEdge", () => { stage.classList.remove("hand"); });
    sigma.on("downNode", (e) => { dragged = e.node; moved = false; });
    sigma.getMouseCaptor().on("mousemovebody", (e) => {
      if (!dragged) return;
      if (!moved) { remember(); if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox()); }
      moved = true;
      const at = sigma.viewportToGraph(e);
      graph.mergeNodeAttributes(dragged, { x: at.x, y: at.y });
      state.pinned.add(dragged);
      e.preventSigmaDefault();
      e.original.preventDefault();
    });
    sigma.getMouseCaptor().on("mouseup", () => { if (dragged && moved) refresh(); dragged = ""; setTimeout(() => { moved = false; }, 0); });
    stage.addEventListener("keydown", keys);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      sigma.setSetting("labelColor", { color: ink("--text") });
      sigma.setSetting("edgeLabelColor", { color: ink("--soft") });
    });
  }

  async function begin() {
    const saved = location.hash.startsWith("#view=") ? await unsqueeze(location.hash.slice(6)) : "";
    const data = await ask(saved ? { ids: JSON.parse(saved).n.map((n) => n[0]) } : { query: root.dataset.query });
    state.title = data.title;
    state.note = [data.note, data.cut].filter(Boolean).join(" ");
    take(data);
    stage.hidden = panel.hidden = false;
    still.hidden = true;
    build();
    draw();
    if (saved) restore(saved);
    refresh();
    say(state.note || "Click a node to see what it is; click it again to see what is around it.");
    root.dataset.ready = "true";
  }
  begin().catch((err) => {
    stage.hidden = panel.hidden = true;
    still.hidden = false;
    root.after(el("p", { class: "note", role: "status" }, `The graph cannot be drawn here (${err.message}); above is a picture of it.`));
  });
  // For tests, and for those who like to look under the bonnet.
  window.mandate = { graph, state, get sigma() { return sigma; }, expand, open, select, undo, save, link, shownNodes, shownEdges };
})();
