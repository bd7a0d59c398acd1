package dev.escriba.billing.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.Parameters;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The body of a credit: {@code {"amount": 25.00, "reason": "...", "accountId": "..."}}. Read by hand, so that an amount is never a
 * floating-point number on its way, and every field at fault is named. An amount may be written as a string too.
 */
final class CreditForm {

    static final int MOST_REASON_CHARACTERS = 1000;

    /** Larger amounts are mistyped. */
    static final BigDecimal MOST = new BigDecimal("1000000000");

    private static final int MOST_DIGITS = 40;

    private static final int MOST_BYTES = 1 << 16;

    private final JsonObject body;
    private final Map<String, Message> errors = new LinkedHashMap<>();

    private CreditForm(JsonObject body) {
        this.body = body;
    }

    /** Throws 400 where this is no JSON object in UTF-8, or longer than any that is valid. */
    static CreditForm of(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw Problem.of(400, "json.invalid");
            }
            return of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CreditForm of(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return new CreditForm(reader.readObject());
        } catch (RuntimeException wrong) {
            // parsers have words of their own for what is too deep, or too long a number
            throw Problem.of(400, "json.invalid");
        }
    }

    /** Whose balance it is for; the caller's own where nobody is named. */
    Optional<String> accountId() {
        if (isAbsent("accountId")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Parameters.uuid(text("accountId").orElse("")).toString());
        } catch (IllegalArgumentException wrong) {
            errors.put("accountId", Message.of("parameter.uuid"));
            return Optional.empty();
        }
    }

    String reason() {
        String reason = text("reason").map(String::strip).orElse("");
        int length = reason.codePointCount(0, reason.length());
        if (length < 1 || length > MOST_REASON_CHARACTERS) {
            errors.put("reason", Message.of("billing.reason-invalid", MOST_REASON_CHARACTERS));
        } else if (reason.chars().anyMatch(Character::isISOControl)) {
            errors.put("reason", Message.of("text.control-characters"));
        }
        return reason;
    }

    /** @param scale decimal places that the account has */
    BigDecimal amount(int scale) {
        Optional<BigDecimal> amount = number("amount")
                .filter(number -> number.signum() != 0
                        && number.abs().compareTo(MOST) <= 0
                        && number.stripTrailingZeros().scale() <= scale);
        if (amount.isEmpty()) {
            errors.put("amount", Message.of("billing.amount-invalid", scale, MOST.toPlainString()));
        }
        return amount.orElse(BigDecimal.ZERO).stripTrailingZeros();
    }

    void check() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private boolean isAbsent(String field) {
        return body.getOrDefault(field, JsonValue.NULL) == JsonValue.NULL;
    }

    private Optional<String> text(String field) {
        return body.get(field) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    private Optional<BigDecimal> number(String field) {
        String digits = body.get(field) instanceof JsonNumber number
                ? number.toString()
                : text(field).map(String::strip).orElse("");
        // an exponent could name a number that has no end
        if (digits.length() > MOST_DIGITS || !digits.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,2})?")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(digits));
    }
}
