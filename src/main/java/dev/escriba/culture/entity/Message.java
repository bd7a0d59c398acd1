package dev.escriba.culture.entity;

import java.util.List;

/** A text for people that has not been put into a language yet: a key of the bundle and what fills its gaps. */
public record Message(String key, List<Object> arguments) {

    public Message {
        arguments = List.copyOf(arguments);
    }

    public static Message of(String key, Object... arguments) {
        return new Message(key, List.of(arguments));
    }
}
