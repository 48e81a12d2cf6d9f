// Choosing a place on our own map: tap, position of the phone, larger and smaller. Without this the list of areas does.
(function () {
  "use strict";
  var box = document.querySelector(".place");
  var form = document.querySelector("form[data-near]");
  if (box) { place(box); }
  if (form) { near(form); }

  function place(box) {
    var map = box.querySelector("svg"), say = box.querySelector("[data-say]");
    var point = document.getElementById("map-point"), datum = document.getElementById("map-datum");
    var area = document.getElementById("f-" + box.dataset.areaField);
    var whole = map.viewBox.baseVal, full = { w: whole.width, h: whole.height };
    var number = function (name) { return parseFloat(map.dataset[name]); };
    var pin = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    pin.setAttribute("class", "pin");
    pin.setAttribute("r", "14");
    box.querySelector(".place-map").hidden = false;
    show();

    map.addEventListener("click", function (event) {
      var at = map.createSVGPoint();
      at.x = event.clientX; at.y = event.clientY;
      mark(at.matrixTransform(map.getScreenCTM().inverse()));
    });
    box.querySelectorAll("[data-zoom]").forEach(function (button) {
      button.addEventListener("click", function () { zoom(parseFloat(button.dataset.zoom)); });
    });
    box.querySelector("[data-here]").addEventListener("click", function () {
      if (!navigator.geolocation) { say.textContent = box.dataset.failed; return; }
      navigator.geolocation.getCurrentPosition(function (found) {
        mark({ x: (found.coords.longitude - number("west")) * number("across"), y: (number("north") - found.coords.latitude) * number("down") });
      }, function () { say.textContent = box.dataset.failed; }, { enableHighAccuracy: true, timeout: 10000 });
    });
    if (area) { area.addEventListener("change", function () { chosen(area.value); }); }

    function mark(at) {
      var shape = null, spot = map.createSVGPoint();
      spot.x = at.x; spot.y = at.y;
      map.querySelectorAll("[data-area]").forEach(function (one) { if (one.isPointInFill(spot)) { shape = one; } });
      if (!shape) { say.textContent = box.dataset.outside; return; }
      pin.setAttribute("cx", at.x); pin.setAttribute("cy", at.y);
      map.appendChild(pin);
      point.value = (number("north") - at.y / number("down")).toFixed(5) + ", " + (number("west") + at.x / number("across")).toFixed(5);
      if (datum) { datum.value = "wgs84"; }
      if (area) { area.value = shape.dataset.area; area.dispatchEvent(new Event("change", { bubbles: true })); }
      chosen(shape.dataset.area);
      say.textContent = shape.querySelector("title").textContent + " · " + box.dataset.found;
    }
    function chosen(id) {
      map.querySelectorAll("[data-area]").forEach(function (one) { one.classList.toggle("chosen", one.dataset.area === id); });
    }
    function zoom(by) {
      var width = Math.min(full.w, Math.max(full.w / 6, whole.width * by)), height = width * full.h / full.w;
      var x = whole.x + whole.width / 2, y = whole.y + whole.height / 2;
      if (pin.parentNode) { x = +pin.getAttribute("cx"); y = +pin.getAttribute("cy"); }
      whole.x = Math.min(Math.max(0, x - width / 2), full.w - width);
      whole.y = Math.min(Math.max(0, y - height / 2), full.h - height);
      whole.width = width; whole.height = height;
    }
    function show() {
      if (area && area.value) { chosen(area.value); }
      var typed = point.value.split(",");
      if (typed.length === 2 && datum && datum.value === "wgs84") {
        pin.setAttribute("cx", (parseFloat(typed[1]) - number("west")) * number("across"));
        pin.setAttribute("cy", (number("north") - parseFloat(typed[0])) * number("down"));
        map.appendChild(pin);
      }
    }
  }

  function near(form) {
    var target = document.getElementById("near");
    var kind = document.getElementById("f-" + form.dataset.kind), area = document.getElementById("f-" + form.dataset.area);
    if (!target || !kind || !area || !window.fetch || !window.URLSearchParams) { return; }
    function ask() {
      if (!kind.value || !area.value) { target.textContent = ""; return; }
      var asked = new URLSearchParams();
      asked.set(kind.name, kind.value);
      asked.set(area.name, area.value);
      fetch(form.dataset.near + "?" + asked.toString(), { credentials: "same-origin" }).then(function (answer) {
        return answer.ok ? answer.text() : "";
      }).then(function (text) { target.innerHTML = text; }).catch(function () { target.textContent = ""; });
    }
    kind.addEventListener("change", ask);
    area.addEventListener("change", ask);
  }
})();
