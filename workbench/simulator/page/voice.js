// The browser's voice and its ears, where it has them.

import { parts } from "./ssml.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
let muted = false;
let speed = 1;
let telling = 0;

export function setMuted(now) {
  muted = now;
  if (muted) hush();
}

export function setSpeed(now) {
  speed = now;
}

export function hush() {
  telling += 1;
  window.speechSynthesis?.cancel();
}

/** Speaks SSML with its pauses, in the English of a locale. What is still being said is cut short. */
export async function tell(ssml, locale) {
  hush();
  const mine = telling;
  if (muted || !ssml || !window.speechSynthesis) return;
  for (const part of parts(ssml)) {
    if (mine !== telling) return;
    await (part.words ? utter(part.words, locale) : pause(part.pause / speed));
  }
}

/** What stands in the way of speaking to the page, or what to know about it. */
export function notice() {
  return Recognition
    ? "When you press Speak, your browser may send what you say to its maker to recognise it. What you type stays here."
    : "This browser has no speech recognition, so type instead. Chrome, Edge and Safari have it.";
}

export const canListen = Boolean(Recognition);

/** Listens once, and gives the words heard. Rejects with a reason that can be shown. */
export function listen(locale) {
  hush();
  return new Promise((heard, failed) => {
    const recognition = new Recognition();
    recognition.lang = locale;
    recognition.onresult = ({ results }) => heard(results[0][0].transcript);
    recognition.onerror = ({ error }) => failed(new Error(`The browser could not listen (${error}). Type instead.`));
    recognition.onend = () => failed(new Error("Nothing was heard."));
    recognition.start();
  });
}

function utter(words, locale) {
  return new Promise((done) => {
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = locale;
    utterance.rate = speed;
    utterance.onend = utterance.onerror = done;
    window.speechSynthesis.speak(utterance);
  });
}

function pause(seconds) {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}
