package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.Ledgers;
import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.entity.Balance;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.entity.Price;
import dev.escriba.security.control.Accounts;
import dev.escriba.security.entity.Account;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuoteStepsTest {

    private int balancesRead;

    private QuoteSteps.Basis basis(Price price) {
        QuoteSteps steps = new QuoteSteps();
        steps.accounts = new Accounts(null) {
            @Override
            public Account required(String id) {
                return new Account(id, "USD", 6, Instant.EPOCH);
            }
        };
        steps.prices = new PriceList(null, null, null, "USD") {
            @Override
            public Tariff inForce(UUID model, Account account) {
                return new Tariff(Optional.empty(), price, "USD", 6);
            }
        };
        steps.ledgers = new Ledgers(null) {
            @Override
            public Balance balance(String account) {
                balancesRead++;
                return new Balance(account);
            }
        };
        return steps.basis("somebody", UUID.randomUUID());
    }

    @Test
    void theBalanceIsNotReadForWhatIsFree() {
        assertThat(basis(Price.FREE).hasMoney()).isTrue();
        assertThat(balancesRead).isZero();
    }

    @Test
    void whatCostsSomethingNeedsMoney() {
        assertThat(basis(new Price(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO))
                        .hasMoney())
                .isFalse();
        assertThat(balancesRead).isEqualTo(1);
    }
}
