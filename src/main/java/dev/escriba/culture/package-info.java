/**
 * Culture: the language of messages to people. The query parameter {@code culture} decides, else
 * {@code Accept-Language}, else English. It does not affect the language of a transcript. Each culture has a bundle
 * of messages, {@code messages_<tag>.properties}. {@link dev.escriba.culture.entity.VisibleText} has the rule for the
 * characters of a client's text. It calls no other component.
 */
package dev.escriba.culture;
