/**
 * The ways in which known clients write the third line of the signed text. Pure data and pure
 * functions; `signature.ts` turns them into whole texts. Source: contract section 3.
 */

/** A phrase for a person, in Chinese and English. */
export interface SignatureWords {
  readonly zh: string;
  readonly en: string;
}

/** One parameter of a query string, decoded once. */
export type QueryPair = readonly [key: string, value: string];

/** How one percent-encoder of the field writes text; letters, digits and `-_.` are always kept. */
export interface EncodingStyle extends SignatureWords {
  /** How a space is written: `+` becomes `%2B` when encoded a second time. */
  readonly space: "%20" | "+";
  /** Which of `~!'()*` and `/` stand as they are. */
  readonly keep: string;
  /** How often a value is encoded: twice is the rule. */
  readonly times: 1 | 2;
  /** The marks `!'()*` are replaced once more at the very end (one JS client). */
  readonly patched: boolean;
}

const twice = (space: "%20" | "+", keep: string, zh: string, en: string): EncodingStyle => ({
  space,
  keep,
  times: 2,
  patched: false,
  zh: `值编码两次（${zh}）`,
  en: `values encoded twice (${en})`,
});

/** Every encoder seen in a client, the most common first. The tilde, star and slash axes differ. */
export const ENCODING_STYLES = {
  "uri-component": twice("%20", "~!'()*", "JS encodeURIComponent", "JS encodeURIComponent"),
  rfc3986: twice("%20", "~", "PHP rawurlencode、Python quote", "PHP rawurlencode, Python quote"),
  form: twice("+", "*", "Java URLEncoder、Ruby 表单式", "Java URLEncoder, Ruby form style"),
  "form-tilde": twice("+", "~", "Python quote_plus、Go", "Python quote_plus, Go QueryEscape"),
  "percent-star": twice("%20", "*", "Java URLEncoder，+ 换成 %20", "Java URLEncoder, + made %20"),
  "percent-star-tilde": twice("%20", "*~", "Java，+ 与 ~ 已修正", "Java, + and ~ repaired"),
  slash: twice("%20", "~/", "Python quote，保留 /", "Python quote that keeps /"),
  percent: twice("%20", "", "Python 3.6 之前的 quote", "Python quote before 3.7"),
  "percent-slash": twice("%20", "/", "旧 Python quote，保留 /", "old Python quote that keeps /"),
  "form-bare": twice("+", "", "PHP urlencode", "PHP urlencode"),
  "form-star-tilde": twice("+", "*~", "Java，仅修正 ~", "Java, only ~ repaired"),
  "form-marks": twice("+", "~!'()*", "JS，空格写成 +", "JS with + for a space"),
  "form-dotnet": twice("+", "!()*", ".NET WebUtility.UrlEncode", ".NET WebUtility.UrlEncode"),
  "patched-last": {
    space: "%20",
    keep: "~!'()*",
    times: 2,
    patched: true,
    zh: "值编码两次，最后再替换 !'()*",
    en: "values encoded twice, !'()* replaced at the end",
  },
  once: {
    space: "%20",
    keep: "~!'()*",
    times: 1,
    patched: false,
    zh: "值只编码一次",
    en: "values encoded once only",
  },
} as const satisfies Record<string, EncodingStyle>;

/** Name of an {@link EncodingStyle}. */
export type EncodingStyleName = keyof typeof ENCODING_STYLES;

/** Which canonical form a text is written in; {@link describeSignatureForm} puts it in words. */
export interface SignatureForm {
  readonly order: "sorted" | "wire" | "sorted-pairs";
  readonly keys: "raw" | "encoded";
  readonly style: EncodingStyleName;
  readonly lists: "as-sent" | "brackets-dropped" | "joined";
  readonly path: "as-sent" | "other";
}

const ORDER_WORDS: Record<SignatureForm["order"], SignatureWords> = {
  sorted: { zh: "参数按名排序", en: "parameters sorted by name" },
  wire: { zh: "参数按发送顺序", en: "parameters in the order sent" },
  "sorted-pairs": { zh: "按“名=值”整体排序", en: "sorted as whole name=value pairs" },
};

const LIST_WORDS: Record<SignatureForm["lists"], SignatureWords> = {
  "as-sent": { zh: "列表照发送的写", en: "lists as sent" },
  "brackets-dropped": { zh: "列表去掉 []", en: "lists without []" },
  joined: { zh: "列表用逗号连接", en: "lists joined by commas" },
};

