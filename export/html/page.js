(function () {
  "use strict";
  // A link into a fold opens it.
  function reveal() {
    var at = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (var p = at; p; p = p.parentElement) if (p.tagName === "DETAILS") p.open = true;
    if (at) at.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();
  // Search: hide what does not hold every word.
  var box = document.getElementById("search"), found = document.getElementById("found"), timer;
  document.getElementById("find").hidden = false;
  var items = Array.prototype.slice.call(document.querySelectorAll("article.edge, article.node"));
  var folds = Array.prototype.slice.call(document.querySelectorAll("details.fold"));
  var texts = null;
  function search() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean), n = 0;
    texts = texts || items.map(function (el) { return el.textContent.toLowerCase(); });
    items.forEach(function (el, i) {
      var hit = words.every(function (w) { return texts[i].indexOf(w) >= 0; });
      el.hidden = !hit;
      if (hit) n++;
    });
    folds.forEach(function (f) { f.open = words.length > 0 && !!f.querySelector("article:not([hidden])"); });
    found.textContent = words.length ? n + " found" : "";
  }
  box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(search, 150); });
  // Paper has no folds.
  addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details"), function (d) { d.open = true; });
  });
})();
