package dev.escriba.billing.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.web.control.JsonForm;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The body of a credit: {@code {"amount": 25.00, "reason": "...", "accountId": "..."}}. An amount may be written as a string too. */
final class CreditForm {

    static final int MAX_REASON_CHARACTERS = 1000;

    /** Larger amounts are mistyped. */
    static final BigDecimal MOST = new BigDecimal("1000000000");

    private static final int MAX_DIGITS = 40;
    private static final Set<String> FIELDS = Set.of("amount", "reason", "accountId");

    private final JsonForm form;

    private CreditForm(JsonForm form) {
        this.form = form;
    }

    /** Throws 400 where this is no JSON object in UTF-8, or longer than any that is valid. */
    static CreditForm of(InputStream body) {
        return new CreditForm(JsonForm.of(body, FIELDS));
    }

    static CreditForm of(String body) {
        return new CreditForm(JsonForm.of(body, FIELDS));
    }

    /** Whose balance it is for; the caller's own where nobody is named. */
    Optional<String> accountId() {
        return form.uuid("accountId").map(UUID::toString);
    }

    String reason() {
        return form.line("reason", MAX_REASON_CHARACTERS);
    }

    /** @param scale decimal places that the account has */
    BigDecimal amount(int scale) {
        Optional<BigDecimal> amount = form.digits("amount")
                // an exponent could name a number that has no end
                .filter(digits ->
                        digits.length() <= MAX_DIGITS && digits.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,2})?"))
                .map(BigDecimal::new)
                .filter(number -> number.signum() != 0
                        && number.abs().compareTo(MOST) <= 0
                        && number.stripTrailingZeros().scale() <= scale);
        if (amount.isEmpty()) {
            form.wrong("amount", Message.of("billing.amount-invalid", scale, MOST.toPlainString()));
        }
        return amount.orElse(BigDecimal.ZERO).stripTrailingZeros();
    }

    void check() {
        form.check();
    }
}
