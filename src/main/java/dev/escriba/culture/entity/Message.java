package dev.escriba.culture.entity;

import java.util.List;

/** A message for people, independent of the language: a key of the bundles and its arguments. */
public record Message(String key, List<Object> arguments) {

    public Message {
        arguments = List.copyOf(arguments);
    }

    public static Message of(String key, Object... arguments) {
        return new Message(key, List.of(arguments));
    }
}
