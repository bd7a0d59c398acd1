package dev.escriba.transcription.control;

import dev.escriba.billing.control.Ledgers;
import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.security.control.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** What a quote asks of the database, in one transaction: each costs its way there and back. */
@ApplicationScoped
public class QuoteSteps {

    @Inject
    Accounts accounts;

    @Inject
    PriceList prices;

    @Inject
    Ledgers ledgers;

    /**
     * What a quote goes by.
     *
     * @param hasMoney whether the account has any, or needs none because the tariff is free
     */
    public record Basis(Tariff tariff, boolean hasMoney) {}

    @Transactional
    public Basis basis(String account, UUID model) {
        Tariff tariff = prices.inForce(model, accounts.required(account));
        return new Basis(
                tariff, tariff.isFree() || ledgers.balance(account).amount().signum() != 0);
    }
}
