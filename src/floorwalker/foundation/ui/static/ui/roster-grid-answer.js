/* What the server said about a change, below the grid: refusal, notice, prediction, broken rules. */

import { node, say } from "./roster-grid-view.js";

export function answerParts(answer, refusal, words, language) {
  const parts = [];
  const rules = answer.broken_rules ?? [];
  if (refusal) parts.push(node("p", "notice bad", refusal));
  if (answer.notice) parts.push(node("p", "notice warn", answer.notice));
  if (answer.predicted) parts.push(node("p", "", predicted(answer.predicted, words, language)));
  if (rules.length) parts.push(ruleList(rules, words));
  else if (answer.ok) parts.push(node("p", "soft", words.no_rules_broken));
  return parts;
}

function predicted({ label, before, after }, words, language) {
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const write = (ratio) => (ratio === null ? words.unknown : percent.format(ratio));
  return say(words.predicted, { label, before: write(before), after: write(after) });
}

function ruleList(rules, words) {
  const list = node("ul", "rg-rules");
  for (const rule of rules) {
    const isHard = rule.severity === "hard";
    const item = node("li");
    item.append(
      node("span", `badge ${isHard ? "bad" : "warn"}`, isHard ? words.rule_hard : words.rule_soft),
      ` ${rule.person ? `${rule.person}: ` : ""}${rule.sentence}`,
    );
    list.append(item);
  }
  return list;
}
