package dev.escriba.problem.entity;

import dev.escriba.culture.entity.Message;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An error answer: HTTP status, message, and the wrong fields by their names in the API. */
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

    /** A problem with the text of its status. For subclasses. */
    protected Problem(int status, Optional<Duration> retryAfter) {
        this(status, Message.of("problem." + status), Map.of(), retryAfter);
    }

    /** A problem that concerns no single field. */
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

    /**
     * 400: the request is valid, but a balance or a limit does not permit it.
     *
     * @param reason the key in {@code errors} that clients look for
     */
    public static Problem refused(String reason, String messageKey, Object... arguments) {
        Message message = Message.of(messageKey, arguments);
        return new Problem(400, message, Map.of(reason, message), Optional.empty());
    }

    /** A problem that concerns one field or header. It has the same text as the message. */
    public static Problem at(String field, int status, String messageKey, Object... arguments) {
        Message message = Message.of(messageKey, arguments);
        return new Problem(status, message, Map.of(field, message), Optional.empty());
    }

    /** 429: the caller may retry after this time. */
    public static Problem tooMany(Duration retryAfter) {
        return new Problem(429, Message.of("problem.429"), Map.of(), Optional.of(retryAfter));
    }

    /** 503: the service or a system that it needs is unavailable. The answer suggests a retry after 30 seconds. */
    public static Problem unavailable() {
        return new Problem(503, Message.of("problem.503"), Map.of(), Optional.of(Duration.ofSeconds(30)));
    }

    /** 503: the service still loads its models. */
    public static Problem starting(Duration retryAfter) {
        return new Problem(503, Message.of("problem.starting"), Map.of(), Optional.of(retryAfter));
    }

    /** 503: the queue is full. The caller may retry after this time. */
    public static Problem busy(Duration retryAfter) {
        return new Problem(503, Message.of("problem.busy"), Map.of(), Optional.of(retryAfter));
    }

    /** 503: there is no room for the audio of the recording. The caller may retry after this time. */
    public static Problem noRoom(Duration retryAfter) {
        return new Problem(503, Message.of("problem.no-room"), Map.of(), Optional.of(retryAfter));
    }

    /** The same problem, with another name for one of its fields. This problem itself if it does not have the field. */
    public Problem renamed(String field, String name) {
        if (field.equals(name) || !errors.containsKey(field)) {
            return this;
        }
        Map<String, Message> named = new LinkedHashMap<>();
        errors.forEach((each, text) -> named.put(each.equals(field) ? name : each, text));
        Problem problem = new Problem(status, message, named, retryAfter);
        problem.initCause(this);
        return problem;
    }

    /**
     * The kind of the problem, for logs and metrics: the key of its message, or the key of the first wrong field for
     * {@code problem.invalid}.
     */
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

    /** The messages by field name of the API. */
    public Map<String, Message> errors() {
        return Collections.unmodifiableMap(errors);
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may succeed later without a change by a person. */
    public boolean isRepeatable() {
        return true;
    }

    /** The value of {@code Retry-After}: whole seconds, rounded up. */
    public Optional<String> retryAfterSeconds() {
        return retryAfter.map(wait ->
                String.valueOf(Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds())));
    }
}
