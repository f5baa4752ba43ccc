/* The SharedWorker that holds the one live stream of this browser, for all its tabs: over HTTP/1.1
   a browser opens six connections to a site, so a stream in each tab would hang the seventh. */

import { LiveStream } from "./live-stream.js";

const SETTLE_MS = 50; // a page brings its parts one by one
const LEAVE_MS = 5_000; // who goes from page to page keeps the stream

const topicsByPort = new Map();
let settle = 0;

const stream = new LiveStream((message) => {
  for (const port of topicsByPort.keys()) port.postMessage(message);
});

function wantAll(ms) {
  clearTimeout(settle);
  settle = setTimeout(() => stream.want([...topicsByPort.values()].flat()), ms);
}

addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = ({ data: topics }) => {
    if (topics.length > 0) topicsByPort.set(port, topics);
    else topicsByPort.delete(port);
    wantAll(topicsByPort.size > 0 ? SETTLE_MS : LEAVE_MS);
  };
});
