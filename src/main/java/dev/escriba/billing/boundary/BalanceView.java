package dev.escriba.billing.boundary;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.Balance;
import dev.escriba.security.entity.Account;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;

/**
 * A balance. {@code balance} can be spent; {@code held} is set aside for running transcriptions and is not part of it.
 */
@JsonbPropertyOrder({"accountId", "balance", "held", "currency"})
public record BalanceView(String accountId, BigDecimal balance, BigDecimal held, String currency) {

    static BalanceView of(Account account, Balance balance) {
        return new BalanceView(
                account.id(), Amounts.shortest(balance.amount()), Amounts.shortest(balance.held()), account.currency());
    }
}
