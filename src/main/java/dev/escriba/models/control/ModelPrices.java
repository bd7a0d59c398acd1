package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.Price;
import dev.escriba.models.entity.PriceInForce;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import java.util.Map;
import java.util.UUID;

/** The prices of models, as billing knows them. Billing implements it. */
public interface ModelPrices {

    /** The prices in force for an account, by model. A model that is not among them is free. */
    Map<UUID, PriceInForce> inForce(String accountId);

    /**
     * Sets the price of a model, in force at once. It belongs to the transaction of its caller. The same price again
     * changes nothing.
     *
     * @throws Problem 400 where rounding would make it ineffective
     */
    void set(Caller author, AiModel model, Price price);

    /**
     * Requires that the price in force has an upper bound for each run of the model.
     *
     * @throws Problem 400 where it is a price for tokens and nothing limits them
     */
    void requireBound(AiModel model);

    /**
     * Requires that the price in force of a model that becomes enabled charges every account. Since the price was set,
     * accounts with fewer decimal places may have been made. It belongs to the transaction of its caller, which enables
     * the model: until its end no account is made.
     *
     * @throws Problem 400 where rounding makes it ineffective
     */
    void requireEffective(AiModel model);

    /** The currency of all prices, ISO 4217. */
    String currency();

    /** Whether the model has a price. It may be zero. */
    boolean isPriced(UUID model);
}
