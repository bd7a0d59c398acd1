package dev.escriba.web.control;

import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.entity.Problem;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A problem in the error shape of OpenAI. Clients read the member {@code error} alone, so its message has what the
 * hub's shape says in {@code errors}. Statuses differ from those of the hub where OpenAI's clients know another one:
 * 413 for a body that is too large, 429 for an account without money.
 */
final class OpenAiError {

    /** The longest wait that every client keeps. With a longer one, some come back earlier and some give up. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static final String QUOTA = "insufficient_quota";
    private static final List<String> NO_MONEY = List.of("insufficient_balance", "monthly_quota_exceeded");

    /** The names of the hub's fields here. Other fields have their own names. */
    private static final Map<String, String> PARAMS =
            Map.of("File", "file", "ModelId", "model", "Prompt", "prompt", "UserIdentifier", "user");

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("problem.401", "invalid_api_key"),
            Map.entry("instance.cancelled", "execution_cancelled"),
            Map.entry("model.unknown", "model_not_found"),
            Map.entry("model.forbidden", "model_not_found"),
            Map.entry("file.missing", "missing_required_parameter"),
            Map.entry("openai.missing", "missing_required_parameter"),
            Map.entry("openai.choice", "unsupported_value"),
            Map.entry("openai.not-supported", "unsupported_value"),
            Map.entry("openai.only-with", "unsupported_value"),
            Map.entry("openai.not-with", "unsupported_value"),
            Map.entry("openai.no-words", "unsupported_value"),
            Map.entry("openai.no-logprobs", "unsupported_value"),
            Map.entry("openai.translation", "unsupported_value"),
            Map.entry("openai.transcript-gone", "transcript_not_kept"),
            Map.entry("language.unknown", "unsupported_value"),
            Map.entry("openai.language", "unsupported_value"),
            Map.entry("idempotency.running", "idempotency_key_in_use"),
            Map.entry("idempotency.reused", "idempotency_key_reused"));

    /** Kinds of problems that a new try does not solve, although clients repeat requests with these statuses. */
    private static final Set<String> FINAL = Set.of("instance.cancelled");

    private final Problem problem;
    private final Culture culture;

    OpenAiError(Problem problem, Culture culture) {
        this.problem = problem;
        this.culture = culture;
    }

    static int status(Problem problem) {
        if (isWithoutMoney(problem)) {
            return 429;
        }
        return isTooLarge(problem) ? 413 : problem.status();
    }

    /** {@code Retry-After}, and {@code X-Should-Retry} where clients would retry at a wrong time. */
    static Map<String, String> headers(Problem problem) {
        Map<String, String> headers = new LinkedHashMap<>();
        problem.retryAfterSeconds().ifPresent(wait -> headers.put("Retry-After", wait));
        boolean isLong = problem.retryAfter()
                .filter(wait -> wait.compareTo(MAX_WAIT) > 0)
                .isPresent();
        boolean isFinal = !problem.isRepeatable() || FINAL.contains(problem.kind());
        if (isWithoutMoney(problem) || isLong || isFinal) {
            headers.put("X-Should-Retry", "false");
        }
        return headers;
    }

    JsonObject json() {
        JsonObjectBuilder error =
                Json.createObjectBuilder().add("message", message()).add("type", type());
        param().ifPresentOrElse(param -> error.add("param", param), () -> error.addNull("param"));
        code().ifPresentOrElse(code -> error.add("code", code), () -> error.addNull("code"));
        return Json.createObjectBuilder().add("error", error).build();
    }

    /** The messages of the fields say what to do; without fields, the problem does. */
    private String message() {
        return problem.errors().isEmpty()
                ? Messages.text(problem.message(), culture)
                : problem.errors().values().stream()
                        .map(message -> Messages.text(message, culture))
                        .distinct()
                        .collect(Collectors.joining(" "));
    }

    private String type() {
        if (isWithoutMoney(problem)) {
            return QUOTA;
        }
        if (problem.status() == 429) {
            return "requests";
        }
        return problem.status() >= 500 || isTooLarge(problem) ? "server_error" : "invalid_request_error";
    }

    private Optional<String> param() {
        return isWithoutMoney(problem) || isTooLarge(problem)
                ? Optional.empty()
                : problem.errors().keySet().stream().findFirst().map(field -> PARAMS.getOrDefault(field, field));
    }

    private Optional<String> code() {
        if (isWithoutMoney(problem)) {
            return Optional.of(QUOTA);
        }
        if (isTooLarge(problem)) {
            return Optional.empty();
        }
        if (problem.status() == 429) {
            return Optional.of("rate_limit_exceeded");
        }
        String kind = problem.kind();
        return CODES.containsKey(kind)
                ? Optional.of(CODES.get(kind))
                : problem.status() == 400 && !problem.errors().isEmpty()
                        ? Optional.of("invalid_value")
                        : Optional.empty();
    }

    private static boolean isWithoutMoney(Problem problem) {
        return NO_MONEY.stream().anyMatch(problem.errors()::containsKey);
    }

    private static boolean isTooLarge(Problem problem) {
        return problem.status() == 413 || problem.kind().equals("file.too-large");
    }
}