/**
 * A canonical form in words, for the API log and for a refusal.
 * @example
 * describeSignatureForm({ order: "sorted", keys: "raw", style: "once", lists: "as-sent",
 *   path: "as-sent" }).en; // "parameters sorted by name; values encoded once only"
 */
export function describeSignatureForm(form: SignatureForm): SignatureWords {
  const style = ENCODING_STYLES[form.style];
  const parts: SignatureWords[] = [ORDER_WORDS[form.order], style];
  if (form.keys === "encoded") parts.push({ zh: "参数名也编码两次", en: "names encoded twice" });
  if (form.lists !== "as-sent") parts.push(LIST_WORDS[form.lists]);
  if (form.path === "other") parts.push({ zh: "路径用另一种编码", en: "path encoded otherwise" });
  return { zh: parts.map((p) => p.zh).join("；"), en: parts.map((p) => p.en).join("; ") };
}

const percent = (mark: string) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;

function encodeOnce(style: EncodingStyle, text: string): string {
  let encoded = encodeURIComponent(text);
  if (/[~!'()*]/.test(encoded)) {
    encoded = encoded.replace(/[~!'()*]/g, (c) => (style.keep.includes(c) ? c : percent(c)));
  }
  if (style.keep.includes("/")) encoded = encoded.replaceAll("%2F", "/");
  return style.space === "+" ? encoded.replaceAll("%20", "+") : encoded;
}

/**
 * A value as a client of that style signs it.
 * @example
 * encodeSigned(ENCODING_STYLES.form, "a b"); // "a%2Bb"
 */
export function encodeSigned(style: EncodingStyle, text: string): string {
  if (isPlain(text)) return text;
  let encoded = encodeOnce(style, text);
  if (style.times === 2) encoded = encodeOnce(style, encoded);
  return style.patched ? encoded.replace(/[!'()*]/g, percent) : encoded;
}

/** True when every encoder writes the text as it is. */
export function isPlain(text: string): boolean {
  return /^[A-Za-z0-9\-_.]*$/.test(text);
}

/**
 * True when a name may stand unencoded in the signed text. `&`, `=`, `%` and control characters
 * may not: they would let one signature cover two different queries.
 */
export function isRawKeySafe(key: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the point
  return !/[&=%\u0000-\u001f\u007f]/.test(key);
}

const STYLE_NAMES = Object.keys(ENCODING_STYLES) as EncodingStyleName[];

/** The styles that write these texts differently, the most common first; one when all are plain. */
export function distinctStyles(texts: readonly string[]): EncodingStyleName[] {
  const odd = texts.filter((text) => !isPlain(text)).join("");
  if (odd === "") return ["uri-component"];
  const marks = [..."~!'()*/"].filter((mark) => odd.includes(mark));
  const seen = new Set<string>();
  return STYLE_NAMES.filter((name) => {
    const style: EncodingStyle = ENCODING_STYLES[name];
    const kept = marks.filter((mark) => style.keep.includes(mark)).join("");
    const space = odd.includes(" ") ? style.space : "";
    const patched = style.patched && marks.some((mark) => "!'()*".includes(mark));
    const effect = `${kept} ${space} ${style.times} ${patched}`;
    return !seen.has(effect) && seen.add(effect);
  });
}

const listName = (key: string) => key.replace(/\[\d*\]$/, "");

/** The ways a list-valued parameter may have been signed; only the first when there is no list. */
export function listShapes(
  pairs: readonly QueryPair[],
): { lists: SignatureForm["lists"]; pairs: readonly QueryPair[] }[] {
  const shapes: { lists: SignatureForm["lists"]; pairs: readonly QueryPair[] }[] = [
    { lists: "as-sent", pairs },
  ];
  const bare = pairs.map(([key, value]): QueryPair => [listName(key), value]);
  const bracketed = pairs.some(([key], at) => key !== bare[at]![0]);
  if (bracketed) shapes.push({ lists: "brackets-dropped", pairs: bare });
  const groups = new Map<string, string[]>();
  for (const [key, value] of bare) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  if (groups.size === pairs.length) return shapes;
  const joined = [...groups].map(([key, values]): QueryPair => [key, values.join(",")]);
  shapes.push({ lists: "joined", pairs: joined });
  return shapes;
}

/** ASCII ascending, by code unit, as the vendor's rule says. */
export function compareAscii(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
