// More to choose from while one types a reference. Without this, the first entries are offered, and a name or a code does.
(function () {
  "use strict";
  document.querySelectorAll("input[data-pick]").forEach(function (input) {
    var list = document.getElementById(input.getAttribute("list"));
    var waits = 0, asked = "";
    if (!list) { return; }
    input.addEventListener("input", function () {
      clearTimeout(waits);
      waits = setTimeout(look, 250);
    });

    function look() {
      var words = input.value.trim();
      if (!words || words === asked) { return; }
      asked = words;
      fetch(input.dataset.pick + "?q=" + encodeURIComponent(words), { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : null; })
        .then(function (found) { if (found && asked === words) { offer(found.entries); } })
        .catch(function () { /* Offline: what is offered stays. */ });
    }

    function offer(entries) {
      var known = {};
      list.querySelectorAll("option").forEach(function (option) { known[option.value] = true; });
      entries.forEach(function (entry) {
        if (known[entry[0]]) { return; }
        var option = document.createElement("option");
        option.value = entry[0];
        option.textContent = entry[1];
        list.appendChild(option);
      });
    }
  });
})();
