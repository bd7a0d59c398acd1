package dev.escriba.billing.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.web.control.JsonForm;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The body of a credit: {@code {"amount": 25.00, "reason": "...", "accountId": "..."}}. An amount may also be a string.
 */
final class CreditForm {

    static final int MAX_REASON_CHARACTERS = 1000;

    /** Larger amounts are refused as typing errors. */
    static final BigDecimal MAX_AMOUNT = new BigDecimal("1000000000");

    private static final int MAX_DIGITS = 40;
    private static final Set<String> FIELDS = Set.of("amount", "reason", "accountId");

    private final JsonForm form;

    private CreditForm(JsonForm form) {
        this.form = form;
    }

    /** @throws Problem 400 if the body is not a JSON object in UTF-8 or is too long */
    static CreditForm of(InputStream body) {
        return new CreditForm(JsonForm.of(body, FIELDS));
    }

    static CreditForm of(String body) {
        return new CreditForm(JsonForm.of(body, FIELDS));
    }

    /** Account of the credit; empty means the account of the caller. */
    Optional<String> accountId() {
        return form.uuid("accountId").map(UUID::toString);
    }

    String reason() {
        return form.line("reason", MAX_REASON_CHARACTERS);
    }

    /** @param scale decimal places of the account */
    BigDecimal amount(int scale) {
        Optional<BigDecimal> amount = form.digits("amount")
                // a large exponent would make a number of unlimited length
                .filter(digits ->
                        digits.length() <= MAX_DIGITS && digits.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,2})?"))
                .map(BigDecimal::new)
                .filter(number -> number.signum() != 0
                        && number.abs().compareTo(MAX_AMOUNT) <= 0
                        && number.stripTrailingZeros().scale() <= scale);
        if (amount.isEmpty()) {
            form.wrong("amount", Message.of("billing.amount-invalid", scale, MAX_AMOUNT.toPlainString()));
        }
        return amount.orElse(BigDecimal.ZERO).stripTrailingZeros();
    }

    void check() {
        form.check();
    }
}
