declare module 'virtual:texts' {
  /** The texts by language and key. */
  const texts: Record<string, Record<string, string>>;
  export default texts;
}
