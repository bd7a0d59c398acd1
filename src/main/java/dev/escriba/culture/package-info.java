/**
 * Culture: in which language people are spoken to. The query parameter {@code culture} decides, else {@code Accept-Language}, else
 * English; the language of a transcript is never its business. Texts are in {@code messages_en} and {@code messages_es}, nowhere else.
 * Knows nobody.
 */
package dev.escriba.culture;
