"use strict";
/** The slider through periods, or through the days as of which the rollout is known; classes stay as they are. */
(() => {
  const { el, t } = mapper;
  const values = mapper.values;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const PAUSE = 1200;
  let timer = 0;

  function stop() {
    clearInterval(timer);
    timer = 0;
  }

  function step() {
    const periods = values.periods();
    const next = periods.indexOf(values.view().period) + 1;
    if (next >= periods.length) stop();
    mapper.set({ t: periods[Math.min(next, periods.length - 1)] });
  }

  /** Play from the beginning, or from where it stands; where motion is unwanted a press goes one step. */
  function play() {
    const periods = values.periods();
    if (timer) stop();
    else if (still.matches) return mapper.set({ t: periods[(periods.indexOf(values.view().period) + 1) % periods.length] });
    else {
      timer = setInterval(step, PAUSE);
      if (values.view().period === periods[periods.length - 1]) return mapper.set({ t: periods[0] });
    }
    mapper.draw(["t"]);
  }

  function show() {
    const periods = values.periods();
    const at = periods.indexOf(values.view().period);
    if (periods.length < 2) {
      stop();
      return mapper.replace(".time", null);
    }
    const slider = el("input", { type: "range", "data-key": "t", min: 0, max: periods.length - 1, value: at, "aria-label": t("period"), "aria-valuetext": values.period(),
      input: (event) => { stop(); mapper.set({ t: periods[Number(event.target.value)] }); } });
    mapper.replace(".time", el("button", { type: "button", "data-key": "play", click: play }, timer ? "❚❚ " + t("stop") : "▶ " + t("play")), slider, el("output", {}, values.period()));
  }

  mapper.more.push(show);
  mapper.add((changed) => {
    if (!timer || !changed.includes("v")) return; // where the map is left nothing would tell that it plays
    stop();
    show();
  });
})();
