"use strict";
// Shows the simulator's phones and sends what is typed on them. All state is the server's; nothing is kept here.

const LOOK_MS = 500;
const COUNT_MS = 150;
const SAYS = {
  11200: "Lykta did not answer",
  12100: "Lykta's answer could not be read",
  12200: "Lykta's answer could not be read",
  12300: "Lykta's answer could not be read",
  21610: "Lykta answered, and STOP held it back",
};
const NOT_THERE = new Set(["accepted", "queued", "sending", "sent", "undelivered", "failed"]);
const byId = (id) => document.getElementById(id);
const whole = (words) => words.replace("-", "\u2011"); // no line ends within it
const spaced = (number) => number.replace(/^(\+46)(\d\d)(\d{3})(\d\d)(\d\d)$/, "$1 $2 $3 $4 $5");

let seen = 0;
let shown = 1;
const phones = [];

async function post(path, body) {
  try {
    const answered = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return answered.ok ? answered : null;
  } catch {
    return null;
  }
}

function makePhone(n) {
  const phone = byId("phone").content.cloneNode(true).firstElementChild;
  const find = (selector) => phone.querySelector(selector);
  const area = find("textarea");
  const bubbles = new Map();
  let counting = 0;

  find("h2").textContent = `Phone ${n}`;
  area.id = `text-${n}`;
  find("label").htmlFor = area.id;
  find(".texts").setAttribute("aria-label", `Texts of phone ${n}`);
  find(".clear").setAttribute("aria-label", `Clear phone ${n}`);

  const count = () => {
    clearTimeout(counting);
    counting = setTimeout(async () => {
      const text = area.value;
      const answered = text ? await post("/phones/count", { body: text }) : null;
      const found = answered ? await answered.json() : null;
      find(".count").textContent = found ? `${found.units} · ${found.segments} SMS · ${whole(found.encoding)}` : "";
    }, COUNT_MS);
  };
  const send = async (picture) => {
    const body = area.value;
    if (!body.trim() && !picture) return;
    if (await post(`/phones/${n}/texts`, { body, picture })) area.value = "";
    count();
    await look();
    area.focus();
  };

  area.addEventListener("input", count);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send(false);
    }
  });
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(false);
  });
  find(".picture").addEventListener("click", () => send(true));
  const off = find(".off");
  off.addEventListener("click", async () => {
    await post(`/phones/${n}/reach`, { reach: off.getAttribute("aria-pressed") === "true" });
    await look();
  });
  find(".clear").addEventListener("click", async () => {
    await post(`/phones/${n}/clear`, {});
    await look();
  });
  byId("phones").append(phone);

  return {
    show(view, lykta) {
      const log = find(".texts");
      const low = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
      const grew = view.texts.some((text) => !bubbles.has(text.id));
      find(".number").textContent = spaced(view.number);
      find(".lykta").textContent = spaced(lykta);
      find(".empty").hidden = view.texts.length > 0;
      find(".stopped").hidden = !view.unsubscribed;
      off.setAttribute("aria-pressed", String(!view.reach));
      const now = new Set(view.texts.map((text) => text.id));
      for (const [id, bubble] of bubbles) {
        if (!now.has(id)) {
          bubble.remove();
          bubbles.delete(id);
        }
      }
      for (const text of view.texts) {
        if (!bubbles.has(text.id)) {
          bubbles.set(text.id, makeBubble(text));
          find("ol").append(bubbles.get(text.id));
        }
        tellStatus(bubbles.get(text.id), text);
      }
      if (grew && low) log.scrollTop = log.scrollHeight;
    },
  };
}

function makeBubble(text) {
  const bubble = document.createElement("li");
  bubble.classList.toggle("own", text.side === "phone");
  if (text.picture) bubble.append(part("div", "bubble seen", "Picture"));
  if (text.body || !text.picture) bubble.append(part("div", "bubble", text.body));
  bubble.append(part("p", "facts", ""));
  return bubble;
}

function part(tag, classes, words) {
  const made = document.createElement(tag);
  made.className = classes;
  made.textContent = words;
  return made;
}

function tellStatus(bubble, text) {
  const facts = bubble.lastElementChild;
  const bad = text.trouble !== 0;
  const time = new Date(text.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const what = bad ? `${SAYS[text.trouble] ?? text.status} (${text.trouble})` : text.status;
  const said = [time, what, `${text.segments}\u00a0SMS`, whole(text.encoding)].join(" · ");
  if (facts.textContent !== said) facts.textContent = said;
  facts.classList.toggle("bad", bad);
  bubble.classList.toggle("way", NOT_THERE.has(text.status));
}

async function look() {
  let answered = null;
  try {
    answered = await fetch(`/phones?seen=${seen}`);
  } catch {
    // told below
  }
  byId("lost").hidden = answered !== null;
  if (answered?.status !== 200) {
    if (answered === null) seen = 0;
    return;
  }
  const view = await answered.json();
  seen = view.version;
  const used = view.phones.reduce((last, phone, at) => (phone.texts.length ? at + 1 : last), 1);
  shown = Math.max(shown, used);
  while (phones.length < Math.min(shown, view.phones.length)) phones.push(makePhone(phones.length + 1));
  phones.forEach((phone, at) => phone.show(view.phones[at], view.number));
  byId("more").hidden = phones.length >= view.phones.length;
  byId("sum").textContent =
    `Lykta answers at ${spaced(view.number)}. It has sent ${view.segments} SMS: ` +
    `${view.cost.toFixed(2)} kr, at ${view.price.toFixed(2)} kr each.`;
}

byId("more").addEventListener("click", async () => {
  shown = Math.max(shown, phones.length) + 1;
  seen = 0;
  await look();
  byId("phones").lastElementChild.querySelector("textarea").focus();
});

(async () => {
  for (;;) {
    await look();
    await new Promise((done) => setTimeout(done, document.hidden ? 4 * LOOK_MS : LOOK_MS));
  }
})();
