// Sentences of a text. Knows no page and no voice.

const LONGEST = 400; // characters: a Cyrillic one takes six in an address, and a server's request line has 4094
// A full stop after a short word is an abbreviation ("ul.", "al.") more often than an end.
const ENDS = /(?<=\p{L}{3}[.!?…]+)\s+(?=\p{Lu}|\p{N})/u;

/** The sentences of `text`, none longer than what one request for speech can hold. */
export function sentences(text) {
  return text.split(ENDS).flatMap(cut);
}

function cut(sentence) {
  if (sentence.length <= LONGEST) return [sentence];
  const at = Math.max(sentence.lastIndexOf(" ", LONGEST), 1);
  return [sentence.slice(0, at), ...cut(sentence.slice(at).trimStart())];
}

/** `seconds` of the whole, shared out by length. */
export function shares(parts, seconds) {
  const all = parts.reduce((sum, part) => sum + part.length, 0) || 1;
  return parts.map((part) => (seconds * part.length) / all);
}
