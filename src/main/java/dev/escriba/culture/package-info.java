/**
 * Culture: the language of messages to people. The query parameter {@code culture} decides, else
 * {@code Accept-Language}, else English. It does not affect the language of a transcript. All texts are in
 * {@code messages_en} and {@code messages_es}. The rule for the texts of clients is
 * {@link dev.escriba.culture.entity.VisibleText}. It calls no other component.
 */
package dev.escriba.culture;
