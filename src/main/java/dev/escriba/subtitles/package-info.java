/**
 * Subtitles: writes segments as SubRip, WebVTT and plain text.
 *
 * <ol>
 *   <li>A cue has at most 2 lines of 42 characters and 7 seconds. It ends at punctuation where it can, and never inside
 *       a word. A longer word has a line of its own.
 *   <li>Cues have the times of their words. Without these, the time of a segment is spread over its letters.
 * </ol>
 */
package dev.escriba.subtitles;
