package dev.escriba.problem.entity;

import dev.escriba.culture.entity.Message;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Why a request is not answered with what it asked for: an HTTP status, a message, and the fields at fault by their contract names. */
public class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Message message;
    private final transient Map<String, Message> errors;
    private final transient Optional<Duration> retryAfter;

    public Problem(int status, Message message, Map<String, Message> errors, Optional<Duration> retryAfter) {
        super(status + " " + message.key() + " " + errors.keySet());
        this.status = status;
        this.message = message;
        this.errors = new LinkedHashMap<>(errors);
        this.retryAfter = retryAfter;
    }

    /** A problem that no field is at fault for. */
    public static Problem of(int status, String messageKey, Object... arguments) {
        return new Problem(status, Message.of(messageKey, arguments), Map.of(), Optional.empty());
    }

    /** 400: one field is not valid. */
    public static Problem invalid(String field, String messageKey, Object... arguments) {
        return invalid(Map.of(field, Message.of(messageKey, arguments)));
    }

    /** 400: these fields are not valid. */
    public static Problem invalid(Map<String, Message> errors) {
        return new Problem(400, Message.of("problem.invalid"), errors, Optional.empty());
    }

    /** 400: nothing is wrong with the request but that a limit of money stands against it; {@code reason} is the key that clients look for. */
    public static Problem refused(String reason, String messageKey, Object... arguments) {
        Message message = Message.of(messageKey, arguments);
        return new Problem(400, message, Map.of(reason, message), Optional.empty());
    }

    /** A problem that one field, or header, is at fault for, with the same words. */
    public static Problem at(String field, int status, String messageKey, Object... arguments) {
        Message message = Message.of(messageKey, arguments);
        return new Problem(status, message, Map.of(field, message), Optional.empty());
    }

    /** 429: come back later. */
    public static Problem tooMany(Duration retryAfter) {
        return new Problem(429, Message.of("problem.429"), Map.of(), Optional.of(retryAfter));
    }

    /** 503: it stops, or has not started yet. */
    public static Problem unavailable() {
        return new Problem(503, Message.of("problem.503"), Map.of(), Optional.of(Duration.ofSeconds(30)));
    }

    /** 503: it loads its models, and takes requests as soon as it has them. */
    public static Problem starting(Duration retryAfter) {
        return new Problem(503, Message.of("problem.starting"), Map.of(), Optional.of(retryAfter));
    }

    /** 503: come back later. */
    public static Problem busy(Duration retryAfter) {
        return new Problem(503, Message.of("problem.busy"), Map.of(), Optional.of(retryAfter));
    }

    /** What it is, in one word for operators: the key of its message, or of the first field at fault where that is all that the message says. */
    public String kind() {
        return "problem.invalid".equals(message.key()) && !errors.isEmpty()
                ? errors.values().iterator().next().key()
                : message.key();
    }

    public int status() {
        return status;
    }

    public Message message() {
        return message;
    }

    /** By contract name of the field. */
    public Map<String, Message> errors() {
        return Collections.unmodifiableMap(errors);
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** As {@code Retry-After} has it: whole seconds, after which it is worth another try. */
    public Optional<String> retryAfterSeconds() {
        return retryAfter.map(wait ->
                String.valueOf(Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds())));
    }
}
