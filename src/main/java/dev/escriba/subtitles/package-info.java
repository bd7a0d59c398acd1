/**
 * Subtitles: a transcript as SubRip, WebVTT and plain text.
 *
 * <ol>
 *   <li>A cue has at most 2 lines of 42 characters and lasts at most 7 seconds. A word that is longer than a line
 *       stands alone on its line.
 *   <li>A cue and a line end at punctuation where the limits allow it, and never inside a word.
 *   <li>Cues are in order of time. They do not overlap, and each lasts at least a millisecond.
 *   <li>If a segment has the times of its words, these count. Else its time is spread over its words by their letters.
 *   <li>Out of scope: markup, positions and colours.
 * </ol>
 */
package dev.escriba.subtitles;
